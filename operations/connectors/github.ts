import { after } from "../core/decider";
import { shortened } from "../findings/shortened";
import type { Connector, ConnectorContext } from "./connector";
import type { Message, Receipt } from "./delivery";
import { type Ask, baseOf, call } from "./http";
import { isSetAside, subjectId, ticketOf } from "./subject";
import { type Tracker, tracking } from "./tracker";

interface GitHubSettings {
  readonly repository: string;
  readonly token: string;
  readonly label?: string;
  readonly endpoint?: string;
}

/** Of a hundred each. */
const mostPages = 10;

/**
 * Issues of GitHub. A mark in the text, which nobody sees, names the ticket and the event: by it a repeat finds the issue and
 * adds no comment. Issues are listed by label, because GitHub's search shows a new one only after a while.
 *
 * https://docs.github.com/rest/issues/issues
 */
export function github({ settings, secret, fetch }: ConnectorContext): Connector {
  const typed = settings as unknown as GitHubSettings;
  const { endpoint = "https://api.github.com" } = typed;
  return tracking((to) => {
    const repository = to || typed.repository;
    const ask: Ask = (method, path, json) =>
      call(fetch, {
        ...{ system: "GitHub", method, url: `${baseOf(endpoint)}/repos/${repository}/issues${path}`, json },
        headers: {
          authorization: `Bearer ${secret(typed.token)}`,
          accept: "application/vnd.github+json",
          "x-github-api-version": "2022-11-28",
        },
      });
    return trackerOf(typed.label ?? "guardrails", ask);
  });
}

function trackerOf(label: string, ask: Ask): Tracker {
  return {
    async find(id, message) {
      // GitHub's clock may be a little behind ours.
      const since = after(ticketOf(message)?.openedAt ?? message.at, -60);
      const query = new URLSearchParams({ labels: label, state: "all", sort: "created", direction: "asc", since });
      for await (const issue of pages(ask, `?${query.toString()}`)) {
        if (String(issue.body).includes(markOf(`ticket ${id}`))) return receiptOf(issue);
      }
      return undefined;
    },
    async create(message, mark) {
      const body = `${bodyOf(message)}\n${markOf(`ticket ${subjectId(message)}`)}\n${markOf(mark)}`;
      const labels = [label, `severity: ${message.severity}`];
      const { json } = await ask("POST", "", { title: shortened(message.title, 256), body, labels });
      return receiptOf(json);
    },
    async read(issue) {
      const { json } = await ask("GET", `/${issue.id}`);
      const bodies = [String(json?.body)];
      for await (const { body } of pages(ask, `/${issue.id}/comments?`)) bodies.push(String(body));
      return { ...issue, notes: bodies.join("\n"), isOpen: json?.state === "open" };
    },
    async note({ id }, message, mark) {
      await ask("POST", `/${id}/comments`, { body: `${bodyOf(message)}\n${markOf(mark)}` });
    },
    async close({ id }, message) {
      await ask("PATCH", `/${id}`, {
        state: "closed",
        state_reason: isSetAside(message) ? "not_planned" : "completed",
      });
    },
    async reopen({ id }) {
      await ask("PATCH", `/${id}`, { state: "open" });
    },
  };
}

async function* pages(ask: Ask, path: string): AsyncIterable<any> {
  for (let page = 1; page <= mostPages; page++) {
    const { json } = await ask("GET", `${path}&per_page=100&page=${String(page)}`);
    const items = Array.isArray(json) ? (json as unknown[]) : [];
    yield* items;
    if (items.length < 100) return;
  }
}

function receiptOf({ number, html_url: url }: { readonly number: number; readonly html_url: string }): Receipt {
  return { id: String(number), url };
}

function markOf(mark: string): string {
  return `<!-- ${mark.replaceAll("--", "-")} -->`;
}

/** In a block of code, which calls nobody and draws no pictures; the block ends where no text can end it. */
function bodyOf({ text, url }: Message): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${shortened(text, 50_000)}\n${fence}\n${url === undefined ? "" : `\n<${url.replace(/[<>\s]/g, "")}>\n`}`;
}
