/**
 * Measures a desk under load: 10,000 signed reports in five minutes, 30 in a hundred of which repeat an earlier finding, sent at an even
 * pace to a real `guardrails desk` that tells a chat of every new one. Prints the figures of docs/performance.md.
 *
 *     npx tsx bench/desk.ts [reports] [seconds]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sign } from "../operations/findings/signature";
import { SqliteStore } from "../operations/store/sqlite";
import { firstBroken } from "../operations/core/audit";
import { listed } from "../operations/core/store";
import type { Ticket } from "../operations/tickets/ticket";

const secret = "a-secret-of-the-benchmark-only";
const [reports = 10_000, seconds = 300] = process.argv.slice(2).map(Number);

async function main(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "bench-desk-"));
  const chat = await startChat();
  writeFileSync(join(data, "operations.yaml"), settings);
  const desk = await startDesk(data, chat.url);
  const megabytes: number[] = [];
  const sampling = setInterval(() => megabytes.push(residentMegabytes(desk.process)), 1000);

  const { latencies, distinct, refused } = await send(desk.url);
  await quiet(chat);
  clearInterval(sampling);
  desk.process.kill("SIGTERM");
  await new Promise((resolve) => desk.process.once("exit", resolve));
  chat.server.close();

  const { counted, tickets, entries, isWhole } = await account(data);
  const sorted = latencies.sort((a, b) => a - b);
  const at = (part: number) => `${(sorted[Math.ceil(part * sorted.length) - 1] ?? NaN).toFixed(1)} ms`;
  const minute = (from: number) => Math.max(...megabytes.slice(from, from + 60)).toFixed(0);
  console.log(`${reports} reports in ${seconds} s of ${distinct} findings, Node.js ${process.version}`);
  console.log(
    `refused or failed: ${refused}; counted on tickets: ${counted}; tickets: ${tickets}; told: ${chat.told.size}`,
  );
  console.log(`from arrival to ticket: median ${at(0.5)}, 99th percentile ${at(0.99)}, longest ${at(1)}`);
  console.log(`memory: first minute ${minute(0)} MB, last minute ${minute(Math.max(0, megabytes.length - 60))} MB`);
  console.log(`audit log: ${entries} entries, ${isWhole ? "whole" : "BROKEN"}`);
  if (counted !== reports || tickets !== distinct || chat.told.size !== distinct || !isWhole) process.exitCode = 1;
}

interface Chat {
  readonly url: string;
  readonly server: Server;
  /** The tickets that it heard of. */
  readonly told: Set<string>;
  heardAt: number;
}

/** Stands for a chat that takes a while to answer. */
async function startChat(): Promise<Chat> {
  const told = new Set<string>();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += String(part)));
    request.on("end", () => {
      for (const [id] of body.matchAll(/T-[0-9A-Z]{8}/g)) told.add(id);
      chat.heardAt = Date.now();
      setTimeout(() => response.end("ok"), 20);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/x`;
  const chat: Chat = { url, server, told, heardAt: Date.now() };
  return chat;
}

/** Waits until nobody has been told anything for ten seconds. */
async function quiet(chat: Chat): Promise<void> {
  while (Date.now() - chat.heardAt < 10_000) await new Promise((resolve) => setTimeout(resolve, 500));
}

const settings = `
catchAll: channel:chat
people:
  ana: { name: Ana Ruiz, email: ana@example.com, department: security, role: administrator, addresses: [chat] }
departments:
  security: { addresses: [chat] }
policies:
  default: { levels: [{ targets: ["channel:chat"], minutes: 1440 }] }
connectors:
  chat: { type: slack, webhook: CHAT_URL }
webhooks:
  siem: { format: finding, secret: SIEM_SECRET }
`;

async function startDesk(
  data: string,
  chat: string,
): Promise<{ readonly process: ChildProcess; readonly url: string }> {
  const desk = spawn(
    process.execPath,
    ["dist/guardrails.js", "desk", "--data", data, "--port", "0", "--settings", join(data, "operations.yaml")],
    {
      env: { ...process.env, SIEM_SECRET: secret, CHAT_URL: chat },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const url = await new Promise<string>((resolve, reject) => {
    desk.once("exit", (code) => reject(new Error(`the desk ended with ${String(code)}`)));
    desk.stdout.on("data", (text) => {
      const found = /http:\/\/[\d.:]+/.exec(String(text))?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  return { process: desk, url };
}

/** Sends at an even pace, whether or not answers have come. */
async function send(url: string) {
  const latencies: number[] = [];
  let distinct = 0;
  let refused = 0;
  const start = Date.now();
  const underWay: Promise<void>[] = [];
  for (let index = 0; index < reports; index++) {
    const isRepeat = index % 10 >= 7;
    const resource = isRepeat ? (index * 7919) % distinct : distinct++;
    const wait = start + (index * seconds * 1000) / reports - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    underWay.push(
      report(url, index, resource).then((latency) => {
        if (latency === undefined) refused++;
        else latencies.push(latency);
      }),
    );
  }
  await Promise.all(underWay);
  return { latencies, distinct, refused };
}

/** How long the answer took, which names the ticket; undefined when it was none of success. */
async function report(url: string, index: number, resource: number): Promise<number | undefined> {
  const now = new Date().toISOString();
  const body = JSON.stringify({
    ...{ id: `report-${index}`, source: "siem", rule: "S3.8", account: "123456789012", region: "eu-west-1" },
    ...{ resource: `arn:aws:s3:::bucket-${resource}`, title: `Bucket ${resource} allows public access` },
    ...{ description: "Anyone can read it.", severity: "high", at: now, status: "active", fields: {} },
  });
  const before = performance.now();
  const response = await fetch(`${url}/api/findings/siem`, {
    ...{ method: "POST", body },
    headers: { "content-type": "application/json", "guardrails-signature": sign(body, secret, now) },
  });
  const text = await response.text();
  if (!response.ok) console.error(response.status, text.slice(0, 200));
  return response.ok ? performance.now() - before : undefined;
}

function residentMegabytes({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** What the desk left on disk. */
async function account(data: string) {
  const store = SqliteStore.open(data);
  let counted = 0;
  let tickets = 0;
  for await (const { state } of listed(store, "ticket/open")) {
    counted += (state as Ticket).seen.count;
    tickets += 1;
  }
  const entries = store.audit(0, 1_000_000);
  await store.close();
  return { counted, tickets, entries: entries.length, isWhole: firstBroken(entries) === undefined };
}

void main();
