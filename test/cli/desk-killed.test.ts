import * as assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { newToken } from "../../operations/api/tokens";
import { firstBroken } from "../../operations/core/audit";
import { after as later } from "../../operations/core/decider";
import { addToken } from "../../operations/desk/token-file";
import { sign, signatureHeader } from "../../operations/findings/signature";
import { SqliteStore } from "../../operations/store/sqlite";
import type { Ticket, TicketEvent } from "../../operations/tickets/ticket";
import { temporaryFolder } from "../support/temporary-folder";
import { freePort, runDesk, type RunningProcess } from "./desk-process";

const secret = "a-secret-that-is-long-enough";
const kills = 6;
const findings = 600;

const settings = (told: string) => `
catchAll: person:ana
people:
  ana: { email: ana@example.com, department: security, role: administrator, addresses: [told] }
departments: { security: { addresses: [told] } }
policies: { default: { levels: [{ targets: ["person:ana"], minutes: 15 }] } }
connectors: { told: { type: webhook, url: "${told}", secret: DESK_SECRET, allowPrivate: true } }
webhooks: { edr: { format: finding, secret: DESK_SECRET } }
`;

describe("guardrails desk, killed again and again while findings come", function () {
  this.timeout(240_000);
  let told: Server;
  let toldAt: string;
  const messages = new Set<string>();

  before(async () => {
    told = createServer((request, response) => {
      messages.add(String(request.headers["guardrails-event"]));
      request.resume().on("end", () => response.end());
    });
    await new Promise<void>((resolve) => told.listen(0, "127.0.0.1", resolve));
    toldAt = `http://127.0.0.1:${(told.address() as AddressInfo).port}/`;
  });

  after(() => told.close());

  it("loses and doubles nothing that it has accepted, tells everything, and keeps its audit log whole", async () => {
    const folder = temporaryFolder({ "operations.yaml": settings(toldAt) });
    const now = new Date().toISOString();
    const { token, kept } = newToken("ana", now, later(now, 60));
    addToken(folder, kept, now);
    const port = await freePort();
    const start = () =>
      runDesk(["--data", folder, "--settings", `${folder}/operations.yaml`, "--port", String(port)], {
        DESK_SECRET: secret,
      });
    let desk: RunningProcess = await start();

    // Three in ten are of something that was reported before.
    const reports = Array.from({ length: findings }, (_, index) => {
      const resource = `i-${index % 10 < 3 ? Math.floor(index / 20) : index}`;
      return { id: `r-${index}`, rule: "malware", title: "Malware", resource, at: later(now, index / 60) };
    });
    let next = 0;
    let retries = 0;
    const sender = async () => {
      for (let index = next++; index < findings; index = next++) {
        const body = JSON.stringify(reports[index]);
        for (;;) {
          const headers = { [signatureHeader]: sign(body, secret, new Date().toISOString()) };
          const answer = await fetch(`http://127.0.0.1:${port}/api/findings/edr`, {
            method: "POST",
            body,
            headers,
          }).catch(() => undefined);
          if (answer?.ok && (await answer.json().catch(() => undefined)) !== undefined) break;
          if (answer && !answer.ok) assert.fail(`${answer.status}: ${await answer.text()}`);
          retries++;
          await pause(50);
        }
      }
    };
    const senders = Promise.all(Array.from({ length: 8 }, sender));
    let isOver = false;
    void senders.finally(() => (isOver = true));
    let killed = 0;
    for (; killed < kills && !isOver; killed++) {
      const reached = next;
      while (!isOver && next < reached + findings / (kills + 2)) await pause(5);
      await desk.end("SIGKILL");
      desk = await start();
    }
    await senders;
    assert.ok(killed >= 3 && retries > 0, `${killed} kills, ${retries} retries`);

    const healthy = async () => (await fetch(`${desk.url}/healthz`)).ok;
    for (let tries = 0; !(await healthy()) && tries < 100; tries++) await pause(50);
    const authorization = `Bearer ${token}`;
    const audit = (await (await fetch(`${desk.url}/api/audit`, { headers: { authorization } })).json()) as any;
    assert.equal(audit.intact, true);
    assert.equal(await desk.end("SIGTERM"), 0, desk.output());

    const store = SqliteStore.open(folder);
    const entries = store.audit(0, 1_000_000);
    assert.equal(firstBroken(entries), undefined);
    assert.deepEqual(await store.unsettled(10), []);
    const tickets = (await store.list("ticket/open", { limit: 10_000 })).aggregates.map(({ state }) => state as Ticket);
    const counted = new Map(
      tickets
        .filter(({ finding }) => finding.source === "edr")
        .map(({ finding, seen }) => [finding.resource, seen.count]),
    );
    const expected = new Map<string, number>();
    for (const { resource } of reports) expected.set(resource, (expected.get(resource) ?? 0) + 1);
    assert.deepEqual([...counted].sort(), [...expected].sort());
    const seen = entries.flatMap(({ recorded }) => {
      const event = recorded.event as TicketEvent;
      if (event.type === "TicketOpened") return [event.ticket.finding.id];
      return event.type === "TicketRepeated" ? [event.finding.id] : [];
    });
    const ours = seen.filter((id) => id.startsWith("r-"));
    assert.deepEqual([ours.length, new Set(ours).size], [findings, findings]);
    const streams = new Set(tickets.filter(({ finding }) => finding.source === "edr").map(({ id }) => `ticket/${id}`));
    const calls = entries.filter(({ recorded: { stream, event } }) => {
      return streams.has(stream) && (event as TicketEvent).type === "TicketEscalated";
    });
    assert.equal(calls.length, streams.size);
    const waiting = await store.due("9999-01-01T00:00:00.000Z", 10_000, "delivery");
    const missing = calls
      .map(({ recorded }) => `${recorded.stream}@${recorded.version}`)
      .filter((event) => !messages.has(event) && !waiting.some((stream) => stream.includes(event.replace("/", ":"))));
    assert.deepEqual(missing, [], "calls that nobody was told of, and that wait for nothing");
    await store.close();
  });
});
