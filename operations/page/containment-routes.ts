import {
  command,
  containmentCommands,
  type ContainmentCommandName,
  preview,
  request,
} from "../api/containment-operations";
import { Problem } from "../api/problem";
import { requireRole } from "../api/sign-in";
import { own } from "../api/ticket-commands";
import { valid } from "../api/validation";
import { containmentView } from "../api/views";
import type { Call } from "../containment/calls";
import type { Containment } from "../containment/containment";
import type { Finding } from "../findings/finding";
import type { Ticket } from "../tickets/ticket";
import { confirmSide, containmentsSide, newContainmentSide } from "./containments";
import { type AddCommand, type AddSide, type Fields, orAgain, show, type Visit } from "./visit";
import { nameIn } from "./words";

const at = "/containments";

/** Containing and releasing, each in two steps: what would happen, and the button. */
export function containmentRoutes(side: AddSide, post: AddCommand): void {
  side("/containments", showContainments);
  side("/containments/new", (visit) => showNew(visit, visit.c.req.query()));
  side("/containments/confirm", async (visit) => confirmContainment(visit, visit.c.req.query()));
  side("/containments/release", async (visit) => confirmRelease(visit, visit.c.req.query()));
  post("/containments", contain);
  post("/containments/release", release);
  for (const name of ["approve", "refuse", "retry", "review", "accept"] as const) {
    post(`/containments/${name}`, async (visit, fields) => {
      requireRole(visit.caller, "senior");
      await command({ ...visit, body: bodyOf(name, fields) }, name);
      return visit.c.redirect(at, 303);
    });
  }
}

/** @throws Problem 422 when the fields of a form aren't what the API takes */
function bodyOf(name: ContainmentCommandName, { target = "", hold = "", reason = "" }: Fields): object {
  const { schema } = containmentCommands[name];
  const bodies: Record<typeof schema, object> = {
    ApproveContainment: { target, hold },
    EndContainment: { target, hold, reason },
    ReviewContainment: { target, note: reason },
    RetryContainment: { target },
    AcceptContainment: { target, reason },
  };
  return valid(schema, bodies[schema]);
}

async function showContainments(visit: Visit): Promise<Response> {
  const { context, caller, token } = visit;
  const { store, settings, now } = context.desk;
  const { aggregates } = await store.list("containment/open", { limit: 200 });
  const content = containmentsSide({
    containments: aggregates.map(({ state }) => containmentView(state as Containment)),
    ...{ caller, token, now: now(), isSetUp: context.containment !== undefined },
    nameOf: nameIn(settings),
  });
  return show(visit, { title: "Containment", at, live: 4 }, content);
}

async function showNew(visit: Visit, draft: Fields, refused?: string, status = 200): Promise<Response> {
  requireRole(visit.caller, "senior");
  const ticket = own(draft, "ticket");
  const stored = ticket === undefined ? undefined : await visit.context.desk.store.load(`ticket/${ticket}`);
  const suggestions = stored ? targetsOf((stored.state as Ticket).finding) : [];
  return show(visit, { title: "Contain something", at }, newContainmentSide(draft, suggestions, refused), status);
}

/** Targets that a finding's resource names: https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html */
function targetsOf({ resource, account, region }: Finding): readonly string[] {
  const [, , service, arnRegion = "", arnAccount = "", ...rest] = resource.split(":");
  const [inAccount, inRegion] = [arnAccount || account, arnRegion || region];
  const name = rest.join(":").split("/");
  const last = name.at(-1) ?? "";
  if (/^i-[0-9a-f]+$/.test(last)) return [`host/${inAccount}/${inRegion}/${last}`];
  if (/^i-[0-9a-f]+$/.test(resource)) return [`host/${account}/${region}/${resource}`];
  if (service === "iam" && name[0] === "user") return [`user/${inAccount}/${last}`];
  if (service === "iam" && name[0] === "role") return [`role/${inAccount}/${last}`];
  if (service === "lambda" && rest[0] === "function") return [`function/${inAccount}/${inRegion}/${rest[1] ?? ""}`];
  if (service === "ecs" && name[0] === "service")
    return [`ecs-service/${inAccount}/${inRegion}/${name.slice(1).join("/")}`];
  return [];
}

async function confirmContainment(visit: Visit, fields: Fields, refused?: string, status = 200): Promise<Response> {
  requireRole(visit.caller, "senior");
  const { target = "", reason = "", ticket } = fields;
  let calls: readonly Call[];
  try {
    calls = await preview(visit, target, "contain");
    if (reason.trim() === "") throw new Problem(422, "expected a reason to contain, got none");
  } catch (error) {
    if (!(error instanceof Problem) || (error.status !== 422 && error.status !== 502)) throw error;
    return showNew(visit, fields, error.message, error.status);
  }
  const { token } = visit;
  const content = confirmSide({ way: "contain", target, calls, fields: { reason, ticket }, token, refused });
  return show(visit, { title: "Contain this?", at }, content, status);
}

async function contain(visit: Visit, { target = "", reason = "", ticket }: Fields): Promise<Response> {
  requireRole(visit.caller, "senior");
  const fields = { target, reason, ...(ticket !== undefined && { ticket }) };
  const body = valid("RequestContainment", { targets: [target], reason, ...(ticket !== undefined && { ticket }) });
  const { asked } = (await request({ ...visit, body })).body as { asked: readonly { refused?: string }[] };
  const refused = asked[0]?.refused;
  return refused === undefined ? visit.c.redirect(at, 303) : confirmContainment(visit, fields, refused, 409);
}

async function confirmRelease(visit: Visit, fields: Fields, refused?: string, status = 200): Promise<Response> {
  requireRole(visit.caller, "senior");
  const { target = "", hold = "", reason } = fields;
  const stored = (await visit.context.desk.store.load(`containment/${target}`))?.state as Containment | undefined;
  if (!stored?.holds[hold]) throw new Problem(404, "expected something that is contained, got what isn't");
  const others = Object.values(stored.holds).filter(({ id, inForce }) => inForce && id !== hold);
  const note =
    others.length > 0
      ? `Nothing: it stays contained, as ${others.map((other) => `“${other.reason}”`).join(" and ")} still holds it.`
      : undefined;
  const calls = note === undefined ? await preview(visit, target, "release") : [];
  const { token } = visit;
  const content = confirmSide({ way: "release", target, calls, fields: { hold, reason }, token, note, refused });
  return show(visit, { title: "Release this?", at }, content, status);
}

async function release(visit: Visit, { target = "", hold = "", reason = "" }: Fields): Promise<Response> {
  requireRole(visit.caller, "senior");
  const run = async () => {
    await command({ ...visit, body: bodyOf("release", { target, hold, reason }) }, "release");
    return visit.c.redirect(at, 303);
  };
  return orAgain(run, ({ message, status }) => confirmRelease(visit, { target, hold, reason }, message, status));
}
