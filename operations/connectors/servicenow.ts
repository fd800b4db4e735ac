import { shortened } from "../findings/shortened";
import type { Connector, ConnectorContext } from "./connector";
import type { Receipt } from "./delivery";
import { type Ask, baseOf, basic, call } from "./http";
import { isSetAside, subjectId } from "./subject";
import { type Tracker, tracking } from "./tracker";

interface ServiceNowSettings {
  readonly instance: string;
  readonly user?: string;
  readonly secret: string;
  readonly table?: string;
  readonly assignmentGroup?: string;
  readonly closeCode?: string;
}

/** Of the incident table: in progress, resolved, closed, canceled. */
const states = { inProgress: "2", resolved: "6", over: ["6", "7", "8"] };

/** How soon somebody should see to it, from 1 (high) to 3 (low); a priority follows from urgency and impact. */
const urgencies: Readonly<Record<string, string>> = { critical: "1", high: "1", medium: "2", low: "3" };
const impacts: Readonly<Record<string, string>> = { critical: "1", high: "2", medium: "2", low: "3" };

/**
 * ServiceNow's Table API. The incident's `correlation_id` is the ticket, by which a repeat finds it; a work note names the
 * event that it tells, so that a repeat adds none.
 *
 * https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html
 */
export function servicenow({ settings, secret, fetch }: ConnectorContext): Connector {
  const typed = settings as unknown as ServiceNowSettings;
  const site = baseOf(typed.instance);
  const ask: Ask = (method, path, json) => {
    const key = secret(typed.secret);
    return call(fetch, {
      ...{ system: "ServiceNow", method, url: `${site}/api/now/table/${typed.table ?? "incident"}${path}`, json },
      headers: { authorization: typed.user === undefined ? `Bearer ${key}` : basic(typed.user, key) },
    });
  };
  return tracking((to) => trackerOf({ ...typed, assignmentGroup: to || typed.assignmentGroup }, site, ask));
}

function trackerOf(settings: ServiceNowSettings, site: string, ask: Ask): Tracker {
  const { table = "incident", assignmentGroup, closeCode = "Solution provided" } = settings;
  const receiptOf = (id: string): Receipt => ({ id, url: `${site}/${table}.do?sys_id=${id}` });
  const change = async ({ id }: Receipt, fields: object) => {
    await ask("PATCH", `/${encodeURIComponent(id)}?sysparm_fields=sys_id`, fields);
  };
  return {
    async find(id) {
      const query = new URLSearchParams({
        sysparm_query: `correlation_id=${id.replaceAll("^", "")}^correlation_display=guardrails^ORDERBYsys_created_on`,
        ...{ sysparm_fields: "sys_id", sysparm_limit: "1" },
      });
      const { json } = await ask("GET", `?${query.toString()}`);
      const found = json?.result?.[0]?.sys_id as string | undefined;
      return found === undefined ? undefined : receiptOf(found);
    },
    async create(message, mark) {
      const { json } = await ask("POST", "?sysparm_fields=sys_id", {
        short_description: shortened(message.title, 160),
        description: shortened(`${message.text}\n${mark}`, 4000),
        ...{ correlation_id: subjectId(message), correlation_display: "guardrails" },
        ...{ urgency: urgencies[message.severity], impact: impacts[message.severity] },
        assignment_group: assignmentGroup,
      });
      return receiptOf(String(json?.result?.sys_id));
    },
    async read(issue) {
      const query = "sysparm_fields=state,description,work_notes&sysparm_display_value=all";
      const { json } = await ask("GET", `/${encodeURIComponent(issue.id)}?${query}`);
      const { state, description, work_notes: notes } = json?.result ?? {};
      return {
        ...issue,
        notes: `${String(description?.value)}\n${String(notes?.display_value)}`,
        isOpen: !states.over.includes(String(state?.value)),
      };
    },
    async note(issue, { text }, mark) {
      await change(issue, { work_notes: shortened(`${text}\n${mark}`, 4000) });
    },
    async close(issue, message) {
      const code = isSetAside(message) ? "No resolution provided" : closeCode;
      await change(issue, { state: states.resolved, close_code: code, close_notes: shortened(message.text, 4000) });
    },
    async reopen(issue) {
      await change(issue, { state: states.inProgress });
    },
  };
}
