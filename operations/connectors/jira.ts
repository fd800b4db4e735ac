import { shortened } from "../findings/shortened";
import type { Connector, ConnectorContext } from "./connector";
import { Undeliverable } from "./connector";
import type { Message, Receipt } from "./delivery";
import { type Ask, baseOf, basic, call } from "./http";
import { subjectId } from "./subject";
import { type Tracker, tracking } from "./tracker";

interface JiraSettings {
  readonly site: string;
  readonly user: string;
  readonly token: string;
  readonly project: string;
  readonly issueType?: string;
  readonly labels?: readonly string[];
  readonly doneStatus?: string;
}

interface Transition {
  readonly id: string;
  readonly to: { readonly name: string; readonly statusCategory: { readonly key: string } };
}

/**
 * Jira Cloud, REST API v3. The issue carries a label of the ticket, by which a repeat finds it; a comment names the event
 * that it tells, so that a repeat adds none. Jira's search may show an issue only seconds after it was made: the desk lets
 * one message make it and the others wait.
 *
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/
 */
export function jira({ settings, secret, fetch }: ConnectorContext): Connector {
  const typed = settings as unknown as JiraSettings;
  const site = baseOf(typed.site);
  const ask: Ask = (method, path, json) =>
    call(fetch, {
      ...{ system: "Jira", method, url: `${site}/rest/api/3/${path}`, json },
      headers: { authorization: basic(typed.user, secret(typed.token)) },
    });
  return tracking((to) => trackerOf({ ...typed, site, project: to || typed.project }, ask));
}

function trackerOf(settings: JiraSettings, ask: Ask): Tracker {
  const { site, project, issueType = "Task", labels = [], doneStatus } = settings;
  const receiptOf = (key: string): Receipt => ({ id: key, url: `${site}/browse/${key}` });
  const path = ({ id }: Receipt) => `issue/${encodeURIComponent(id)}`;
  async function move(issue: Receipt, isWanted: (to: Transition["to"]) => boolean, wanted: string): Promise<void> {
    const { json } = await ask("GET", `${path(issue)}/transitions`);
    const transition = ((json?.transitions ?? []) as Transition[]).find(({ to }) => isWanted(to));
    if (!transition) throw new Undeliverable(`expected a transition of ${issue.id} in Jira to ${wanted}, got none`);
    await ask("POST", `${path(issue)}/transitions`, { transition: { id: transition.id } });
  }
  return {
    async find(id) {
      const jql = `project = "${project}" AND labels = "${labelOf(id)}" ORDER BY created ASC`;
      const { json } = await ask("POST", "search/jql", { jql, maxResults: 1, fields: ["status"] });
      const key = json?.issues?.[0]?.key as string | undefined;
      return key === undefined ? undefined : receiptOf(key);
    },
    async create(message, mark) {
      const fields = {
        ...{ project: { key: project }, issuetype: { name: issueType } },
        summary: shortened(message.title.replace(/\s+/g, " "), 255),
        labels: ["guardrails", labelOf(subjectId(message)), `severity-${message.severity}`, ...labels],
        description: documentOf(message, mark),
      };
      const { json } = await ask("POST", "issue", { fields });
      return receiptOf(String(json?.key));
    },
    async read(issue) {
      const [{ json }, comments] = await Promise.all([
        ask("GET", `${path(issue)}?fields=status,description`),
        ask("GET", `${path(issue)}/comment?orderBy=-created&maxResults=100`),
      ]);
      const notes = JSON.stringify([json?.fields?.description, comments.json?.comments]);
      return { ...issue, notes, isOpen: json?.fields?.status?.statusCategory?.key !== "done" };
    },
    async note(issue, message, mark) {
      await ask("POST", `${path(issue)}/comment`, { body: documentOf(message, mark) });
    },
    async close(issue) {
      const isDone = (to: Transition["to"]) =>
        doneStatus === undefined ? to.statusCategory.key === "done" : to.name === doneStatus;
      await move(issue, isDone, doneStatus ?? "a status that is done");
    },
    async reopen(issue) {
      await move(issue, (to) => to.statusCategory.key !== "done", "a status that is not done");
    },
  };
}

/** Labels have no spaces, and ids no quotes. */
function labelOf(id: string): string {
  return `guardrails-${id.replace(/[^\w-]/g, "-")}`;
}

/** Atlassian's document format, in which a text is a text: nothing in it becomes a link or a mention. */
function documentOf(message: Message, mark: string): object {
  const paragraphs = [...shortened(message.text, 20_000).split("\n"), mark].filter((line) => line !== "");
  const { url } = message;
  const link = { type: "text", text: "Open the ticket", marks: [{ type: "link", attrs: { href: url } }] };
  return {
    ...{ type: "doc", version: 1 },
    content: [
      ...paragraphs.map((text) => ({ type: "paragraph", content: [{ type: "text", text }] })),
      ...(url === undefined ? [] : [{ type: "paragraph", content: [link] }]),
    ],
  };
}
