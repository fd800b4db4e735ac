import { temporaryAccess } from "../access/decide";
import { requestAccess } from "../access/kind";
import type { AccessCommand, Grant, TemporaryAccess } from "../access/temporary-access";
import { temporaryAccessView } from "./access-views";
import { carryOut, idOfMade } from "./carry-out";
import type { Caller } from "./context";
import type { Answer, Asking, Call, Operation } from "./operation";
import { afterParameter, pageOf } from "./paging";
import { orProblem, Problem } from "./problem";
import { may } from "./sign-in";
import { own } from "./ticket-commands";

export type AccessAct = "approve" | "refuse" | "revoke";

const { kind } = temporaryAccess;

export const temporaryAccessOperations: readonly Operation[] = [
  {
    ...{ id: "listTemporaryAccess", method: "get", path: "/api/temporary-access", role: "viewer" },
    ...{ answer: "TemporaryAccessPage", summary: "Who is in a group for a while, or asks to be.", problems: [422] },
    parameters: [
      {
        ...{
          name: "state",
          in: "query",
          description: "`over` for what has ended; what is asked for or in force when absent.",
        },
        schema: { enum: ["open", "over"] },
      },
      afterParameter,
    ],
    async run({ context, query }) {
      const list = `${kind}/${query["state"] ?? "open"}`;
      const { aggregates, next } = await pageOf(context.desk.store, list, { limit: 100, after: query["after"] });
      return { body: { accesses: aggregates.map(temporaryAccessView), next } };
    },
  },
  {
    ...{ id: "requestTemporaryAccess", method: "post", path: "/api/temporary-access", role: "viewer" },
    ...{ answer: "AccessRequested", body: "RequestAccess", problems: [409, 422, 501] },
    summary: "Ask to be in a group for a while: somebody else has to approve.",
    run: askForAccess,
  },
  ...(
    [
      ["approve", "ApproveAccess", "Agree to what somebody else asks for: those whom the group names may."],
      ["refuse", "EndAccess", "Say no to it: those who may approve it."],
      ["revoke", "EndAccess", "End it early: whoever has it, asked for it or may approve it, and seniors."],
    ] as const
  ).map(([name, body, summary]): Operation => {
    return {
      ...{ id: `${name}TemporaryAccess`, method: "post", path: `/api/temporary-access/{id}/${name}`, role: "viewer" },
      parameters: [{ name: "id", in: "path", description: "Such as `ana:database`.", schema: { type: "string" } }],
      ...{ answer: "AccessDone", body, summary, problems: [404, 409, 422] },
      run: (call) => commandAccess(call, call.params["id"] ?? "", name),
    };
  }),
];

/** Who asks is who gets it. */
export async function askForAccess(asking: Asking): Promise<Answer> {
  const { context, body, caller } = asking;
  const { desk, cloudAccess } = context;
  if (!cloudAccess) throw new Problem(501, "expected a desk that may give access on AWS, got one without");
  const groups = desk.settings.temporaryAccess?.groups ?? {};
  if (!own(groups, body.group)) {
    const names = Object.keys(groups).join(", ") || "none";
    throw new Problem(422, `expected \`group\` to be one of ${names}, got ${JSON.stringify(body.group)}`);
  }
  const { group, reason, minutes } = body;
  const request = { person: caller.id, requestedBy: caller.id, group, reason, minutes };
  const asked = await orProblem(409, () => requestAccess(desk, request, idOfMade(asking)));
  context.changed();
  const found = await loadAccess(context, asked.id);
  return { body: { grant: asked.grant, access: temporaryAccessView(found) } };
}

/**
 * Decides on what is asked for, or ends it.
 *
 * @throws Problem 403 for those whom it isn't up to
 */
export async function commandAccess(asking: Asking, id: string, name: AccessAct): Promise<Answer> {
  const { context, body, caller } = asking;
  const found = await loadAccess(context, id);
  const access = found.state as TemporaryAccess;
  const grant = own(access.grants, body.grant);
  if (!grant) throw new Problem(404, `expected a request of ${id}, got ${JSON.stringify(body.grant)}`);
  if (!mayDo(name, caller, access.person, grant)) {
    const more = name === "revoke" ? `, ${access.person}, or the role senior or higher` : "";
    throw new Problem(403, `expected ${grant.approvers.join(" or ")}${more}, got ${caller.id}`);
  }
  const commands: Record<AccessAct, AccessCommand> = {
    approve: { type: "approve", grant: grant.id, person: caller.id },
    refuse: { type: "refuse", grant: grant.id, person: caller.id, reason: body.reason },
    revoke: { type: "revoke", grant: grant.id, reason: body.reason },
  };
  const { outcome } = await carryOut(asking, { kind, id, command: commands[name] });
  return { body: { outcome, access: temporaryAccessView(await loadAccess(context, id)) } };
}

/** Whether it is up to somebody: access is given by those whom the group names, and taken by more. */
export function mayDo(
  name: AccessAct,
  caller: Caller,
  person: string,
  { approvers, requestedBy }: Pick<Grant, "approvers" | "requestedBy">,
): boolean {
  const isApprover = approvers.includes(caller.id);
  if (name !== "revoke") return isApprover;
  return isApprover || caller.id === person || caller.id === requestedBy || may(caller, "senior");
}

async function loadAccess({ desk }: Call["context"], id: string) {
  const found = await desk.store.load(`${kind}/${id}`);
  if (found) return found;
  throw new Problem(404, `expected access that was asked for, got ${JSON.stringify(id.slice(0, 100))}`);
}
