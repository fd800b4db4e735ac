import type { GrantView, TemporaryAccessView } from "../../operations/api/access-views";
import { UserError } from "../../policies/core/user-error";
import { columns, type DeskOptions, print, request } from "./call-desk";

const path = "/api/temporary-access";

/** Asks for access for oneself. */
export async function ask(
  group: string,
  { minutes, reason, ...options }: DeskOptions & { readonly minutes: string; readonly reason: string },
): Promise<void> {
  const count = Number(minutes);
  if (!Number.isInteger(count)) throw new UserError(`--minutes: expected a whole number, got ${minutes}`);
  const done = (await request(options, "POST", path, JSON.stringify({ group, minutes: count, reason }))) as {
    grant: string;
    access: TemporaryAccessView;
  };
  const approvers = done.access.grants.find(({ id }) => id === done.grant)?.approvers ?? [];
  print(options, done, () => `${done.access.id}: asked for, ${approvers.join(" or ")} may approve it`);
}

export async function list({ over, ...options }: DeskOptions & { readonly over?: boolean }): Promise<void> {
  const accesses = await all(options, over ? "over" : "open");
  print(options, { accesses }, () => {
    const rows = accesses.flatMap((access) => access.grants.map((grant) => rowOf(access, grant)));
    return rows.length === 0 ? "No temporary access." : columns([heads, ...rows]);
  });
}

const heads = ["ID", "STATE", "MINUTES", "UNTIL", "ASKED BY", "APPROVERS", "GRANT", "REASON"];

function rowOf({ id }: TemporaryAccessView, grant: GrantView): readonly string[] {
  const { state, minutes, until, requestedBy, approvers, ended, reason } = grant;
  return [
    ...[id, ended?.because ?? state, String(minutes), until === undefined ? "-" : `${until.slice(0, 16)}Z`],
    ...[requestedBy, approvers.join(","), grant.id, reason],
  ];
}

/** Approves or revokes: the grant may be left out where only one can be meant. */
export async function act(
  id: string,
  name: "approve" | "revoke",
  { grant, reason, ...options }: DeskOptions & { readonly grant?: string; readonly reason?: string },
): Promise<void> {
  const meant = grant ?? (await onlyGrant(id, name, options));
  const body = JSON.stringify({ grant: meant, ...(name === "revoke" && { reason }) });
  const done = (await request(options, "POST", `${path}/${encodeURIComponent(id)}/${name}`, body)) as {
    outcome: string;
    access: TemporaryAccessView;
  };
  const found = done.access.grants.find((each) => each.id === meant);
  print(options, done, () => `${id}: ${found?.ended?.because ?? found?.state ?? "ended"}`);
}

async function onlyGrant(id: string, name: "approve" | "revoke", options: DeskOptions): Promise<string> {
  const access = (await all(options, "open")).find((each) => each.id === id);
  const fitting = (access?.grants ?? []).filter(({ state }) =>
    name === "approve" ? state === "requested" : state !== "ended",
  );
  const [only] = fitting;
  if (only && fitting.length === 1) return only.id;
  const ids = fitting.map((each) => each.id).join(", ") || "none";
  throw new UserError(`--grant: expected one of ${id} to ${name}, such as \`access list\` gives it, got ${ids}`);
}

async function all(options: DeskOptions, state: string): Promise<readonly TemporaryAccessView[]> {
  const found: TemporaryAccessView[] = [];
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ state, ...(after !== undefined && { after }) }).toString();
    const page = (await request(options, "GET", `${path}?${query}`)) as {
      accesses: TemporaryAccessView[];
      next?: string;
    };
    found.push(...page.accesses);
    after = page.next;
  } while (after !== undefined);
  return found;
}
