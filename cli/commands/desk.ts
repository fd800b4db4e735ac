import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../policies/core/user-error";
import { oidcProvider } from "../../operations/api/oidc";
import { newToken } from "../../operations/api/tokens";
import { accountSender } from "../../operations/aws/runtime/account-sender";
import { connectorsOf } from "../../operations/connectors/registry";
import type { ConnectorOf } from "../../operations/connectors/deliver";
import { after } from "../../operations/core/decider";
import type { CloudAccess } from "../../operations/desk/cloud-access";
import { demoSettings, playDemo } from "../../operations/desk/demo";
import { firstSettings, terminal } from "../../operations/desk/first-settings";
import type { Source } from "../../operations/desk/inquiry";
import { startDesk } from "../../operations/desk/process";
import { addToken, readTokens, removeTokens } from "../../operations/desk/token-file";
import { operationsFile, readSettingsFile } from "../../operations/settings/load";
import type { Settings } from "../../operations/settings/settings";

interface Where {
  readonly data?: string;
  readonly settings?: string;
}

interface Options extends Where {
  readonly port: string;
  readonly host: string;
  readonly behindProxy?: string;
  readonly demo?: boolean;
  readonly contain?: boolean;
  readonly access?: boolean;
  readonly memberRole?: string;
  readonly identityCenterRegion?: string;
}

const defaultFolder = "guardrails-desk";

/** Runs the desk until it is told to end. */
export async function run(options: Options): Promise<void> {
  const data = folderOf(options);
  const { settings, isFirst } = settingsOf({ ...options, data });
  const desk = await startDesk({
    ...{ data, settings, connectorOf: connectors(settings), host: options.host, port: portOf(options.port), log: say },
    behindProxy: options.behindProxy,
    containment: options.contain ? await containmentOf() : undefined,
    access: await accessOf(options),
    sources: settings.securityHub && [await securityHub(settings.securityHub.regions)],
    fill: options.demo ? fillDemo : undefined,
    notice: options.demo ? "These tickets are made up: guardrails desk --demo" : undefined,
    identityProvider: settings.signIn && oidcProvider(settings.signIn, (variable) => process.env[variable]),
  });
  const ended = untilSignal();
  const lines = [`The desk is at ${desk.url}, its data in ${data}. Ctrl+C ends it.`];
  const [first] = Object.keys(settings.people);
  if ((options.demo || isFirst) && first !== undefined)
    lines.push(`Open it, within ten minutes: ${desk.linkFor(first)}`);
  else if (readTokens(data).length === 0)
    lines.push(`Sign in with a token: guardrails desk token <person> --data ${data}`);
  if (isFirst) lines.push(`There is no ${operationsFile} yet: one person of this desk is told of everything, here.`);
  process.stdout.write(`${lines.join("\n")}\n`);
  await ended;
  await desk.stop();
}

/** Makes a token that lets a person in, and prints it: it is shown this once. */
export function token(
  person: string,
  options: Where & { readonly days: string; readonly revoke?: boolean; readonly demo?: boolean },
): void {
  const data = folderOf(options);
  if (options.revoke) {
    const count = removeTokens(data, person);
    if (count === 0) throw new UserError(`expected a token of ${person} in ${data}, got none`);
    process.stdout.write(`${String(count)} taken back\n`);
    return;
  }
  const { settings } = settingsOf({ ...options, data });
  if (!Object.hasOwn(settings.people, person)) {
    throw new UserError(
      `expected a person of the settings, one of ${Object.keys(settings.people).join(", ")}, got ${person}`,
    );
  }
  const days = Number(options.days);
  if (!(days > 0 && days <= 366)) throw new UserError(`--days: expected 1 to 366, got ${options.days}`);
  const now = new Date().toISOString();
  const { token, kept } = newToken(person, now, after(now, days * 24 * 60));
  mkdirSync(data, { recursive: true });
  addToken(data, kept, now);
  process.stderr.write(`For ${person}, until ${kept.expiresAt.slice(0, 10)}. It is shown this once:\n`);
  process.stdout.write(`${token}\n`);
}

function folderOf({ data, demo = false }: Where & { readonly demo?: boolean }): string {
  return data ?? (demo ? mkdtempSync(join(tmpdir(), "guardrails-demo-")) : defaultFolder);
}

/** The file that is named, or the one here, or the one in the folder, or what a desk can begin with. */
function settingsOf({ data = "", settings, demo = false }: Where & { readonly demo?: boolean }): {
  readonly settings: Settings;
  readonly isFirst: boolean;
} {
  if (demo) return { settings: demoSettings(), isFirst: false };
  const path = settings ?? [operationsFile, join(data, operationsFile)].find((each) => existsSync(each));
  return path === undefined
    ? { settings: firstSettings(), isFirst: true }
    : { settings: readSettingsFile(path), isFirst: false };
}

function connectors(settings: Settings): ConnectorOf {
  const others = connectorsOf(settings, (variable) => {
    const value = process.env[variable];
    if (value === undefined || value === "")
      throw new UserError(`expected the variable ${variable} to be set, got none`);
    return value;
  });
  return (name) => (settings.connectors[name]?.type === "terminal" ? Promise.resolve(terminal(say)) : others(name));
}

async function fillDemo(store: Parameters<typeof playDemo>[0]): Promise<void> {
  say("Making up two weeks of tickets …");
  await playDemo(store, new Date().toISOString());
}

/** Contains in the account whose credentials the environment has, and in no other. */
async function containmentOf() {
  const { sts, self } = await ownAccount("--contain");
  return { sendTo: accountSender(sts, undefined), self };
}

/** Sees and changes access in that account, and by a role in the one that owns Identity Center. */
async function accessOf({ access, memberRole, identityCenterRegion }: Options): Promise<CloudAccess | undefined> {
  if (!access) {
    if (memberRole === undefined && identityCenterRegion === undefined) return undefined;
    throw new UserError("expected --access beside --member-role and --identity-center-region, got none");
  }
  const { sts, self, account: own } = await ownAccount("--access");
  const send = accountSender(sts, memberRole);
  return {
    self,
    sendTo: (account = own, source) => send(account, source === "identity-center" ? (identityCenterRegion ?? "") : ""),
  };
}

async function ownAccount(option: string) {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const sts = new STSClient();
  const self = async () => [(await sts.send(new GetCallerIdentityCommand())).Arn ?? ""];
  try {
    const { Account: account = "" } = await sts.send(new GetCallerIdentityCommand());
    return { sts, self, account };
  } catch (error) {
    throw new UserError(`${option}: expected credentials of AWS in the environment, got: ${(error as Error).message}`);
  }
}

/** The client is loaded only where it is asked for. */
async function securityHub(regions: readonly string[]): Promise<Source> {
  return (await import("../../operations/findings/security-hub")).securityHub(regions);
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new UserError(`--port: expected 0 to 65535, got ${text}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
