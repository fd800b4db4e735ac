import type { ContentfulStatusCode } from "hono/utils/http-status";
import { UserError } from "../../policies/core/user-error";

const titles = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  409: "Conflict",
  412: "Changed in the meantime",
  413: "Too large",
  415: "Unsupported format",
  421: "Misdirected request",
  422: "Not valid",
  429: "Too many failed attempts",
  500: "Failed",
  501: "Not set up",
  502: "Another system failed",
} as const satisfies Partial<Record<ContentfulStatusCode, string>>;

export type ProblemStatus = keyof typeof titles;

/** Why a request changes nothing, as the answer says it: RFC 9457, "Problem Details for HTTP APIs". */
export class Problem extends Error {
  override readonly name = "Problem";

  /** @param message one sentence with what was expected and what came; never a secret */
  constructor(
    readonly status: ProblemStatus,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get title(): string {
    return titles[this.status];
  }

  response(requestId: string): Response {
    const { status, title, message: detail } = this;
    const body = JSON.stringify({ type: "about:blank", title, status, detail, instance: `urn:request:${requestId}` });
    return new Response(body, {
      status,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...this.headers },
    });
  }
}

/** What it gives. A mistake of whoever asks is a problem with this status. */
export async function orProblem<T>(status: ProblemStatus, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) throw new Problem(status, error.message);
    throw error;
  }
}
