import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { randomUUID } from "node:crypto";
import type { AccessCommand } from "../api/access";
import type { DeskEnv } from "../api/app";
import { bytesOf } from "../api/body";
import type { DeskContext } from "../api/context";
import { Problem } from "../api/problem";
import { isFormToken, readKept, type Session, sessionHours, signKept, signSession } from "../api/session";
import { callerOf, reasonOf, recordAccess, refuse, sessionOf } from "../api/sign-in";
import { own } from "../api/ticket-commands";
import { tokenOf } from "../api/tokens";
import { hidden } from "./forms";
import { type Html, html } from "./html";
import { document } from "./layout";

type Sides = Context<DeskEnv>;

/** The prefix has browsers refuse the cookie unless it is secure and for this host alone (RFC 6265bis, 4.1.3.2). */
function cookieName({ origin }: DeskContext, name: string): string {
  return origin.startsWith("https:") ? `__Host-${name}` : name;
}

function keep(context: DeskContext, c: Sides, name: string, value: string, maxAge: number): void {
  const secure = context.origin.startsWith("https:");
  setCookie(c, cookieName(context, name), value, { path: "/", httpOnly: true, sameSite: "Lax", secure, maxAge });
}

/** Who is signed in, by the browser's cookie. */
export function sessionFrom(context: DeskContext, c: Sides) {
  return sessionOf(context, getCookie(c, cookieName(context, "session")));
}

/**
 * The fields of a form that this page has sent.
 *
 * @throws Problem 403 when another site sent it, or when the form was not given to this session
 */
export async function formOf(
  context: DeskContext,
  c: Sides,
  session: Session | undefined,
): Promise<Record<string, string>> {
  refuseOtherOrigins(context, c.req.raw);
  const text = Buffer.from(await bytesOf(c.req.raw)).toString("utf8");
  const fields = Object.fromEntries(new URLSearchParams(text));
  if (session && !isFormToken(fields["token"] ?? "", session, context.sessionKey)) {
    throw new Problem(403, "expected a form of this session, got another one: load the page again");
  }
  return fields;
}

/** https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html */
function refuseOtherOrigins({ origin }: DeskContext, { headers, url }: Request): void {
  const from = headers.get("origin");
  // Hosts other than our own were refused before, so that the request's is one of ours.
  const isOwn =
    from === null ? headers.get("sec-fetch-site") === "same-origin" : from === origin || isSameHost(from, url);
  if (!isOwn) throw new Problem(403, `expected a form of ${origin}, got one of ${(from ?? "nowhere").slice(0, 80)}`);
}

function isSameHost(from: string, url: string): boolean {
  return url.startsWith("http:") && from === new URL(url).origin;
}

/** Signing in and out. */
export function sessionPages(context: DeskContext): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  app.get("/sign-in", (c) => c.html(signInSide(context, c.req.query())));
  app.post("/sign-in", (c) => signIn(context, c));
  app.post("/sign-out", async (c) => {
    const found = await sessionFrom(context, c);
    if (found) await formOf(context, c, found.session);
    deleteCookie(c, cookieName(context, "session"), { path: "/", secure: context.origin.startsWith("https:") });
    return c.redirect("/sign-in", 303);
  });
  app.get("/sign-in/oidc", (c) => startOidc(context, c));
  app.get("/sign-in/oidc/return", (c) => finishOidc(context, c));
  return app;
}

async function signIn(context: DeskContext, c: Sides): Promise<Response> {
  const fields = await formOf(context, c, undefined);
  const from = c.get("address");
  const code = fields["code"];
  if (code !== undefined) {
    const person = context.redeemLink?.(code);
    if (person !== undefined && callerOf(context, person)) {
      return enter(context, c, { id: randomUUID(), person }, { type: "sign-in", way: "link", from }, fields["to"]);
    }
    return failed(context, c, {
      type: "refuse-sign-in",
      way: "token",
      from,
      reason: "no such link, or one that was used",
    });
  }
  const token = await tokenOf(context.tokens, (fields["credential"] ?? "").trim(), context.desk.now());
  if (token && callerOf(context, token.person)) {
    const session = { id: randomUUID(), person: token.person, token: token.hash };
    return enter(context, c, session, { type: "sign-in", way: "token", from }, fields["to"]);
  }
  return failed(context, c, { type: "refuse-sign-in", way: "token", from, reason: reasonOf(token) });
}

async function enter(
  context: DeskContext,
  c: Sides,
  session: Session,
  command: AccessCommand,
  to = "/",
): Promise<Response> {
  await recordAccess(context, command, `user:${session.person}`);
  const signed = await signSession(session, context.sessionKey, context.desk.now());
  keep(context, c, "session", signed, sessionHours * 3600);
  return c.redirect(ownPath(to), 303);
}

async function failed(context: DeskContext, c: Sides, command: AccessCommand): Promise<Response> {
  await refuse(context, c.get("attempts"), command);
  const reason =
    command.type === "refuse-sign-in" && command.way === "oidc" ? command.reason : "That doesn't let anybody in.";
  return c.html(signInSide(context, {}, reason), 401);
}

/** Never to another site: a path that begins with two slashes, or a backslash, is one. */
function ownPath(to: string): string {
  return /^\/(?![/\\])[^\s\\]*$/.test(to) ? to : "/";
}

async function startOidc(context: DeskContext, c: Sides): Promise<Response> {
  const { identityProvider, origin, sessionKey, desk } = context;
  if (!identityProvider) throw new Problem(501, "expected an identity provider in the settings, got none");
  const { url, kept } = await identityProvider.start(`${origin}/sign-in/oidc/return`).catch((error: unknown) => {
    context.log(`${identityProvider.name} can't be asked: ${String(error)}`);
    throw new Problem(
      502,
      `expected ${identityProvider.name} to answer, got nothing of use: sign in by token, or later`,
    );
  });
  const to = ownPath(c.req.query("to") ?? "/");
  keep(context, c, "sign-in", await signKept({ ...kept, to }, sessionKey, desk.now()), 600);
  return c.redirect(url, 302);
}

async function finishOidc(context: DeskContext, c: Sides): Promise<Response> {
  const { identityProvider, origin, sessionKey, desk } = context;
  const from = c.get("address");
  const cookie = getCookie(c, cookieName(context, "sign-in"));
  deleteCookie(c, cookieName(context, "sign-in"), { path: "/", secure: origin.startsWith("https:") });
  const kept = cookie === undefined ? undefined : await readKept(cookie, sessionKey, desk.now());
  if (!identityProvider || !kept) {
    return failed(context, c, {
      type: "refuse-sign-in",
      way: "oidc",
      from,
      reason: "The sign-in took too long: begin again.",
    });
  }
  const refused = (reason: string) => failed(context, c, { type: "refuse-sign-in", way: "oidc", from, reason });
  let email: string;
  try {
    email = await identityProvider.finish(new URL(new URL(c.req.url).search, `${origin}/sign-in/oidc/return`), kept);
  } catch (error) {
    // The message of the library names parameters, never their values.
    context.log(`sign-in by ${identityProvider.name} failed: ${(error as Error).message}`);
    return refused(`${identityProvider.name} didn't let you in.`);
  }
  const [person] =
    Object.entries(desk.settings.people).find(([, each]) => each.email.toLowerCase() === email.toLowerCase()) ?? [];
  if (person === undefined)
    return refused("You are signed in there, but the settings of this desk have nobody with your address.");
  return enter(context, c, { id: randomUUID(), person }, { type: "sign-in", way: "oidc", from }, kept["to"]);
}

function signInSide(
  { identityProvider, notice, desk }: DeskContext,
  query: Record<string, string>,
  refused?: string,
): Html {
  const code = own(query, "code");
  const to = ownPath(own(query, "to") ?? "/");
  const fields =
    code !== undefined
      ? html`${hidden({ code })}
          <p>You started this desk, and may look around.</p>
          <button class="primary" autofocus>Open the desk</button>`
      : html`<label
            >Token<input type="password" name="credential" autocomplete="off" required autofocus spellcheck="false"
          /></label>
          <button class="primary">Sign in</button>
          <p class="soft">
            Whoever runs the desk makes one:
            <code>guardrails desk token ${Object.keys(desk.settings.people)[0] ?? "ana"}</code>
          </p>`;
  return document(
    { title: "Sign in", notice },
    html`<div class="sign-in card">
      <h1>Desk</h1>
      ${refused !== undefined && html`<p class="alert" role="alert">${refused}</p>`}
      ${
        identityProvider &&
        code === undefined &&
        html`<p>
            <a class="button primary" href="/sign-in/oidc?to=${encodeURIComponent(to)}"
              >Sign in with ${identityProvider.name}</a
            >
          </p>
          <p class="or soft">or</p>`
      }
      <form method="post" action="/sign-in">${hidden({ to })}${fields}</form>
    </div>`,
  );
}
