import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";
import type { DeskEnv } from "../api/app";
import type { Caller, DeskContext } from "../api/context";
import { onCallNow } from "../api/on-call";
import { Problem } from "../api/problem";
import { formToken, type Session } from "../api/session";
import { requireRole } from "../api/sign-in";
import { commandTicket, loadTicket } from "../api/ticket-operations";
import { own, ticketCommands, type TicketCommandName } from "../api/ticket-commands";
import { after, type Recorded } from "../core/decider";
import { boardSide, readBoard } from "./board";
import { type Html, html } from "./html";
import { document, type Frame, icon } from "./layout";
import { auditSide, deliveriesSide, onCallSide } from "./reading-sides";
import { script } from "./script";
import { formOf, sessionFrom, sessionPages } from "./session-pages";
import { style } from "./style";
import { ticketSide } from "./ticket";

/** Somebody who is signed in, on one side of the page. */
export interface Visit {
  readonly context: DeskContext;
  readonly c: Context<DeskEnv>;
  readonly caller: Caller;
  readonly session: Session;
  readonly token: string;
}

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
  const side = (path: string, show: (visit: Visit) => Promise<Response>) =>
    app.get(path, (c) => visited(context, c, show));
  const command = (path: string, run: (visit: Visit, fields: Record<string, string>) => Promise<Response>) =>
    app.post(path, (c) => visited(context, c, async (visit) => run(visit, await formOf(context, c, visit.session))));
  side("/", showBoard);
  side("/tickets/:id", (visit) => showTicket(visit));
  command("/tickets/:id/:command", runTicketCommand);
  side("/on-call", (visit) => {
    const now = context.desk.now();
    return show(
      visit,
      { title: "On call", at: "/on-call", live: true },
      onCallSide(onCallNow(context.desk.settings, now), now),
    );
  });
  side("/deliveries", showDeliveries);
  command("/deliveries/retry", retry);
  side("/audit", showAudit);
  return app;
}

async function visited(
  context: DeskContext,
  c: Context<DeskEnv>,
  run: (visit: Visit) => Promise<Response>,
): Promise<Response> {
  const found = await sessionFrom(context, c);
  if (!found) {
    if (c.req.method !== "GET") throw new Problem(401, "expected somebody who is signed in, got nobody: sign in again");
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(`/sign-in?to=${encodeURIComponent(pathname + search)}`, 303);
  }
  const visit = { context, c, ...found, token: formToken(found.session, context.sessionKey) };
  try {
    return await run(visit);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const content = html`<div class="empty">
      <h1>${error.title}</h1>
      <p>${error.message}</p>
      <p><a href="/">To the board</a></p>
    </div>`;
    return show(visit, { title: error.title }, content, error.status);
  }
}

/** A side of the page, with what stands around each. */
export async function show(
  visit: Visit,
  frame: Omit<Frame, "caller" | "token" | "notice">,
  content: Html,
  status = 200,
): Promise<Response> {
  const { context, c, caller, token } = visit;
  const { aggregates } = await context.desk.store.list("delivery/dead", { limit: 50 });
  const counts = { "/deliveries": aggregates.length, ...frame.counts };
  const text = String(document({ ...frame, caller, token, counts, notice: context.notice }, content));
  return status === 200 ? withTag(c, text, "text/html; charset=utf-8") : c.html(text, status as 400);
}

/** With a tag, whoever asks again is told that nothing has changed. */
function withTag(c: Context<DeskEnv>, text: string, type: string): Response {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  c.header("etag", etag);
  c.header("cache-control", "private, no-cache");
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  return c.body(text, 200, { "content-type": type });
}

async function showBoard(visit: Visit): Promise<Response> {
  const { context, c } = visit;
  const { desk } = context;
  const asked = c.req.query();
  const query = Object.fromEntries(
    ["state", "severity", "department", "assignee", "text"].flatMap((name) => {
      const value = own(asked, name)?.slice(0, 200);
      return value ? [[name, value]] : [];
    }),
  );
  const side = Math.max(1, Math.min(500, Math.trunc(Number(own(asked, "side") ?? 1)) || 1));
  const content = boardSide(await readBoard(desk.store, query), query, desk.settings, desk.now(), side);
  return show(visit, { title: "Board", at: "/", live: true }, content);
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
  const done = own(said, c.req.query("done") ?? "");
  const content = html`${done !== undefined && html`<p class="done" data-says="${done}">${done}</p>`}${ticketSide({ ...{ found, history, settings, caller, token, refused, canContain }, now: now() })}`;
  return show(
    visit,
    { title: `${c.req.param("id") ?? ""} ${titleOf(found.state)}`, at: "/", live: true },
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
  const now = context.desk.now();
  try {
    const body = bodyOf(fields, now);
    await commandTicket({ context, params: { id }, body, caller, now }, name as TicketCommandName);
  } catch (error) {
    if (!(error instanceof Problem) || error.status === 404) throw error;
    return showTicket(visit, { command: name, reason: error.message, given: fields }, error.status);
  }
  return c.redirect(`/tickets/${id}?done=${name}`, 303);
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
  const page = await context.desk.store.list("delivery/dead", { limit: 50, after: own(c.req.query(), "after") });
  return show(
    visit,
    { title: "Failed deliveries", at: "/deliveries", live: true },
    deliveriesSide(page, caller, token),
  );
}

async function retry({ context, c, caller }: Visit, { id = "" }: Record<string, string>): Promise<Response> {
  requireRole(caller, "senior");
  if (!(await context.desk.store.load(`delivery/${id}`)))
    throw new Problem(404, "expected a delivery that exists, got another");
  await context.desk.execute({ kind: "delivery", id, command: { type: "retry" }, by: `user:${caller.id}` });
  context.changed();
  return c.redirect("/deliveries", 303);
}

async function showAudit(visit: Visit): Promise<Response> {
  const { context } = visit;
  const now = context.desk.now();
  const days = [now, after(now, -24 * 60)].map((at) => at.slice(0, 10));
  const access: Recorded<unknown>[] = [];
  for (const day of days) access.push(...(await context.desk.store.history(`access/${day}`)).slice(-50).reverse());
  const nameOf = (id: string) => own(context.desk.settings.people, id)?.name ?? id;
  return show(visit, { title: "Audit", at: "/audit" }, auditSide(await context.audit(), access, nameOf, now));
}
