import * as assert from "node:assert/strict";
import type { Delivery } from "../../../operations/connectors/delivery";
import { connectorsOf } from "../../../operations/connectors/registry";
import { after } from "../../../operations/core/decider";
import { Desk } from "../../../operations/desk/desk";
import type { Settings } from "../../../operations/settings/settings";
import { SqliteStore } from "../../../operations/store/sqlite";
import type { Ticket, TicketEvent } from "../../../operations/tickets/ticket";
import { settings } from "../desk/fixture";
import { findingOf, start } from "../tickets/fixture";
import { type Answered, type Asked, closeStandIns, standIn, type StandIn } from "./stand-in";

const secret = "a-hook-that-nobody-may-see";
const down = (): Answered => ({ status: 503, json: { message: `no upstream for /services/${secret}` } });
const ok = (): Answered => ({ status: 202, json: {} });

/** GitHub as far as one issue goes; what it answers when it is up. */
function gitHub(issues: { body: string; comments: string[] }[]) {
  return ({ method, path, json }: Asked): Answered => {
    const [, number, comments] = /\/issues(?:\/(\d+))?(\/comments)?(?:\?|$)/.exec(path) ?? [];
    const issue = issues[Number(number) - 1];
    if (issue && comments !== undefined) {
      if (method === "GET") return { json: issue.comments.map((body) => ({ body })) };
      issue.comments.push(String(json.body));
      return { json: {} };
    }
    // Its lists show nothing of what was made just now.
    if (number === undefined && method === "GET") return { json: [] };
    if (number === undefined) issues.push({ body: String(json.body), comments: [] });
    const id = number === undefined ? issues.length : Number(number);
    return { json: { number: id, html_url: `https://github.example/${String(id)}`, state: "open", ...issue } };
  };
}

describe("another system that is down", () => {
  let hook: StandIn;
  let pager: StandIn;
  let tracker: StandIn;
  let siem: StandIn;
  let issues: { body: string; comments: string[] }[];
  let store: SqliteStore;
  let desk: Desk;
  let now: string;

  beforeEach(async () => {
    issues = [];
    [hook, pager, tracker, siem] = await Promise.all([standIn(ok), standIn(ok), standIn(gitHub(issues)), standIn(ok)]);
    const given: Settings = {
      ...settings,
      connectors: {
        chat: { type: "slack", webhook: "HOOK" },
        pager: { type: "pagerduty", routingKey: "KEY", endpoint: pager.url },
        issues: { type: "github", repository: "acme/security", token: "KEY", endpoint: tracker.url, keeps: true },
        siem: { type: "webhook", url: siem.url, secret: "KEY", allowPrivate: true, keeps: true },
      },
      people: {
        ana: { ...settings.people.ana!, addresses: [chatAddress("ana"), { connector: "pager", to: "" }] },
        senior: { ...settings.people.senior!, addresses: [chatAddress("senior")] },
      },
      url: "https://desk.example.com",
    };
    store = SqliteStore.open();
    now = start;
    const values: Record<string, string> = { HOOK: `${hook.url}/services/${secret}`, KEY: "a-routing-key" };
    const connectorOf = connectorsOf(given, (variable) => values[variable] ?? assert.fail(variable));
    desk = new Desk(store, given, connectorOf, () => now);
  });
  afterEach(async () => {
    closeStandIns();
    await store.close();
  });

  const chatAddress = (to: string) => ({ connector: "chat", to });

  /** Lets the time pass, minute by minute, as the clock of a desk does. */
  async function pass(minutes: number): Promise<void> {
    for (let minute = 0; minute <= minutes; minute++) {
      await desk.drain(store);
      await desk.sweep();
      await desk.drain(store);
      if (minute < minutes) now = after(now, 1);
    }
  }

  async function opened(): Promise<string> {
    const { ticket = "" } = await desk.report(findingOf());
    return ticket;
  }

  async function events(ticket: string): Promise<readonly TicketEvent[]> {
    return (await store.history(`ticket/${ticket}`)).map(({ event }) => event as TicketEvent);
  }

  async function deliveries(ticket: string): Promise<readonly Delivery[]> {
    const streams = (await desk.store.history(`ticket/${ticket}`)).flatMap(({ version }) =>
      ["rota:security", "person:senior", "channel:issues", "channel:chat"].map(
        (target) => `delivery/ticket:${ticket}@${String(version)}:${target}`,
      ),
    );
    const found = await Promise.all(streams.map((stream) => store.load(stream)));
    return found.flatMap((aggregate) => (aggregate ? [aggregate.state as Delivery] : []));
  }

  it("passes a notice on to the next address within five minutes", async () => {
    hook.answer = down;
    await opened();
    await pass(6);
    assert.equal(pager.asked.length, 1);
    assert.equal(hook.asked.length, 4, "it was tried four times");
  });

  it("escalates a ticket whose notice reaches nobody, and does so before the level's time is over", async () => {
    hook.answer = down;
    pager.answer = down;
    const ticket = await opened();
    await pass(14);
    const told = await events(ticket);
    const failed = told.findIndex(({ type }) => type === "NotificationFailed");
    assert.ok(failed > 0, "the notice is known to have failed");
    assert.deepEqual(
      told.slice(failed, failed + 2).map(({ type }) => type),
      ["NotificationFailed", "TicketEscalated"],
    );
    assert.deepEqual((told[failed + 1] as { targets?: readonly string[] }).targets, ["person:senior"]);
  });

  it("goes to the next address at once when a token is refused, or nobody can wait that long", async () => {
    hook.answer = () => ({ status: 403 });
    await opened();
    await pass(0);
    await pass(0);
    assert.equal(pager.asked.length, 1);
    hook.answer = () => ({ status: 429, headers: { "retry-after": "3600" } });
    await desk.report(findingOf({ resource: "arn:aws:s3:::payroll" }));
    await pass(0);
    await pass(0);
    assert.equal(pager.asked.length, 2);
  });

  it("comes again when it is asked to, and not before", async () => {
    tracker.answer = () => ({ status: 429, headers: { "retry-after": "1200" } });
    await opened();
    await pass(0);
    const before = tracker.asked.length;
    tracker.answer = gitHub(issues);
    await pass(19);
    assert.deepEqual([tracker.asked.length, issues.length], [before, 0]);
    await pass(2);
    assert.equal(issues.length, 1);
  });

  it("keeps a record for an hour, and makes one issue of all that happened in the meantime", async () => {
    tracker.answer = down;
    const ticket = await opened();
    await pass(2);
    await desk.execute({ kind: "ticket", id: ticket, command: { type: "acknowledge" }, by: "user:ana@example.com" });
    const comment = { type: "comment", text: "the bucket is a website" };
    await desk.execute({ kind: "ticket", id: ticket, command: comment, by: "user:ana@example.com" });
    await pass(58);
    assert.equal(issues.length, 0);
    tracker.answer = gitHub(issues);
    await pass(90);
    assert.equal(issues.length, 1);
    const [issue] = issues;
    const marks = [...`${issue?.body} ${issue?.comments.join(" ")}`.matchAll(/\[guardrails ticket\/\S+@(\d+)\]/g)];
    const told = marks.map(([, version]) => Number(version)).sort((a, b) => a - b);
    // Opened, escalated, acknowledged and commented: the desk's own link to the issue is no news there.
    assert.deepEqual(told, [1, 2, 3, 4]);
    const { links, state } = (await store.load(`ticket/${ticket}`))?.state as Ticket;
    assert.deepEqual([links.issues, state], [{ id: "1", url: "https://github.example/1" }, "acknowledged"]);
    assert.ok(!(await events(ticket)).some(({ type }) => type === "NotificationFailed"));
  });

  it("makes one issue although its lists lag behind and two messages come at the same moment", async () => {
    await opened();
    await pass(0);
    assert.equal(issues.length, 1);
    await pass(1);
    assert.deepEqual([issues.length, issues[0]?.comments.length], [1, 1]);
  });

  it("makes one issue although two workers are at the same message at once", async () => {
    const ticket = await opened();
    await desk.drain(store);
    const stream = `delivery/ticket:${ticket}@1:channel:issues`;
    await Promise.all([desk.work(stream), desk.work(stream)]);
    assert.equal(issues.length, 1);
    assert.equal(((await store.load(stream))?.state as Delivery).state, "sent");
  });

  it("waits for the tracker's lists when its process ended between the issue and the record of it", async () => {
    const ticket = await opened();
    await desk.drain(store);
    const stream = `delivery/ticket:${ticket}@1:channel:issues`;
    const commit = store.commit.bind(store);
    store.commit = (change) =>
      change.events.some(({ event }) => (event as { type: string }).type === "DeliverySent")
        ? Promise.reject(new Error("killed"))
        : commit(change);
    await assert.rejects(desk.work(stream), /killed/);
    store.commit = commit;
    await desk.work(stream);
    assert.equal(issues.length, 1, "its lists don't show the issue yet");
    const { body } = issues[0] ?? assert.fail();
    const api = gitHub(issues);
    tracker.answer = (asked) =>
      asked.method === "GET" && asked.path.includes("labels=")
        ? { json: [{ number: 1, html_url: "https://github.example/1", state: "open", body }] }
        : api(asked);
    await pass(2);
    assert.equal(issues.length, 1);
    assert.equal(((await store.load(`ticket/${ticket}`))?.state as Ticket).links.issues?.id, "1");
  });

  it("wakes nobody for a record that is lost, and tells of it in the ticket", async () => {
    tracker.answer = () => ({ status: 404 });
    const ticket = await opened();
    await pass(3);
    const types = (await events(ticket)).map(({ type }) => type);
    assert.deepEqual(types, ["TicketOpened", "TicketEscalated", "NotificationFailed", "NotificationFailed"]);
  });

  it("makes no record of a record that is lost, which would be lost as well, and so on for ever", async () => {
    siem.answer = () => ({ status: 410 });
    const ticket = await opened();
    await pass(3);
    const told = await events(ticket);
    // Of those to the tracker, one is its link: every event goes there.
    assert.deepEqual(
      told.filter(({ type }) => type !== "NotificationFailed").map(({ type }) => type),
      ["TicketOpened", "TicketEscalated", "TicketLinked"],
    );
    assert.equal(told.length, 6);
    assert.equal(siem.asked.length, 3);
  });

  it("wakes nobody for a ticket that somebody has taken while the notice was on its way", async () => {
    hook.answer = down;
    const ticket = await opened();
    await pass(0);
    await desk.execute({ kind: "ticket", id: ticket, command: { type: "acknowledge" }, by: "user:ana@example.com" });
    hook.answer = ok;
    const before = hook.asked.length;
    await pass(10);
    assert.deepEqual([hook.asked.length, pager.asked.length], [before, 0]);
    const notice = (await deliveries(ticket)).find(({ message }) => message.purpose === "notice");
    assert.equal(notice?.state, "withdrawn");
  });

  it("leaves no secret in what is kept of a failure", async () => {
    hook.answer = down;
    pager.answer = () => ({ status: 400, json: { message: "routing key a-routing-key is not known" } });
    tracker.answer = () => ({ status: 401, json: { message: "Bearer a-routing-key is not known" } });
    const ticket = await opened();
    await pass(10);
    const kept = JSON.stringify(await deliveries(ticket)) + JSON.stringify(await events(ticket));
    assert.match(kept, /got 503: no upstream for \*\*\*/);
    assert.match(kept, /got 400: routing key \*\*\* is not known/);
    assert.doesNotMatch(kept, new RegExp(`${secret}|a-routing-key`));
  });
});
