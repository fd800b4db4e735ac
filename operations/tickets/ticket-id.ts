import { randomInt } from "node:crypto";

/** Crockford's base 32, which is read out without mistakes. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * `T-` and 8 letters: one in 10^12.
 *
 * @param below gives a whole number from 0 on that is below another one
 */
export function newTicketId(below: (bound: number) => number = (bound) => randomInt(bound)): string {
  return `T-${Array.from({ length: 8 }, () => letters[below(letters.length)]).join("")}`;
}

/** The first id of a ticket that stands in a text. */
export function ticketIdIn(text: string): string | undefined {
  return new RegExp(`\\bT-[${letters}]{8}\\b`).exec(text)?.[0];
}
