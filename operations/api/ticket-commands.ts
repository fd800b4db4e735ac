import type { Instant } from "../core/decider";
import type { Settings } from "../settings/settings";
import { personOf } from "../tickets/audience";
import type { TicketCommand } from "../tickets/ticket";
import { Problem } from "./problem";
import type { schemas } from "./schemas";
import { valid } from "./validation";

/** The commands that people give, by the last part of their path. */
export const ticketCommands = {
  acknowledge: { schema: "Acknowledge", role: "analyst", summary: "Take a ticket: it escalates no further." },
  assign: { schema: "Assign", role: "analyst", summary: "Give a ticket to a person, who is told." },
  comment: { schema: "Comment", role: "analyst", summary: "Add a comment." },
  snooze: { schema: "Snooze", role: "analyst", summary: "Let a ticket wait; it escalates again afterwards." },
  resolve: { schema: "Resolve", role: "analyst", summary: "Close a ticket, with the reason." },
  "hand-over": { schema: "HandOver", role: "senior", summary: "Give a ticket to another department." },
  "change-severity": { schema: "ChangeSeverity", role: "senior", summary: "Say that it is worse, or not as bad." },
} as const satisfies Record<
  string,
  { readonly schema: keyof typeof schemas; readonly role: "analyst" | "senior"; readonly summary: string }
>;

export type TicketCommandName = keyof typeof ticketCommands;

/**
 * The command that a body asks for.
 *
 * @throws Problem 422 when the body isn't valid, or names what the settings don't have
 */
export function ticketCommandOf(
  name: TicketCommandName,
  given: unknown,
  settings: Settings,
  now: Instant,
): TicketCommand {
  const body = valid(ticketCommands[name].schema, given) as any;
  switch (name) {
    case "acknowledge":
      return { type: name };
    case "assign":
      return { type: name, assignee: knownPerson(body.assignee, settings) };
    case "comment":
      return { type: name, text: body.text };
    case "snooze":
      return { type: name, until: new Date(body.until).toISOString(), reason: body.reason };
    case "resolve":
      return { type: name, resolution: body.resolution, note: body.note };
    case "change-severity":
      return { type: name, severity: body.severity, reason: body.reason };
    case "hand-over":
      return handOver(body, settings, now);
  }
}

function handOver(
  body: { department: string; assignee?: string; reason: string },
  settings: Settings,
  now: Instant,
): TicketCommand {
  const department = own(settings.departments, body.department);
  const policy = department && settings.policies[department.policy];
  if (!department || !policy) {
    const known = Object.keys(settings.departments).join(", ");
    throw new Problem(422, `expected \`department\` to be one of ${known}, got ${JSON.stringify(body.department)}`);
  }
  const assignee =
    body.assignee === undefined
      ? department.assign && personOf(department.assign, settings, now)
      : knownPerson(body.assignee, settings);
  return { type: "hand-over", department: body.department, assignee, policy, reason: body.reason };
}

function knownPerson(id: string, settings: Settings): string {
  if (own(settings.people, id)) return id;
  throw new Problem(422, `expected \`assignee\` to be a person of the settings, got ${JSON.stringify(id)}`);
}

/** Names come from outside: `constructor` is no department. */
export function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
