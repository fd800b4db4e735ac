import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What came to a server. */
export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly json: any;
}

export interface Answered {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

export interface StandIn {
  readonly url: string;
  readonly asked: Asked[];
  /** What it answers from now on. */
  answer: (asked: Asked) => Answered;
}

const servers: Server[] = [];

/** A server on this machine that answers as another system does. {@link closeStandIns} ends it. */
export async function standIn(answer: StandIn["answer"] = () => ({})): Promise<StandIn> {
  const asked: Asked[] = [];
  const made: { url: string; asked: Asked[]; answer: StandIn["answer"] } = { url: "", asked, answer };
  made.url = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const { method = "", url: path = "", headers } = request;
      const one = { method, path, headers, body, json: parsed(body) };
      asked.push(one);
      const { status = 200, headers: more = {}, json, body: text } = made.answer(one);
      response.writeHead(status, { "content-type": "application/json", ...more });
      response.end(text ?? (json === undefined ? "" : JSON.stringify(json)));
    });
  });
  return made;
}

/** A server on a free port of 127.0.0.1. */
export async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

export function closeStandIns(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
