import { readFileSync } from "node:fs";
import type { HistoryView, TicketView } from "../../operations/api/views";
import { UserError } from "../../policies/core/user-error";
import { visible } from "../report/characters";
import { columns, type DeskOptions, parsed, print, request } from "./call-desk";

export type TicketOptions = DeskOptions;

type Body = Readonly<Record<string, unknown>>;

export async function list(options: TicketOptions & Readonly<Record<string, string | undefined>>): Promise<void> {
  const { url: _url, format: _format, limit = "50", ...filters } = options;
  const query = new URLSearchParams({ limit });
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, value);
  const page = (await request(options, "GET", `/api/tickets?${query.toString()}`)) as {
    tickets: TicketView[];
    next?: string;
  };
  print(options, page, () => {
    if (page.tickets.length === 0) return "No tickets.";
    const more = page.next === undefined ? [] : [`There are more: --limit, or --after '${page.next}'`];
    return [...table(page.tickets), ...more].join("\n");
  });
}

export async function show(id: string, options: TicketOptions): Promise<void> {
  const found = (await request(options, "GET", pathOf(id))) as { ticket: TicketView; history: HistoryView[] };
  print(options, found, () => [...described(found.ticket), "", ...found.history.map(historyLine)].join("\n"));
}

/** Sends a command to a ticket. */
export async function command(id: string, name: string, body: Body, options: TicketOptions): Promise<void> {
  const done = (await request(options, "POST", `${pathOf(id)}/${name}`, JSON.stringify(body))) as {
    outcome: string;
    ticket: TicketView;
  };
  print(
    options,
    done,
    () => `${done.ticket.id}: ${stateOf(done.ticket)}${done.outcome === "unchanged" ? ", as it was" : ""}`,
  );
}

/** `15m`, `2h` or `3d` from now, or a moment. */
export function untilOf(text: string, now = Date.now()): string {
  const [, count, unit] = /^(\d{1,5})(m|h|d)$/.exec(text) ?? [];
  const minutes = { m: 1, h: 60, d: 24 * 60 }[unit ?? ""];
  const at = minutes === undefined ? Date.parse(text) : now + Number(count) * minutes * 60_000;
  if (Number.isNaN(at))
    throw new UserError(`expected a time such as 30m, 2h, 3d or 2026-12-24T18:00Z, got ${JSON.stringify(text)}`);
  return new Date(at).toISOString();
}

const atOnce = 100;

/** Reports findings of a file or of standard input, a hundred at a time. */
export async function report(path: string | undefined, options: TicketOptions): Promise<void> {
  const findings = findingsIn(textOf(path ?? "-"), path ?? "standard input");
  const reported: { readonly outcome: string; readonly ticket?: string }[] = [];
  for (let index = 0; index < findings.length; index += atOnce) {
    const body = JSON.stringify(findings.slice(index, index + atOnce));
    const answer = (await request(options, "POST", "/api/findings", body)) as { findings: typeof reported };
    reported.push(...answer.findings);
  }
  print(options, { findings: reported }, () => {
    const counts = new Map<string, number>();
    for (const { outcome } of reported) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    const parts = [...counts].map(([outcome, count]) => `${String(count)} ${outcome}`);
    return `${String(reported.length)} findings: ${parts.join(", ") || "nothing to report"}`;
  });
}

/** A list, an object with `Findings`, one finding, or one a line. */
function findingsIn(text: string, name: string): readonly unknown[] {
  if (text.trim() === "") return [];
  const value =
    parsed(text) ??
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map(parsed);
  const all = Array.isArray(value) ? (value as unknown[]) : ((value as { Findings?: unknown[] }).Findings ?? [value]);
  if (!all.includes(undefined)) return all;
  throw new UserError(
    `${name}: expected findings that \`guardrails check --format asff\` or \`ocsf\` has written, got other text`,
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    throw new UserError(`${path}: expected a file that can be read: ${(error as Error).message}`);
  }
}

function pathOf(id: string): string {
  return `/api/tickets/${encodeURIComponent(id.toUpperCase())}`;
}

function table(tickets: readonly TicketView[]): readonly string[] {
  const rows = tickets.map((ticket) => [
    ...[ticket.id, ticket.severity, stateOf(ticket), ticket.assignee ?? "-", ticket.department],
    ...[sinceOf(ticket.openedAt), ticket.seen.count > 1 ? `${String(ticket.seen.count)}x` : "", ticket.title],
  ]);
  const heads = ["ID", "SEVERITY", "STATE", "ASSIGNEE", "DEPARTMENT", "AGE", "SEEN", "TITLE"];
  return columns([heads, ...rows]).split("\n");
}

function described(ticket: TicketView): readonly string[] {
  const { id, title, severity, description, department, assignee, source, rule, account, region, resource, seen } =
    ticket;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["state", stateOf(ticket)],
    ["severity", severity],
    ["department", department],
    ["assignee", assignee],
    ["source", `${source} ${rule}`],
    ["account", [account, region].filter((part) => part !== "").join(" ")],
    ["resource", resource],
    ["seen", `${String(seen.count)} times, last ${seen.last}`],
    ["resolve by", `${ticket.deadlines.resolve.at}${ticket.deadlines.resolve.missed ? " (missed)" : ""}`],
    ["url", ticket.url],
  ];
  const shown = lines.filter(([, value]) => value !== undefined && value !== "");
  const facts = shown.map(([name, value = ""]) => `  ${name.padEnd(11)} ${visible(value)}`);
  const text = description.split("\n").map((line) => `  ${visible(line)}`);
  return [`${id} ${visible(title)}`, ...facts, ...(description === "" || description === title ? [] : ["", ...text])];
}

function stateOf({ state, escalation, snoozed, resolved, acknowledged }: TicketView): string {
  if (state === "triggered") return escalation.exhausted ? "told the last" : `level ${String(escalation.level + 1)}`;
  if (state === "snoozed" && snoozed) return `snoozed to ${snoozed.until.slice(0, 16)}Z`;
  if (state === "resolved" && resolved) return `resolved: ${resolved.resolution}`;
  return acknowledged ? `${state} by ${acknowledged.by.replace(/^user:/, "")}` : state;
}

function historyLine({ at, by, event: { type, ...details } }: HistoryView): string {
  const { text, reason, note, resolution, assignee, department, level, targets, error } = details as Record<
    string,
    unknown
  >;
  const said = [
    resolution,
    assignee,
    department,
    level !== undefined && `level ${String(Number(level) + 1)}`,
    targets,
    reason,
    note,
    text,
    error,
  ]
    .filter((part) => part !== undefined && part !== false && part !== "")
    .map((part) => (Array.isArray(part) ? part.join(", ") : String(part)));
  const what = type
    .replace(/^Ticket/, "")
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
  return `${at.slice(0, 19).replace("T", " ")}  ${what.padEnd(20)} ${by.padEnd(22)} ${visible(said.join(": "))}`.trimEnd();
}

function sinceOf(at: string): string {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(at)) / 60_000));
  if (minutes < 60) return `${String(minutes)}m`;
  return minutes < 48 * 60 ? `${String(Math.floor(minutes / 60))}h` : `${String(Math.floor(minutes / 1440))}d`;
}
