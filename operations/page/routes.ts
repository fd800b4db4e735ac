import { Hono } from "hono";
import type { DeskEnv } from "../api/app";
import type { DeskContext } from "../api/context";
import { onCallNow } from "../api/on-call";
import { Problem } from "../api/problem";
import { failedDeliveries, retryDelivery } from "../api/reading-operations";
import { requireRole } from "../api/sign-in";
import { commandTicket, loadTicket } from "../api/ticket-operations";
import { own, ticketCommands, type TicketCommandName } from "../api/ticket-commands";
import { after, type Recorded } from "../core/decider";
import { accessRoutes } from "./access-routes";
import { boardSide, readBoard } from "./board";
import { figuresOf, recentTickets } from "../desk/figures";
import { figuresSide } from "./figures";
import { containmentRoutes } from "./containment-routes";
import { html } from "./html";
import { icon } from "./layout";
import { auditSide, deliveriesSide, onCallSide } from "./reading-sides";
import { script } from "./script";
import { formOf, sessionPages } from "./session-pages";
import { style } from "./style";
import { ticketSide } from "./ticket";
import {
  type AddCommand,
  type AddSide,
  doneSentence,
  orAgain,
  show,
  tagOf,
  unchanged,
  type Visit,
  visited,
  withTag,
} from "./visit";
import { nameIn } from "./words";

/** The page: every side of it is written here, and works without a script. */
export function page(context: DeskContext): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  for (const [path, text, type] of [
    ["/assets/desk.css", style, "text/css; charset=utf-8"],
    ["/assets/desk.js", script, "text/javascript; charset=utf-8"],
    ["/assets/icon.svg", icon, "image/svg+xml"],
  ] as const) {
    app.get(path, (c) => withTag(c, text, type));
  }
  app.route("/", sessionPages(context));
  const side: AddSide = (path, show) => app.get(path, (c) => visited(context, c, show));
  const command: AddCommand = (path, run) =>
    app.post(path, (c) => visited(context, c, async (visit) => run(visit, await formOf(context, c, visit.session))));
  side("/", showBoard);
  side("/tickets/:id", (visit) => showTicket(visit));
  command("/tickets/:id/:command", runTicketCommand);
  side("/on-call", (visit) => {
    const now = context.desk.now();
    return show(
      visit,
      { title: "On call", at: "/on-call", live: 60 },
      onCallSide(onCallNow(context.desk.settings, now), now),
    );
  });
  side("/figures", async (visit) => {
    const options = { now: context.desk.now(), days: 14 };
    const figures = figuresOf(await recentTickets(context.desk.store, options), options);
    return show(visit, { title: "Figures", at: "/figures" }, figuresSide(figures));
  });
  side("/deliveries", showDeliveries);
  command("/deliveries/retry", retry);
  side("/audit", showAudit);
  containmentRoutes(side, command);
  accessRoutes(side, command);
  return app;
}

async function showBoard(visit: Visit): Promise<Response> {
  const { context, c } = visit;
  const { desk } = context;
  const etag = boardTag(visit);
  const known = etag && unchanged(c, etag);
  if (known) return known;
  const asked = c.req.query();
  const query = Object.fromEntries(
    ["state", "severity", "department", "assignee", "text"].flatMap((name) => {
      const value = own(asked, name)?.slice(0, 200);
      return value ? [[name, value]] : [];
    }),
  );
  const side = Math.max(1, Math.min(500, Math.trunc(Number(own(asked, "side") ?? 1)) || 1));
  const content = boardSide(await readBoard(desk.store, query), query, desk.settings, desk.now(), side);
  return show(visit, { title: "Board", at: "/", live: 4 }, content, 200, etag);
}

/** Every open board asks every few seconds: mostly nothing has happened, and ages are told in minutes. */
function boardTag({ context, c, token }: Visit): string | undefined {
  const sequence = context.sequence?.();
  if (sequence === undefined) return undefined;
  return tagOf(JSON.stringify([sequence, context.desk.now().slice(0, 16), token, c.req.url]));
}

const said: Readonly<Record<TicketCommandName, string>> = {
  acknowledge: "Acknowledged: it is yours, and escalates no further.",
  assign: "Assigned.",
  comment: "Comment added.",
  snooze: "Snoozed.",
  resolve: "Resolved.",
  "hand-over": "Handed over.",
  "change-severity": "Severity changed.",
};

async function showTicket(
  visit: Visit,
  refused?: Parameters<typeof ticketSide>[0]["refused"],
  status = 200,
): Promise<Response> {
  const { context, c, caller, token } = visit;
  const { store, settings, now } = context.desk;
  const found = await loadTicket(store, c.req.param("id") ?? "");
  const history = await store.history(found.stream);
  const canContain = context.containment !== undefined;
  const side = { found, history, settings, caller, token, refused, canContain, now: now() };
  const content = html`${doneSentence(visit, said)}${ticketSide(side)}`;
  return show(
    visit,
    { title: `${c.req.param("id") ?? ""} ${titleOf(found.state)}`, at: "/", live: 4 },
    content,
    status,
  );
}

const titleOf = (state: unknown) => (state as { finding: { title: string } }).finding.title;

async function runTicketCommand(visit: Visit, { token: _token, ...fields }: Record<string, string>): Promise<Response> {
  const { context, c, caller } = visit;
  const name = c.req.param("command") ?? "";
  const known = own(ticketCommands, name);
  const id = c.req.param("id") ?? "";
  if (!known) throw new Problem(404, `expected a command, got ${name.slice(0, 40)}`);
  requireRole(caller, known.role);
  const run = async () => {
    const body = bodyOf(fields, context.desk.now());
    await commandTicket({ context, body, caller }, id, name as TicketCommandName);
    return c.redirect(`/tickets/${id}?done=${name}`, 303);
  };
  return orAgain(run, ({ message, status }) =>
    showTicket(visit, { command: name, reason: message, given: fields }, status),
  );
}

/** Forms say for how long, the API until when. */
function bodyOf({ minutes, ...fields }: Record<string, string>, now: string): Record<string, string> {
  if (minutes === undefined) return fields;
  const given = Number(minutes);
  if (!Number.isInteger(given) || given < 1 || given > 50_000)
    throw new Problem(422, "expected a number of minutes, got another text");
  return { ...fields, until: after(now, given) };
}

async function showDeliveries(visit: Visit): Promise<Response> {
  const { context, c, caller, token } = visit;
  const page = await failedDeliveries(context.desk.store, own(c.req.query(), "after"));
  return show(visit, { title: "Failed deliveries", at: "/deliveries", live: 4 }, deliveriesSide(page, caller, token));
}

async function retry({ context, c, caller }: Visit, { id = "" }: Record<string, string>): Promise<Response> {
  requireRole(caller, "senior");
  await retryDelivery({ context, body: {}, caller }, id);
  return c.redirect("/deliveries", 303);
}

async function showAudit(visit: Visit): Promise<Response> {
  const { context } = visit;
  const now = context.desk.now();
  const days = [now, after(now, -24 * 60)].map((at) => at.slice(0, 10));
  const access: Recorded<unknown>[] = [];
  for (const day of days) access.push(...(await context.desk.store.history(`access/${day}`)).slice(-50).reverse());
  const nameOf = nameIn(context.desk.settings);
  return show(visit, { title: "Audit", at: "/audit" }, auditSide(await context.audit(), access, nameOf, now));
}
