import type { Page, Store } from "../core/store";
import { figuresOf, recentTickets } from "../desk/figures";
import { onCallNow } from "./on-call";
import { carryOut } from "./carry-out";
import type { Answer, Asking, Operation } from "./operation";
import { afterParameter, pageOf } from "./paging";
import { Problem } from "./problem";
import { deliveryView } from "./views";

/** What the desk tells of itself, and the deliveries that failed. */
export const readingOperations: readonly Operation[] = [
  {
    ...{ id: "getHealth", method: "get", path: "/healthz", role: "anybody", answer: "Health" },
    summary: "Whether the desk works: 503 when its clock stands still or something keeps failing.",
    async run({ context, caller, now }) {
      const { sweptAt, failing } = await context.health();
      const isLate = sweptAt !== undefined && Date.parse(now) - Date.parse(sweptAt) > 120_000;
      const all = [...failing, ...(isLate ? [`expected the clock to move each minute, got ${sweptAt}`] : [])];
      // Whoever isn't signed in hears that something fails, and not what.
      const told = caller.id === "" ? all.map(() => "sign in to read what") : all;
      const body = { status: all.length > 0 ? "failing" : "ok", sweptAt, failing: told };
      return { status: all.length > 0 ? 503 : 200, body };
    },
  },
  {
    ...{ id: "getMe", method: "get", path: "/api/me", role: "viewer", answer: "Me", summary: "Who is signed in." },
    run: ({ caller }) => Promise.resolve({ body: caller }),
  },
  {
    ...{ id: "getOnCall", method: "get", path: "/api/on-call", role: "viewer", answer: "OnCall" },
    summary: "Who is on call now, and who follows.",
    run: ({ context, now }) => Promise.resolve({ body: { at: now, rotas: onCallNow(context.desk.settings, now) } }),
  },
  {
    ...{ id: "getFigures", method: "get", path: "/api/figures", role: "viewer", answer: "Figures" },
    summary: "How fast tickets are acknowledged and resolved, and which deadlines were missed. Times are minutes.",
    parameters: [
      {
        ...{ name: "days", in: "query", description: "How many days back; 14 when absent." },
        schema: { type: "integer", minimum: 1, maximum: 92 },
      },
    ],
    problems: [422],
    async run({ context, now, query }) {
      const options = { now, days: Number(query["days"] ?? 14) };
      return { body: figuresOf(await recentTickets(context.desk.store, options), options) };
    },
  },
  {
    ...{ id: "verifyAudit", method: "get", path: "/api/audit", role: "viewer", answer: "Audit" },
    summary: "Whether each entry of the audit log follows the one before it.",
    async run({ context }) {
      const state = await context.audit();
      return { body: { ...state, intact: state.broken === undefined } };
    },
  },
  {
    ...{ id: "listFailedDeliveries", method: "get", path: "/api/deliveries", role: "viewer", answer: "DeliveryPage" },
    ...{ summary: "Messages that reached nobody.", parameters: [afterParameter], problems: [422] },
    async run({ context, query }) {
      const { aggregates, next } = await failedDeliveries(context.desk.store, query["after"]);
      return { body: { deliveries: aggregates.map(deliveryView), next } };
    },
  },
  {
    ...{ id: "retryDelivery", method: "post", path: "/api/deliveries/{id}/retry", role: "senior", answer: "Retried" },
    summary: "Send a message again that reached nobody.",
    parameters: [{ name: "id", in: "path", description: "As the list gives it.", schema: { type: "string" } }],
    problems: [404, 409],
    run: (call) => retryDelivery(call, call.params["id"] ?? ""),
  },
];

/** Messages that reached nobody, a page at a time. */
export function failedDeliveries(store: Store, after?: string): Promise<Page> {
  return pageOf(store, "delivery/dead", { limit: 50, after });
}

/** @throws Problem 404 */
export async function retryDelivery(asking: Asking, id: string): Promise<Answer> {
  if (!(await asking.context.desk.store.load(`delivery/${id}`))) {
    throw new Problem(404, "expected a delivery that exists, got another id");
  }
  const { outcome } = await carryOut(asking, { kind: "delivery", id, command: { type: "retry" } });
  return { body: { outcome } };
}
