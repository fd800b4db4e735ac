import { isObject } from "../../policies/core/json";
import { UserError } from "../../policies/core/user-error";
import type { Instant } from "../core/decider";
import { fromAlarm } from "./alarm";
import { alertmanagerItems, fromAlertmanager } from "./alertmanager";
import { asffItems, fromAsff } from "./asff";
import { fromConfig } from "./config";
import { type Draft, finished } from "./draft";
import type { Finding } from "./finding";
import { fromGuardDuty } from "./guardduty";
import { refuseTooLarge } from "./limits";
import { fromOcsf, ocsfItems } from "./ocsf";
import { fromOwn } from "./own";
import { at, textAt } from "./reading";
import { fromSns } from "./sns";
import { fromText } from "./text";

interface Reader {
  /** The findings in a body, however it wraps them. */
  readonly items: (body: unknown) => readonly unknown[];
  /** Nothing when it says nothing that a ticket could be about. */
  readonly read: (item: unknown, name: string) => Draft | undefined;
  /** What the format calls the id. */
  readonly id: string;
}

const list = (body: unknown) => (Array.isArray(body) ? (body as unknown[]) : [body]);

const readers = {
  finding: { items: list, read: fromOwn, id: "id" },
  asff: { items: asffItems, read: fromAsff, id: "Id" },
  ocsf: { items: ocsfItems, read: fromOcsf, id: "finding_info.uid" },
  guardduty: { items: list, read: fromGuardDuty, id: "id" },
  config: { items: list, read: fromConfig, id: "resourceId" },
  alarm: { items: list, read: fromAlarm, id: "AlarmArn" },
  alertmanager: { items: alertmanagerItems, read: fromAlertmanager, id: "fingerprint" },
  text: { items: list, read: fromText, id: "id" },
} satisfies Readonly<Record<string, Reader>>;

type Direct = keyof typeof readers;

/** `sns`: a message that holds one of the others, or text. `event`: one of EventBridge's, whose `detail-type` says what it is. */
export type Format = Direct | "sns" | "event";

/**
 * The findings that a body holds.
 *
 * @param body parsed JSON; or its text, for OCSF also an object a line
 * @param source what they count as coming from, such as a webhook's name; else the format says
 * @param now when they arrived
 * @throws UserError in one line: what is not of the format, lacks an id, is too large or nested too deep. Then none is given.
 */
export function findingsOf(
  format: Format,
  body: unknown,
  source?: string,
  now: Instant = new Date().toISOString(),
): readonly Finding[] {
  const parsed = typeof body === "string" ? parse(body, format) : body;
  if (format === "sns") {
    const message = fromSns(parsed);
    if (message === undefined) return [];
    const inner = formatOf(message.content);
    if (inner !== undefined) return findingsOf(inner, message.content, source, now);
    refuseTooLarge(message.draft, "message");
    return [finished({ ...message.draft, source: source ?? "sns" }, "message", "MessageId", now)];
  }
  const direct = format === "event" ? formatOf(parsed) : format;
  if (direct === undefined) {
    const got = textAt(parsed, "detail-type");
    throw new UserError(
      `expected an event of Security Hub, GuardDuty, Config or CloudWatch, got ${JSON.stringify(got.slice(0, 100))}`,
    );
  }
  return read(readers[direct], parsed, source, now);
}

function read(
  { items, read, id }: Reader,
  body: unknown,
  source: string | undefined,
  now: Instant,
): readonly Finding[] {
  if (typeof body !== "object" || body === null) {
    throw new UserError(`expected findings in an object or a list, got ${body === null ? "null" : `a ${typeof body}`}`);
  }
  return items(body).flatMap((item, index) => {
    const name = `findings[${String(index)}]`;
    if (!isObject(item))
      throw new UserError(
        `${name}: expected an object, got ${Array.isArray(item) ? "a list" : String(item).slice(0, 50)}`,
      );
    refuseTooLarge(item, name);
    const draft = read(item, name);
    return draft ? [finished({ ...draft, source: source ?? draft.source }, name, id, now)] : [];
  });
}

const detailTypes: Readonly<Record<string, Direct>> = {
  "Security Hub Findings - Imported": "asff",
  "Security Hub Findings - Custom Action": "asff",
  "Findings Imported V2": "ocsf",
  "GuardDuty Finding": "guardduty",
  "Config Rules Compliance Change": "config",
  "CloudWatch Alarm State Change": "alarm",
};

/** What a body is by what it holds, where that is clear. */
export function formatOf(body: unknown): Direct | undefined {
  const detailType = textAt(body, "detail-type");
  if (detailType !== "") return Object.hasOwn(detailTypes, detailType) ? detailTypes[detailType] : undefined;
  const first = Array.isArray(body) ? (body[0] as unknown) : (at(body, "Findings", 0) ?? body);
  if (at(first, "SchemaVersion") !== undefined && at(first, "ProductArn") !== undefined) return "asff";
  if (at(first, "class_uid") !== undefined) return "ocsf";
  if (Array.isArray(at(first, "alerts"))) return "alertmanager";
  if (at(first, "AlarmName") !== undefined && at(first, "NewStateValue") !== undefined) return "alarm";
  if (at(first, "configRuleName") !== undefined && at(first, "newEvaluationResult") !== undefined) return "config";
  return undefined;
}

function parse(text: string, format: Format): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (format === "ocsf" && lines.length > 1) return lines.map((line) => parse(line, "finding"));
    // The parser's message quotes the text, which may hold a secret.
    throw new UserError(
      `expected JSON, got a text that isn't (${error instanceof SyntaxError ? "syntax" : String(error)})`,
    );
  }
}
