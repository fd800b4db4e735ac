import { createHash } from "node:crypto";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { isAutomationOn } from "../aws/runtime/automation";
import { accountSender } from "../aws/runtime/account-sender";
import { eachMessage, logError } from "../aws/runtime/batch";
import { deployedDesk, type Running } from "../aws/runtime/desk";
import { variable } from "../aws/runtime/environment";
import { putMetrics } from "../aws/runtime/metrics";
import { sweepKind } from "../aws/runtime/sweep";
import type { Published } from "../tickets/bus";
import type { Containment } from "./containment";
import { containments } from "./decide";
import { setSchedules } from "./schedule";

let running: Running | undefined;
const sts = new STSClient();
const self = async () => [
  (await sts.send(new GetCallerIdentityCommand())).Arn ?? "",
  ...(JSON.parse(variable("PROTECTED")) as string[]),
];
const desk = () =>
  (running ??= deployedDesk(() => ({
    containment: { sendTo: accountSender(sts, process.env["MEMBER_ROLE"]), self },
  })));

const isOn = () => isAutomationOn(variable("KILL_SWITCH"));
const executions = new SFNClient();

/** Starts what is due as soon as the bus tells of it. */
export function start({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  return eachMessage(Records, (body) => startFor((body as { readonly detail: Published }).detail.stream));
}

/** Each minute: starts what is due by the clock, such as the end of a containment or what was cut off. */
export async function clock(): Promise<void> {
  const on = await isOn();
  const failures = on ? await startDue() : 0;
  putMetrics({ ContainmentSweeps: 1, ContainmentFailures: failures, ContainmentOff: on ? 0 : 1 });
}

async function startDue(): Promise<number> {
  const { desk: of, store, settings } = desk();
  for (const fault of await setSchedules(store, settings.containment, of.now())) logError("a schedule", fault);
  const schedules = await sweepKind(of, "schedule");
  const started = await sweepKind(of, containments.kind, { handle: startFor });
  return schedules.failures + started.failures;
}

/** One execution for a version of a containment and a minute: the same event again, and the clock beside it, start none. */
async function startFor(stream: string): Promise<void> {
  const { desk: of, store } = desk();
  const stored = await store.load(stream);
  const { dueAt } = stored ? containments.find(stored.state as Containment) : {};
  if (!stored || dueAt === undefined || dueAt > of.now() || !(await isOn())) return;
  const digest = createHash("sha256").update(stream).digest("hex").slice(0, 16);
  const name = `${digest}-v${stored.version}-${of.now().slice(0, 16).replaceAll(/\D/g, "")}`;
  const input = JSON.stringify({ stream });
  const command = new StartExecutionCommand({ stateMachineArn: variable("STATE_MACHINE"), name, input });
  await executions.send(command).catch((error: unknown) => {
    if ((error as Error).name !== "ExecutionAlreadyExists") throw error;
  });
}

export interface Step {
  readonly stream: string;
  /** Why the attempt before ended without a word, such as a timeout. */
  readonly error?: { readonly Error?: string; readonly Cause?: string };
}

/** How an execution goes on. */
export interface Next {
  readonly state: string;
  /** Seconds until the next attempt; the execution is over when absent. */
  readonly wait?: number;
}

/** The longest that an execution waits for its next attempt; what is due later, the clock starts. */
const mostWait = 600;

/** One attempt at a containment or a release. */
export async function step({ stream, error }: Step): Promise<Next> {
  const { desk: of, store } = desk();
  if (!(await isOn())) return { state: "stopped" };
  if (error) await tellFailure(stream, `${error.Error ?? "Error"}: ${error.Cause ?? ""}`.slice(0, 1000));
  else await of.work(stream);
  const containment = (await store.load(stream))?.state as Containment | undefined;
  if (!containment) return { state: "none" };
  const { dueAt } = containments.find(containment);
  const { state } = containment;
  const wait = dueAt === undefined ? Infinity : Math.ceil((Date.parse(dueAt) - Date.parse(of.now())) / 1000);
  const isUnderWay = state === "applying" || state === "releasing";
  return isUnderWay && wait <= mostWait ? { state, wait: Math.max(1, wait) } : { state };
}

async function tellFailure(stream: string, error: string): Promise<void> {
  const { desk: of, store } = desk();
  const lease = ((await store.load(stream))?.state as Containment | undefined)?.lease;
  if (!lease) return;
  const command = { type: "fail", attempt: lease.attempt, error };
  const id = stream.slice(containments.kind.length + 1);
  await of.execute({ kind: containments.kind, id, command, by: "desk" });
}
