import { createHash, randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { page } from "../page/routes";
import { type Role, roles } from "../settings/settings";
import { access } from "./access";
import { type Attempts, countAttempts } from "./attempts";
import { bytesOf, jsonOf } from "./body";
import type { Caller, DeskContext } from "./context";
import { openApiDocument } from "./openapi";
import type { Call, Operation } from "./operation";
import { operations } from "./operations";
import { Problem } from "./problem";
import { bearerOf, nobody, requireRole } from "./sign-in";
import { valid, validQuery } from "./validation";

export interface DeskEnv {
  Variables: { requestId: string; address: string; attempts: Attempts };
  Bindings: object;
}

/** The desk's API and its page, for a server or for a function. */
export function deskApp(context: DeskContext): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  const attempts = countAttempts(() => context.desk.now());
  const document = openApiDocument(operations);
  context.desk.add({ decider: access });
  app.use(async (c, next) => {
    c.set("requestId", randomUUID());
    c.set("address", context.addressOf(c.req.raw, c.env));
    c.set("attempts", attempts);
    refuseOtherHosts(c.req.raw, context.origin);
    await next();
    c.res.headers.set("x-request-id", c.get("requestId"));
  });
  app.use(secureHeaders(headers(context.origin)));
  app.onError((error, c) => problemOf(error, context, c).response(c.get("requestId")));
  app.notFound((c) =>
    new Problem(404, `expected a path that exists, got ${c.req.path.slice(0, 80)}`).response(c.get("requestId")),
  );
  app.get("/api/openapi.json", (c) => c.json(document));
  for (const operation of operations) {
    const path = operation.path.replace(/\{(\w+)\}/g, ":$1");
    app.on(operation.method.toUpperCase(), path, (c) => serve(operation, context, c));
  }
  app.route("/", page(context));
  return app;
}

/** No inline script or style, nothing from elsewhere, in nobody's frame. */
function headers(origin: string) {
  const none = ["'none'"];
  const self = ["'self'"];
  return {
    contentSecurityPolicy: {
      ...{ defaultSrc: none, scriptSrc: self, styleSrc: self, imgSrc: self, connectSrc: self, formAction: self },
      ...{ frameAncestors: none, baseUri: none },
    },
    strictTransportSecurity: origin.startsWith("https:") ? "max-age=31536000" : false,
    xFrameOptions: "DENY",
    referrerPolicy: "same-origin",
  } as const;
}

/** A name that an attacker lets point to this machine would make the browser speak to us as to the attacker's own site. */
function refuseOtherHosts(request: Request, origin: string): void {
  const { host, hostname, port } = new URL(request.url);
  const own = new URL(origin);
  if (host === own.host) return;
  const isLoopback = (name: string) => name === "localhost" || name === "127.0.0.1" || name === "[::1]";
  if (isLoopback(hostname) && isLoopback(own.hostname) && port === own.port) return;
  throw new Problem(421, `expected a request to ${own.host}, got one to ${host.slice(0, 80)}`);
}

function problemOf(error: Error, context: DeskContext, c: Context<DeskEnv>): Problem {
  if (error instanceof Problem) return error;
  context.log(`${c.get("requestId")} ${c.req.method} ${c.req.path}: ${error.stack ?? String(error)}`);
  return new Problem(500, "expected this to work, got an error of our own: its request id is in the log");
}

async function serve(operation: Operation, context: DeskContext, c: Context<DeskEnv>): Promise<Response> {
  const caller = await callerOf(operation.role, context, c);
  const now = context.desk.now();
  const { raw, body } = await bodyOf(operation, c.req.raw);
  const call: Call = {
    ...{ context, caller, now, body, raw, request: c.req.raw, address: c.get("address"), attempts: c.get("attempts") },
    ...{ params: c.req.param(), query: validQuery(operation.parameters ?? [], c.req.query()) },
    commandId: commandIdOf(c.req.header("idempotency-key"), caller, c.req.path, raw),
    expected: expectedOf(c.req.header("if-match")),
  };
  const answer = await operation.run(call);
  c.header("cache-control", "no-store");
  if (answer.version !== undefined) c.header("etag", `"${String(answer.version)}"`);
  return c.json(answer.body as object, answer.status ?? 200);
}

async function callerOf(role: Operation["role"], context: DeskContext, c: Context<DeskEnv>): Promise<Caller> {
  const header = c.req.header("authorization");
  if (role === "signature" || (role === "anybody" && header === undefined)) return nobody;
  const caller = await bearerOf(context, c.get("attempts"), header, c.get("address"));
  if (isRole(role)) requireRole(caller, role);
  return caller;
}

const isRole = (role: string): role is Role => (roles as readonly string[]).includes(role);

async function bodyOf({ method, role, body }: Operation, request: Request) {
  if (method === "get") return { raw: new Uint8Array(), body: undefined };
  const raw = await bytesOf(request);
  // What isn't signed is not even looked at.
  if (role === "signature") return { raw, body: undefined };
  // A form of another site may post texts, but never JSON: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
  const type = request.headers.get("content-type") ?? "";
  if (raw.length > 0 && !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new Problem(415, `expected a body of the type application/json, got ${type.slice(0, 80) || "none"}`);
  }
  const given = raw.length === 0 ? {} : jsonOf(new TextDecoder().decode(raw));
  return { raw, body: typeof body === "string" ? valid(body, given) : given };
}

/** The same key of the same person for another request is another command. */
function commandIdOf(key: string | undefined, { id }: Caller, path: string, raw: Uint8Array): string | undefined {
  if (key === undefined || key === "") return undefined;
  if (key.length > 200) {
    throw new Problem(400, `expected an Idempotency-Key of 200 characters at most, got ${String(key.length)}`);
  }
  const hash = createHash("sha256")
    .update(JSON.stringify([id, key, path]))
    .update(raw)
    .digest("hex");
  return `request ${hash}`;
}

function expectedOf(header: string | undefined): number | undefined {
  if (header === undefined || header === "*") return undefined;
  const [, version] = /^"(\d{1,9})"$/.exec(header) ?? [];
  if (version === undefined)
    throw new Problem(400, `expected If-Match to be a version such as "3", got ${header.slice(0, 40)}`);
  return Number(version);
}
