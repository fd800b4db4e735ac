import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import { type DeskEnv, deskApp } from "../../../operations/api/app";
import type { AuditState, DeskContext, Health } from "../../../operations/api/context";
import { type KeptToken, newToken } from "../../../operations/api/tokens";
import { firstBroken, genesis } from "../../../operations/core/audit";
import { after } from "../../../operations/core/decider";
import { Desk } from "../../../operations/desk/desk";
import type { Finding } from "../../../operations/findings/finding";
import { completed } from "../../../operations/settings/complete";
import type { Settings } from "../../../operations/settings/settings";
import { SqliteStore } from "../../../operations/store/sqlite";

export const secret = "a-secret-of-the-webhook-long-enough";

const person = (name: string, role: "viewer" | "analyst" | "senior" | "administrator", department = "security") => {
  return { name, role, department, email: `${name.toLowerCase()}@example.com`, addresses: ["chat"] };
};

export const settings: Settings = completed({
  catchAll: "person:ada",
  people: {
    vic: person("Vic", "viewer"),
    ana: person("Ana", "analyst"),
    sam: person("Sam", "senior"),
    sue: person("Sue", "senior"),
    ada: person("Ada", "administrator"),
    pat: person("Pat", "analyst", "platform"),
  },
  departments: { security: { addresses: ["chat"] }, platform: { addresses: ["chat"], assign: "person:pat" } },
  rotas: { security: { people: ["ana", "sam"], start: "2026-01-05", timezone: "Europe/Berlin" } },
  policies: {
    default: {
      levels: [
        { targets: ["rota:security"], minutes: 15 },
        { targets: ["person:sam"], minutes: 15 },
      ],
    },
  },
  otherwise: { department: "security" },
  connectors: { chat: { type: "webhook" } },
  webhooks: {
    edr: { format: "finding", secret: "EDR_SECRET" },
    metrics: { format: "alertmanager", secret: "EDR_SECRET", authentication: "bearer" },
    topic: { format: "sns", topic: "arn:aws:sns:eu-west-1:123456789012:findings" },
    post: { format: "mail", secret: "EDR_SECRET" },
    bot: { format: "text", secret: "EDR_SECRET" },
    unset: { format: "finding", secret: "NO_SUCH_VARIABLE" },
  },
});

export const finding = (id = "f-1", more: Partial<Finding> = {}): Finding => ({
  ...{ id, source: "edr", rule: "malware", account: "123456789012", region: "eu-west-1", resource: `i-${id}` },
  ...{ title: `Malware on ${id}`, description: "It calls home.", severity: "high", status: "active", fields: {} },
  ...{ at: "2026-11-24T09:00:00.000Z", ...more },
});

/** A desk in memory, whose clock is moved by hand and whose messages go where the test wants. */
export class Scene {
  now = "2026-11-24T09:00:00.000Z";
  readonly store = SqliteStore.open();
  readonly desk: Desk;
  readonly app: Hono<DeskEnv>;
  readonly kept = new Map<string, KeptToken>();
  readonly log: string[] = [];
  address = "192.0.2.1";
  failing: Health["failing"] = [];
  send: () => Promise<undefined> = () => Promise.resolve(undefined);

  constructor(more: Partial<DeskContext> | ((scene: Scene) => Partial<DeskContext>) = {}, given: Settings = settings) {
    this.desk = new Desk(
      this.store,
      given,
      () => Promise.resolve({ send: () => this.send() }),
      () => this.now,
    );
    this.app = deskApp({
      ...{ desk: this.desk, tokens: { find: (hash) => Promise.resolve(this.kept.get(hash)) } },
      ...{ origin: "https://desk.example.com", sessionKey: randomBytes(32), addressOf: () => this.address },
      ...{
        changed: () => undefined,
        log: (line) => void this.log.push(line),
        audit: () => this.audit(),
        sequence: () => this.store.sequence(),
      },
      health: () => ({ sweptAt: this.now, failing: this.failing }),
      secret: (variable) => (variable === "EDR_SECRET" ? secret : undefined),
      ...(typeof more === "function" ? more(this) : more),
    });
  }

  audit(): Promise<AuditState> {
    const entries = this.store.audit(0, 100_000);
    const broken = firstBroken(entries);
    const last = entries.at(-1) ?? genesis;
    return Promise.resolve({
      ...{ entries: entries.length, last: last.hash },
      broken: broken && { sequence: broken.sequence, stream: broken.recorded.stream, at: broken.recorded.at },
    });
  }

  token(person: string, minutes = 60): string {
    const { token, kept } = newToken(person, this.now, after(this.now, minutes));
    this.kept.set(kept.hash, kept);
    return token;
  }

  /** Sends a request as somebody, or as nobody. */
  async ask(
    as: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const response = await this.app.request(`https://desk.example.com${path}`, {
      method,
      headers: {
        ...(as !== undefined && { authorization: `Bearer ${this.token(as)}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  }

  /** Everything that follows, until nothing more does. */
  async settle(): Promise<void> {
    do await this.desk.sweep();
    while ((await this.desk.drain(this.store)) > 0);
  }

  async pass(minutes: number): Promise<void> {
    this.now = after(this.now, minutes);
    await this.settle();
  }

  async opened(more: Partial<Finding> = {}, id = "f-1"): Promise<string> {
    const { ticket } = await this.desk.report(finding(id, more));
    await this.settle();
    return ticket ?? "";
  }

  /** What was kept of who got in and who didn't. */
  async access() {
    const history = await this.store.history(`access/${this.now.slice(0, 10)}`);
    return history.map(({ event }) => event as Record<string, string>);
  }
}
