import { Busy, Unauthorized, Undeliverable } from "./connector";

/** What clients of AWS are made with. Their own second try is enough: the desk tries again as well. */
export function clientSettings({ region, endpoint }: { readonly region?: string; readonly endpoint?: string }): object {
  return {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...{
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 5000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    },
  };
}

/**
 * Asks a service of AWS, within ten seconds.
 *
 * @throws Undeliverable, Unauthorized or Busy by its answer; Error when it gave none
 */
export async function ask<Output>(system: string, send: (signal: AbortSignal) => Promise<Output>): Promise<Output> {
  try {
    return await send(AbortSignal.timeout(10_000));
  } catch (error) {
    throw refusal(system, error as AwsError);
  }
}

interface AwsError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** What a later try may change, although AWS calls it the client's fault. */
const passing = /throttl|toomany|limitexceeded|slowdown|timeout|priorrequest|conflict|paused|requestlimit|unavailable/i;
const credentials =
  /accessdenied|unauthorized|notauthorized|expiredtoken|invalidclienttoken|unrecognizedclient|signature/i;

function refusal(system: string, { name, message, $metadata, $response }: AwsError): Error {
  const sentence = `expected ${system} to take it, got ${name}: ${message}`;
  const status = $metadata?.httpStatusCode ?? 0;
  const after = Number($response?.headers?.["retry-after"]);
  if (passing.test(name) || status === 429) return after > 0 ? new Busy(sentence, after) : new Error(sentence);
  if (credentials.test(name) || status === 401 || status === 403) return new Unauthorized(sentence);
  return status >= 400 && status < 500 ? new Undeliverable(sentence) : new Error(sentence);
}
