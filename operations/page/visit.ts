import { createHash } from "node:crypto";
import type { Context } from "hono";
import type { DeskEnv } from "../api/app";
import type { Caller, DeskContext } from "../api/context";
import { Problem } from "../api/problem";
import { failedDeliveries } from "../api/reading-operations";
import { formToken, type Session } from "../api/session";
import { own } from "../api/ticket-commands";
import { type Html, html } from "./html";
import { document, type Frame } from "./layout";
import { sessionFrom } from "./session-pages";

/** Somebody who is signed in, on one side of the page. */
export interface Visit {
  readonly context: DeskContext;
  readonly c: Context<DeskEnv>;
  readonly caller: Caller;
  readonly session: Session;
  readonly token: string;
}

export type Fields = Readonly<Record<string, string>>;
/** Adds a side of the page. */
export type AddSide = (path: string, show: (visit: Visit) => Promise<Response>) => unknown;
/** Adds what a form of the page does. */
export type AddCommand = (
  path: string,
  run: (visit: Visit, fields: Record<string, string>) => Promise<Response>,
) => unknown;

/** Lets whoever is signed in visit a side; others sign in first. */
export async function visited(
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
  etag?: string,
): Promise<Response> {
  const { context, c, caller, token } = visit;
  const { aggregates } = await failedDeliveries(context.desk.store);
  const counts = { "/deliveries": aggregates.length, ...frame.counts };
  const text = String(document({ ...frame, caller, token, counts, notice: context.notice }, content));
  return status === 200 ? withTag(c, text, "text/html; charset=utf-8", etag) : c.html(text, status as 400);
}

/** What a form does, or when it is refused, the form again. What isn't there, or up to others, no other input would mend. */
export async function orAgain(
  run: () => Promise<Response>,
  again: (problem: Problem) => Promise<Response>,
): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Problem) || error.status === 404 || error.status === 403) throw error;
    return again(error);
  }
}

/** What was done, on the side that a form leads back to: one of the sentences that there are, by the name in the address. */
export function doneSentence({ c }: Visit, sentences: Fields): Html | false {
  const done = own(sentences, c.req.query("done") ?? "");
  return done !== undefined && html`<p class="done" data-says="${done}">${done}</p>`;
}

/** With a tag, whoever asks again is told that nothing has changed. */
export function withTag(c: Context<DeskEnv>, text: string, type: string, etag = tagOf(text)): Response {
  return unchanged(c, etag) ?? c.body(text, 200, { "content-type": type });
}

/** The answer to who has it already. */
export function unchanged(c: Context<DeskEnv>, etag: string): Response | undefined {
  c.header("etag", etag);
  c.header("cache-control", "private, no-cache");
  return c.req.header("if-none-match") === etag ? c.body(null, 304) : undefined;
}

export function tagOf(text: string): string {
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}
