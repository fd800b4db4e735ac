import { severities } from "../../policies/core/rule";
import { carryOut } from "./carry-out";
import type { Answer, Asking, Call, Operation, Parameter } from "./operation";
import { afterParameter } from "./paging";
import { Problem } from "./problem";
import { findTickets } from "./ticket-list";
import { ticketCommandOf, ticketCommands, type TicketCommandName } from "./ticket-commands";
import { historyView, ticketView } from "./views";

const id: Parameter = {
  ...{ name: "id", in: "path", description: "Such as `T-7KQ2M9XD`." },
  schema: { type: "string", pattern: "^T-[0-9A-Z]{8}$" },
};

const query = (name: string, description: string, schema: object): Parameter => {
  return { name, in: "query", description, schema: { ...schema } };
};

export const ticketOperations: readonly Operation[] = [
  {
    ...{ id: "listTickets", method: "get", path: "/api/tickets", role: "viewer", answer: "TicketPage" },
    summary: "Tickets, the worst and newest first.",
    parameters: [
      query("state", "Which tickets; open ones when absent.", {
        enum: ["open", "triggered", "acknowledged", "snoozed", "resolved", "closed"],
      }),
      query("severity", "Only of this severity.", { enum: severities }),
      query("department", "Only of this department.", { type: "string" }),
      query("assignee", "Only of this person; `none` for nobody's.", { type: "string" }),
      query("text", "Only with all of these words.", { type: "string" }),
      query("limit", "How many at most; 50 when absent.", { type: "integer", minimum: 1, maximum: 500 }),
      afterParameter,
    ],
    problems: [422],
    async run({ context, query }) {
      const { aggregates, next } = await findTickets(context.desk.store, query);
      return { body: { tickets: aggregates.map(ticketView), next } };
    },
  },
  {
    ...{ id: "getTicket", method: "get", path: "/api/tickets/{id}", role: "viewer", answer: "TicketWithHistory" },
    ...{ summary: "A ticket and all that happened to it.", parameters: [id], problems: [404] },
    async run({ context, params }) {
      const found = await loadTicket(context.desk.store, params["id"] ?? "");
      const history = (await context.desk.store.history(found.stream)).map(historyView);
      return { body: { ticket: ticketView(found), history }, version: found.version };
    },
  },
  ...(Object.keys(ticketCommands) as TicketCommandName[]).map((name): Operation => {
    const { schema, role, summary } = ticketCommands[name];
    const operationId = `${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Ticket`;
    return {
      ...{ id: operationId, method: "post", path: `/api/tickets/{id}/${name}`, role, summary },
      ...{ parameters: [id], body: schema, answer: "Done", problems: [404, 409, 412, 422] },
      run: (call) => commandTicket(call, call.params["id"] ?? "", name),
    };
  }),
];

/** @throws Problem 404 */
export async function loadTicket(store: Call["context"]["desk"]["store"], id: string) {
  const found = await store.load(`ticket/${id}`);
  if (!found) throw new Problem(404, `expected a ticket, got ${JSON.stringify(id.slice(0, 40))}, which doesn't exist`);
  return found;
}

/** Carries out what somebody asks of a ticket. */
export async function commandTicket(asking: Asking, id: string, name: TicketCommandName): Promise<Answer> {
  const { body, expected } = asking;
  const { store, settings, now } = asking.context.desk;
  const { stream } = await loadTicket(store, id);
  const command = ticketCommandOf(name, body, settings, now());
  const { outcome } = await carryOut(asking, { kind: "ticket", id, command, expected });
  const found = await store.load(stream);
  if (!found) throw new Error(`${stream} is gone`);
  return { body: { outcome, ticket: ticketView(found) }, version: found.version };
}
