import { randomBytes } from "node:crypto";
import { serve, type ServerType } from "@hono/node-server";
import { deskApp } from "../api/app";
import type { AuditState, Health, IdentityProvider } from "../api/context";
import type { ConnectorOf } from "../connectors/deliver";
import { containmentKind, type ContainmentParts } from "../containment/drive";
import { scheduleKind, setSchedules } from "../containment/schedule";
import { firstBroken, genesis } from "../core/audit";
import { after } from "../core/decider";
import type { Outbox, Store } from "../core/store";
import type { Settings } from "../settings/settings";
import { SqliteStore } from "../store/sqlite";
import { UserError } from "../../policies/core/user-error";
import { canaryFault, canaryKind, startCanary } from "./canary";
import { type Clock, systemClock } from "./clock";
import { addCloudAccess, type CloudAccess } from "./cloud-access";
import { Desk, othersTurn } from "./desk";
import { inquire, type Source } from "./inquiry";
import { sessionKeyOf, tokensOf } from "./token-file";
import { deskWorker } from "./worker";

export interface DeskOptions {
  /** The folder in which everything is kept. */
  readonly data: string;
  readonly settings: Settings;
  readonly connectorOf: ConnectorOf;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The address by which the world reaches a desk behind a proxy that ends TLS, such as `https://desk.example.com`. */
  readonly behindProxy?: string;
  readonly clock?: Clock;
  readonly secret?: (variable: string) => string | undefined;
  readonly log?: (line: string) => void;
  readonly identityProvider?: IdentityProvider;
  readonly notice?: string;
  /** Fills a store that is new, such as with made-up tickets. */
  readonly fill?: (store: Store & Outbox) => Promise<void>;
  /** How things are contained on AWS; nothing can be when absent. */
  readonly containment?: Pick<ContainmentParts, "sendTo" | "self" | "pause">;
  /** How access on AWS is reviewed, revoked, and given for a while; absent when it isn't. */
  readonly access?: CloudAccess;
  /** Asked at the start and every hour for all that they find, which tickets are compared with. */
  readonly sources?: readonly Source[];
}

export interface RunningDesk {
  readonly desk: Desk;
  /** Where it is reached. */
  readonly url: string;
  /** An address that signs somebody in, once, within ten minutes. */
  linkFor(person: string): string;
  /** Ends when all requests are answered and what is due at this moment is done. */
  stop(): Promise<void>;
}

const loopback = ["127.0.0.1", "localhost", "::1"];
const sweepMilliseconds = 1000;

/** Runs the desk in this process: its store, its clock, its API and its page. */
export async function startDesk(options: DeskOptions): Promise<RunningDesk> {
  const { host = "127.0.0.1", behindProxy, clock = systemClock, log = () => undefined } = options;
  refuseOpenDoor(host, behindProxy);
  const store = SqliteStore.open(options.data);
  try {
    if (store.audit(0, 1).length === 0) await options.fill?.(store);
    const desk = new Desk(store, options.settings, options.connectorOf, () => clock.now());
    const containment = options.containment && {
      ...{ ...options.containment, store, settings: options.settings.containment, now: () => clock.now() },
    };
    if (containment) await addContainment(desk, containment, log);
    const cloudAccess = await addCloudAccess(desk, options.access);
    desk.add(canaryKind(desk));
    await startCanary(desk);
    const work = deskWorker(desk, store, clock, log);
    const links = signInLinks(clock);
    const server = await listen(host, options.port, (url) =>
      deskApp({
        ...{ desk, tokens: tokensOf(options.data), sessionKey: sessionKeyOf(options.data), log, containment },
        cloudAccess,
        ...{
          origin: behindProxy ?? url,
          changed: work.wake,
          health: () => healthOf(work.health(), store, clock),
          audit: auditOf(store),
          sequence: () => store.sequence(),
        },
        ...{ secret: options.secret ?? ((variable) => process.env[variable]), redeemLink: links.redeem },
        ...{ addressOf: addressReader(behindProxy !== undefined), notice: options.notice },
        identityProvider: options.identityProvider,
      }),
    );
    const url = behindProxy ?? server.url;
    const stopSweeping = clock.every(sweepMilliseconds, work.sweep);
    const stopAsking = askSources(options.sources ?? [], desk, { clock, log, wake: work.wake });
    work.wake();
    return {
      ...{ desk, url, linkFor: (person) => `${server.url}/sign-in?code=${links.make(person)}` },
      async stop() {
        stopSweeping();
        await stopAsking();
        await server.close();
        await work.finish();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

const hourMilliseconds = 60 * 60 * 1000;

/** @returns what ends it, when the answer that is waited for has come */
function askSources(
  sources: readonly Source[],
  desk: Desk,
  { clock, log, wake }: { readonly clock: Clock; readonly log: (line: string) => void; readonly wake: () => void },
): () => Promise<void> {
  const ask = async () => {
    for (const source of sources) {
      const said = await inquire(desk, source).catch((error: unknown) => `${source.name}: ${String(error)}`);
      if (said !== undefined) log(said);
      wake();
    }
  };
  let asking = ask();
  const stop = clock.every(hourMilliseconds, () => (asking = ask()));
  return async () => {
    stop();
    await asking;
  };
}

/** Containment by people and by schedules. */
async function addContainment(desk: Desk, parts: ContainmentParts, log: (line: string) => void): Promise<void> {
  desk.add(containmentKind(parts));
  desk.add(scheduleKind(parts.store, parts.settings, () => desk.now()));
  for (const fault of await setSchedules(parts.store, parts.settings, desk.now()))
    log(`containment.schedules: ${fault}`);
}

/** A ticket about what the desk can't do might be lost as well. */
async function healthOf(health: Health, store: SqliteStore, clock: Clock): Promise<Health> {
  const fault = await canaryFault(store, clock.now());
  return fault === undefined ? health : { ...health, failing: [fault, ...health.failing] };
}

/** Without TLS, whoever is on the way reads tokens: another address than this machine's is for a proxy that has it. */
function refuseOpenDoor(host: string, behindProxy: string | undefined): void {
  if (behindProxy === undefined && !loopback.includes(host)) {
    throw new UserError(
      `expected --behind-proxy <https address> beside --host ${host}: the desk itself speaks no TLS, and tokens would be readable`,
    );
  }
  if (behindProxy !== undefined && !/^https:\/\/[^/\s]+$/.test(behindProxy)) {
    throw new UserError(
      `expected --behind-proxy to be an address such as https://desk.example.com, got ${behindProxy}`,
    );
  }
}

/** Reads the whole log, part by part. */
function auditOf(store: SqliteStore): () => Promise<AuditState> {
  return async () => {
    let last: { readonly sequence: number; readonly hash: string } = genesis;
    for (;;) {
      const entries = store.audit(last.sequence, 500);
      const broken = firstBroken(entries, last);
      last = (broken ? entries[entries.indexOf(broken) - 1] : entries.at(-1)) ?? last;
      const { sequence, hash } = last;
      if (broken) {
        const { stream, at } = broken.recorded;
        return { entries: sequence, last: hash, broken: { sequence: broken.sequence, stream, at } };
      }
      if (entries.length === 0) return { entries: sequence, last: hash };
      // Others have their turn between two parts of a long log.
      await othersTurn();
    }
  };
}

function signInLinks(clock: Clock) {
  const codes = new Map<string, { readonly person: string; readonly until: string }>();
  return {
    make: (person: string): string => {
      const code = randomBytes(24).toString("base64url");
      codes.set(code, { person, until: after(clock.now(), 10) });
      return code;
    },
    redeem: (code: string): string | undefined => {
      const found = codes.get(code);
      codes.delete(code);
      return found && found.until > clock.now() ? found.person : undefined;
    },
  };
}

/** Behind a proxy, the address that it has added last: what stands before that, anybody may have written. */
function addressReader(isBehindProxy: boolean) {
  return (request: Request, env: unknown): string => {
    const forwarded = isBehindProxy ? request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
    const { incoming } = env as { incoming?: { socket?: { remoteAddress?: string } } };
    return (forwarded || incoming?.socket?.remoteAddress) ?? "unknown";
  };
}

interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

function listen(host: string, port: number, appOf: (url: string) => { fetch: any }): Promise<Listening> {
  return new Promise((resolve, reject) => {
    let app: { fetch: any } | undefined;
    const fetch = (request: Request, env: unknown): Promise<Response> => app?.fetch(request, env) as Promise<Response>;
    const server: ServerType = serve({ fetch, hostname: host, port }, ({ port: actual }) => {
      const url = `http://${host.includes(":") ? `[${host}]` : host}:${String(actual)}`;
      app = appOf(url);
      resolve({ url, close: () => closed(server) });
    });
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new UserError(`expected port ${String(port)} to be free, got one in use: choose another by --port`)
          : error,
      );
    });
  });
}

function closed(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ("closeIdleConnections" in server) server.closeIdleConnections();
    // Browsers keep connections open for the next request.
    if ("closeAllConnections" in server) setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}
