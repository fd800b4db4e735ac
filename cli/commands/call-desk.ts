import { UserError } from "../../policies/core/user-error";
import { shorten, visible } from "../report/characters";

/** Where the desk is, who asks, and how the answer is printed. */
export interface DeskOptions {
  readonly url?: string;
  readonly format?: "text" | "json";
}

/**
 * Sends a request to a desk as the holder of the token.
 *
 * @throws UserError with what the desk says, when it refuses
 */
export async function request({ url }: DeskOptions, method: string, path: string, body?: string): Promise<unknown> {
  const base = url ?? process.env["GUARDRAILS_URL"] ?? "http://127.0.0.1:4747";
  const token = process.env["GUARDRAILS_TOKEN"];
  if (token === undefined || token === "") {
    throw new UserError(
      "expected the variable GUARDRAILS_TOKEN to hold a token, got none: `guardrails desk token <person>` makes one",
    );
  }
  const address = addressOf(base, path);
  const response = await answerOf(address, {
    ...{ method, body, signal: AbortSignal.timeout(60_000), redirect: "error" },
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
  });
  const answer = parsed(await response.text());
  if (response.ok && answer !== undefined) return answer;
  const { detail } = (answer ?? {}) as { detail?: string };
  throw new UserError(
    `${base}: ${detail === undefined ? `expected a desk, got status ${String(response.status)}` : visible(detail)}`,
  );
}

/** A token never goes over a line that others can read. */
function addressOf(base: string, path: string): URL {
  if (!URL.canParse(base))
    throw new UserError(`--url: expected an address such as https://desk.example.com, got ${base}`);
  const { protocol, hostname } = new URL(base);
  const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && isHere)) {
    throw new UserError(`--url: expected https, or http on this machine, got ${base}: others could read the token`);
  }
  return new URL(`${base.replace(/\/$/, "")}${path}`);
}

async function answerOf(address: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
    throw new UserError(
      `${address.origin}: expected a desk that answers, got ${cause?.code ?? cause?.message ?? message}`,
    );
  }
}

export function print({ format = "text" }: DeskOptions, answer: unknown, text: () => string): void {
  process.stdout.write(`${format === "json" ? JSON.stringify(answer, undefined, 2) : text()}\n`);
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Rows of a table, the names first; the last column has what room is left. */
export function columns(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => visible(cell)));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const room = (process.stdout.columns ?? 200) - widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          column === widths.length - 1 ? shorten(cell, Math.max(20, room)) : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
