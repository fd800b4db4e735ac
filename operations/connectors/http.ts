import { Busy, Unauthorized, Undeliverable } from "./connector";

export interface Request {
  /** What errors call the other system: its address may be a secret. */
  readonly system: string;
  readonly method: "GET" | "POST" | "PATCH";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  /** The body as JSON; undefined when it isn't. */
  readonly json: any;
}

/** Asks one system for what it has at a path. */
export type Ask = (method: Request["method"], path: string, json?: unknown) => Promise<Answer>;

const seconds = 10;
const longestBody = 8 * 1024 * 1024;

/** What a later try may change: a time that ran out, a conflict, a lock, too early, too many. */
const passing: readonly number[] = [408, 409, 423, 425, 429];

/**
 * Asks another system for something, within ten seconds, following no redirect and reading no more than 8 MB.
 *
 * @throws Undeliverable, Unauthorized or Busy by its answer; Error when it gave none
 */
export async function call(fetch: typeof globalThis.fetch, request: Request): Promise<Answer> {
  const { system, method, url, headers = {}, json } = request;
  const body = json === undefined ? request.body : JSON.stringify(json);
  const type: Record<string, string> = json === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      ...{ method, body, redirect: "manual", signal: AbortSignal.timeout(seconds * 1000) },
      headers: { "user-agent": "pulumi-guardrails", accept: "application/json", ...type, ...headers },
    });
    text = await textOf(response);
  } catch (error) {
    if (error instanceof Undeliverable) throw error;
    throw new Error(`expected ${system} to answer, got ${reasonOf(error)}`, { cause: error });
  }
  const answer = { status: response.status, json: parsed(text) };
  if (response.ok) return answer;
  throw refusal(system, answer, response.headers);
}

/** An address of the settings, which may end in a slash, as paths are added to. */
export function baseOf(url: string): string {
  return url.replace(/\/$/, "");
}

/** `Authorization` of a user and a password. */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

function refusal(system: string, { status, json }: Answer, headers: Headers): Error {
  const sentence = `expected ${system} to take it, got ${String(status)}${detailOf(json)}`;
  const afterSeconds = secondsUntil(headers);
  if (afterSeconds !== undefined && (status >= 500 || status === 403 || passing.includes(status))) {
    return new Busy(sentence, afterSeconds);
  }
  if (status === 401 || status === 403) return new Unauthorized(sentence);
  const isFinal = status >= 400 && status < 500 && !passing.includes(status);
  return isFinal ? new Undeliverable(sentence) : new Error(sentence);
}

/** `Retry-After` in seconds or as a date, or what GitHub says instead when a limit is used up. */
function secondsUntil(headers: Headers): number | undefined {
  const date = Date.parse(headers.get("date") ?? "");
  const now = Number.isNaN(date) ? Date.now() : date;
  const after = headers.get("retry-after");
  if (after !== null) {
    const until = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - now) / 1000;
    return Number.isFinite(until) ? Math.max(0, Math.ceil(until)) : undefined;
  }
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
  if (headers.get("x-ratelimit-remaining") !== "0" || !Number.isFinite(reset)) return undefined;
  return Math.max(0, Math.ceil(reset - now / 1000));
}

/** What the other system says about it, where APIs say it: no more of a body is kept than that. */
function detailOf(json: any): string {
  const said = [json?.error?.message, json?.message, json?.error, json?.errorMessages, json?.errors].find(
    (each) => typeof each === "string" || (typeof each === "object" && each !== null && Object.keys(each).length > 0),
  ) as unknown;
  if (said === undefined) return "";
  return `: ${(typeof said === "string" ? said : JSON.stringify(said)).slice(0, 200)}`;
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > longestBody) throw new Error("more than 8 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The code of an error, such as ECONNREFUSED; its message may name the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "an unknown error";
  if (error.name === "TimeoutError") return `nothing within ${String(seconds)} seconds`;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return cause === undefined || cause === error ? error.message : reasonOf(cause);
}
