import type { Instant } from "../core/decider";
import type { Role } from "../settings/settings";
import { roles } from "../settings/settings";
import type { AccessCommand } from "./access";
import type { Attempts } from "./attempts";
import type { Caller, DeskContext } from "./context";
import { Problem } from "./problem";
import { readSession, type Session } from "./session";
import { own } from "./ticket-commands";
import { tokenOf } from "./tokens";

export const nobody: Caller = { id: "", name: "", role: "viewer", department: "" };

/** Whoever is somebody in the settings. */
export function callerOf({ desk }: DeskContext, id: string): Caller | undefined {
  const person = own(desk.settings.people, id);
  return person && { id, name: person.name, role: person.role, department: person.department };
}

export function may(caller: Caller, role: Role): boolean {
  return roles.indexOf(caller.role) >= roles.indexOf(role);
}

/** @throws Problem 403 */
export function requireRole(caller: Caller, role: Role): void {
  if (!may(caller, role)) throw new Problem(403, `expected the role ${role} or higher, got ${caller.role}`);
}

/**
 * Who sends a request with the header `Authorization: Bearer <token>`.
 *
 * @throws Problem 401 without a token that counts, 429 after too many of them
 */
export async function bearerOf(
  context: DeskContext,
  attempts: Attempts,
  header: string | undefined,
  address: string,
): Promise<Caller> {
  const challenge = { "www-authenticate": 'Bearer realm="desk"' };
  if (header === undefined)
    throw new Problem(401, "expected a header `Authorization: Bearer <token>`, got none", challenge);
  const text = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? "";
  const token = await tokenOf(context.tokens, text, context.desk.now());
  const caller = token && callerOf(context, token.person);
  if (caller) return caller;
  await refuse(context, attempts, { type: "refuse-sign-in", way: "token", from: address, reason: reasonOf(token) });
  throw new Problem(401, "expected a token that counts, got one that doesn't", challenge);
}

export function reasonOf(token: { readonly person: string } | undefined): string {
  return token ? `the settings have no person ${token.person}` : "no such token, or one that has expired";
}

/**
 * Whose session a cookie is: the person is still in the settings, and the token still there.
 */
export async function sessionOf(
  context: DeskContext,
  cookie: string | undefined,
): Promise<{ readonly session: Session; readonly caller: Caller } | undefined> {
  if (cookie === undefined) return undefined;
  const now = context.desk.now();
  const session = await readSession(cookie, context.sessionKey, now);
  const caller = session && callerOf(context, session.person);
  if (!session || !caller) return undefined;
  if (session.token !== undefined) {
    const kept = await context.tokens.find(session.token);
    if (!kept || kept.expiresAt <= now) return undefined;
  }
  return { session, caller };
}

/**
 * Counts and records a failed attempt.
 *
 * @throws Problem 429 when there were too many
 */
export async function refuse(context: DeskContext, attempts: Attempts, command: AccessCommand): Promise<void> {
  attempts.refuseTooMany(command.from);
  attempts.failed(command.from);
  await recordAccess(context, command, "desk");
}

export async function recordAccess(context: DeskContext, command: AccessCommand, by: string): Promise<void> {
  await context.desk.execute({ kind: "access", id: dayOf(context.desk.now()), command, by });
  context.changed();
}

const dayOf = (now: Instant) => now.slice(0, 10);
