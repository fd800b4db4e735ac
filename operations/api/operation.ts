import type { Instant } from "../core/decider";
import type { Role } from "../settings/settings";
import type { Attempts } from "./attempts";
import type { Caller, DeskContext } from "./context";
import type { Schema, schemas } from "./schemas";

/** A request that may be carried out: who asks is known, and the body is as its schema says. */
export interface Call {
  readonly context: DeskContext;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: any;
  readonly request: Request;
  /** The body as it came: signatures are made over that. */
  readonly raw: Uint8Array;
  readonly now: Instant;
  /** Made of the header `Idempotency-Key`, the caller and the request. */
  readonly commandId?: string;
  /** What the header `If-Match` says. */
  readonly expected?: number;
  /** Where the request comes from. */
  readonly address: string;
  readonly attempts: Attempts;
}

/** What it takes to act for somebody: of a request to the API, or of a form of the page. */
export type Asking = Pick<Call, "context" | "body" | "caller"> & Pick<Partial<Call>, "commandId" | "expected">;

export interface Answer {
  readonly status?: 200 | 202 | 503;
  readonly body: unknown;
  /** The version of what is given, for `If-Match`. */
  readonly version?: number;
}

/** One thing that the API can do: the app serves it, and the OpenAPI document describes it. */
export interface Operation {
  readonly id: string;
  readonly method: "get" | "post";
  /** As OpenAPI writes it, such as `/api/tickets/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** Who may; `anybody` needs no sign-in, `signature` signs the body. */
  readonly role: Role | "anybody" | "signature";
  readonly parameters?: readonly Parameter[];
  readonly body?: keyof typeof schemas | { readonly description: string };
  readonly answer: keyof typeof schemas;
  /** What else may go wrong, beside what may go wrong with every request. */
  readonly problems?: readonly (404 | 409 | 412 | 422 | 501 | 502)[];
  run(call: Call): Promise<Answer>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "query" | "path";
  readonly description: string;
  readonly schema: Schema;
}
