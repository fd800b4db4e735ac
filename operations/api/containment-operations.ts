import { randomUUID } from "node:crypto";
import type { Call as AwsCall } from "../containment/calls";
import type { Containment, ContainmentCommand } from "../containment/containment";
import { previewContainment, requestContainment } from "../containment/request";
import { targetOf } from "../containment/target";
import { carryOut, idOfMade } from "./carry-out";
import type { Answer, Asking, Call, Operation } from "./operation";
import { afterParameter, pageOf } from "./paging";
import { orProblem, Problem } from "./problem";
import type { schemas } from "./schemas";
import { containmentView } from "./views";

const shared = { method: "post", role: "senior", problems: [404, 409, 422, 501] } as const;

/** What people say of a containment, by the last part of the path. */
export const containmentCommands = {
  approve: { schema: "ApproveContainment", summary: "Agree to what somebody else asks for." },
  refuse: { schema: "EndContainment", summary: "Say no to what somebody asks for." },
  release: {
    schema: "EndContainment",
    summary: "Restore the former state, unless something else still holds the target.",
  },
  review: { schema: "ReviewContainment", summary: "Say that it is still needed." },
  retry: { schema: "RetryContainment", summary: "Begin anew what failed." },
  accept: {
    schema: "AcceptContainment",
    summary: "Take a release that failed as done: the target stays as somebody left it.",
  },
} as const satisfies Record<string, { readonly schema: keyof typeof schemas; readonly summary: string }>;

export type ContainmentCommandName = keyof typeof containmentCommands;

export const containmentOperations: readonly Operation[] = [
  {
    ...{ id: "listContainments", method: "get", path: "/api/containments", role: "viewer", answer: "ContainmentPage" },
    summary: "What is contained, or asked to be.",
    ...{ parameters: [afterParameter], problems: [422] },
    async run({ context, query }) {
      const part = { limit: 100, after: query["after"] };
      const { aggregates, next } = await pageOf(context.desk.store, "containment/open", part);
      return { body: { containments: aggregates.map(({ state }) => containmentView(state as Containment)), next } };
    },
  },
  {
    ...{
      ...shared,
      id: "previewContainment",
      path: "/api/containments/preview",
      answer: "Preview",
      problems: [422, 501, 502],
    },
    ...{ summary: "The calls that would be sent to AWS, without sending any of them.", body: "PreviewContainment" },
    run: async (call) => ({ body: { calls: await preview(call, call.body.target, call.body.way) } }),
  },
  {
    ...{ ...shared, id: "requestContainment", path: "/api/containments", answer: "Asked", body: "RequestContainment" },
    summary: "Contain something, or ask for it where two persons have to agree.",
    run: request,
  },
  ...(Object.keys(containmentCommands) as ContainmentCommandName[]).map((name): Operation => {
    const { schema: body, summary } = containmentCommands[name];
    return {
      ...{ ...shared, id: `${name}Containment`, path: `/api/containments/${name}`, answer: "Contained", summary, body },
      run: (call) => command(call, name),
    };
  }),
];

/** @throws Problem 501 on a desk that contains nothing */
function partsOf({ context }: Pick<Call, "context">) {
  if (!context.containment) throw new Problem(501, "expected a desk that may contain things on AWS, got one without");
  return context.containment;
}

/**
 * What would be sent to AWS.
 *
 * @throws Problem 422 for what can't be contained, 502 when it can't be read
 */
export async function preview(
  call: Pick<Call, "context">,
  target: string,
  way: "contain" | "release",
): Promise<readonly AwsCall[]> {
  const parts = partsOf(call);
  const id = await idOf(target);
  try {
    return await previewContainment(parts, id, way);
  } catch (error) {
    throw new Problem(502, `expected to read ${id}, got: ${(error as Error).message}`);
  }
}

/** Asks for a containment of each target. */
export async function request(call: Asking): Promise<Answer> {
  const { targets, reason, ticket, until } = call.body as {
    targets: string[];
    reason: string;
    ticket?: string;
    until?: string;
  };
  const parts = partsOf(call);
  const ids = await Promise.all(targets.map(idOf));
  const id = idOfMade(call) ?? randomUUID();
  const hold = { id, reason, ticket, until: until === undefined ? undefined : new Date(until).toISOString() };
  const asked = await requestContainment(parts, ids, hold, `user:${call.caller.id}`);
  call.context.changed();
  return {
    body: {
      hold: id,
      asked: asked.map(({ target, refused, containment }) => {
        return { target, refused, containment: containment && containmentView(containment) };
      }),
    },
  };
}

/** Decides on what is asked for, or ends what is. */
export async function command(call: Asking, name: ContainmentCommandName): Promise<Answer> {
  const { context, body, caller } = call;
  partsOf(call);
  const id = await idOf(body.target);
  if (!(await context.desk.store.load(`containment/${id}`)))
    throw new Problem(404, `expected a target that was asked for, got ${id}`);
  const commands: Record<ContainmentCommandName, ContainmentCommand> = {
    approve: { type: "approve", hold: body.hold, by: `user:${caller.id}` },
    refuse: { type: "refuse", hold: body.hold, reason: body.reason },
    release: { type: "release", hold: body.hold, reason: body.reason },
    review: { type: "review", note: body.note },
    retry: { type: "retry" },
    accept: { type: "accept", reason: body.reason },
  };
  const { outcome, state } = await carryOut(call, { kind: "containment", id, command: commands[name] });
  return { body: { outcome, containment: containmentView(state as Containment) } };
}

/** @throws Problem 422 for what can't be contained */
async function idOf(target: string): Promise<string> {
  return (await orProblem(422, () => targetOf(target))).id;
}
