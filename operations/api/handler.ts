import { randomBytes } from "node:crypto";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

import { handle } from "hono/aws-lambda";
import { accountSender } from "../aws/runtime/account-sender";
import { deployedDesk } from "../aws/runtime/desk";
import { type Secrets, secretsIn } from "../aws/runtime/secrets";
import { deskApp } from "./app";
import type { DeskContext } from "./context";
import { oidcProvider } from "./oidc";
import { Problem } from "./problem";
import type { KeptToken, Tokens } from "./tokens";

/** Names in the secret, beside those that the settings give. */
const names = {
  /** What `guardrails desk token` has written to `tokens.json`: hashes, no tokens. */
  tokens: "DESK_TOKENS",
  /** 32 characters or more. */
  sessionKey: "DESK_SESSION_KEY",
};

const secrets = secretsIn(process.env["SECRET"] ?? "");
const sts = new STSClient();
type Serve = (event: APIGatewayProxyEventV2) => Promise<unknown>;
const served = new Map<string, Serve>();

/** The desk's API and its page, behind API Gateway. */
export async function api(event: APIGatewayProxyEventV2): Promise<unknown> {
  await secrets.refresh();
  // API Gateway takes requests to its own domains only.
  const { domainName } = event.requestContext;
  const serve = served.get(domainName) ?? serverOf(domainName);
  served.set(domainName, serve);
  return serve(event);
}

function serverOf(domain: string): Serve {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what is to follow it has not been released
  return handle(deskApp(contextOf(secrets, domain))) as unknown as Serve;
}

function contextOf(from: Secrets, domain: string): DeskContext {
  const { desk, store, settings } = deployedDesk();
  const self = async () => [(await sts.send(new GetCallerIdentityCommand())).Arn ?? ""];
  // It only looks: what is contained, another function does.
  const containment = {
    ...{ store, settings: settings.containment, self },
    sendTo: accountSender(sts, process.env["MEMBER_ROLE"]),
  };
  return {
    ...{ desk, containment, tokens: tokensIn(from), sessionKey: sessionKeyOf(from), secret: from.find },
    ...{ origin: settings.url ?? `https://${domain}`, addressOf: (_request, env) => sourceOf(env) },
    // The table's stream tells of every change.
    changed: () => undefined,
    // Reading all of it takes longer than a request may.
    audit: () => Promise.reject(new Problem(501, "expected the audit log of this desk to be read from its bucket")),
    health: () => ({ failing: [] }),
    log: (line) => {
      console.error(line);
    },
    // Asked for and approved here, given by a function of the access reviews. Reading who has what takes longer than a request may.
    cloudAccess: settings.temporaryAccess && {},
    identityProvider: settings.signIn && oidcProvider(settings.signIn, from.find),
  };
}

/** API Gateway says where a request comes from; what its headers say, anybody may have written. */
function sourceOf(env: unknown): string {
  const { event } = env as { readonly event?: APIGatewayProxyEventV2 };
  return event?.requestContext.http.sourceIp ?? "unknown";
}

function tokensIn(from: Secrets): Tokens {
  return {
    find(hash) {
      const { tokens } = JSON.parse(from.find(names.tokens) ?? `{"tokens":[]}`) as { readonly tokens: KeptToken[] };
      return Promise.resolve(tokens.find((token) => token.hash === hash));
    },
  };
}

/** Without a key in the secret, whoever signs in is signed out when another copy of the function answers. */
function sessionKeyOf(from: Secrets): Uint8Array {
  const key = from.find(names.sessionKey);
  if (key !== undefined && key.length >= 32) return Buffer.from(key);
  console.error(`expected ${names.sessionKey} of 32 characters or more in the secret, got none: sessions are short`);
  return randomBytes(32);
}
