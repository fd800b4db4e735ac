import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import type { IncomingMessage } from "node:http";
import { Agent, type AgentOptions, request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { Readable } from "node:stream";
import ipaddr from "ipaddr.js";
import { Undeliverable } from "./connector";

/**
 * A `fetch` that reaches public addresses only, over HTTPS: an address in the settings must not be a way to this machine, to
 * its neighbours or to the metadata of its instance.
 *
 * @throws Undeliverable for any other address
 */
export const publicFetch = fetchFrom(isPublic);

/**
 * A `fetch` over HTTPS to addresses that are allowed. What a name resolves to is checked where the connection is made, so that
 * a name can't resolve to another address after the check.
 */
export function fetchFrom(isAllowed: (address: string) => boolean, options: AgentOptions = {}): typeof fetch {
  // One of its own: a connection that somebody else left open would not be looked up.
  const agent = new Agent({ ...options, lookup: lookupOf(isAllowed) });
  return (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { signal, method, body } = init;
    const headers = Object.fromEntries(new Headers(init.headers));
    return new Promise((resolve, reject) => {
      if (url.protocol !== "https:") throw new Undeliverable(`expected an address with https, got ${url.protocol}`);
      // A literal address is not looked up.
      const host = url.hostname.replace(/^\[|\]$/g, "");
      if (isIP(host) !== 0 && !isAllowed(host)) throw refusal();
      const request = httpsRequest(url, { method, headers, signal: signal ?? undefined, agent }, (answer) =>
        resolve(responseOf(answer)),
      );
      request.on("error", reject).end(body);
    });
  };
}

function responseOf(answer: IncomingMessage): Response {
  const { statusCode: status = 500, headersDistinct } = answer;
  const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const isEmpty = status === 204 || status === 205 || status === 304;
  if (isEmpty) answer.resume();
  return new Response(isEmpty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>), { status, headers });
}

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

function lookupOf(isAllowed: (address: string) => boolean) {
  return (hostname: string, options: LookupOptions, found: Found): void =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const open = error ? [] : addresses.filter(({ address }) => isAllowed(address));
      const [first] = open;
      if (error ?? !first) found(error ?? refusal(), []);
      else if (options.all) found(null, open);
      else found(null, first.address, first.family);
    });
}

/** Whether an address is one of the internet's: no loopback, link, private, shared, multicast or reserved one. */
export function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  // NAT64 (RFC 6052) carries an IPv4 address in its last 32 bits: https://www.rfc-editor.org/rfc/rfc6052#section-2.1
  if (parsed.kind() === "ipv6" && parsed.range() === "rfc6052") {
    return isPublic(parsed.toByteArray().slice(12).join("."));
  }
  return parsed.range() === "unicast";
}

function refusal(): Undeliverable {
  return new Undeliverable("expected a public address, got a private one: `allowPrivate: true` allows it");
}
