import { createHash } from "node:crypto";
import type { RunbookSettings } from "../../settings/settings";
import { ask, type Call, call, type Send } from "../calls";
import type { Target } from "../target";
import type { ContainmentKind, Plan } from "./kind";

type Way = "contain" | "release";

interface Present {
  readonly runbook: RunbookSettings;
  /** How the automations of this containment ended, or that they run. */
  readonly executions: Readonly<Partial<Record<Way, string>>>;
}

/** Runs an automation of Systems Manager to contain, and another to release: what is restored is up to the second. */
export const runbook: ContainmentKind<Present, Record<string, never>> = {
  async read(send, target, { runbooks = {} }, { since }) {
    const found = runbooks[target.name];
    if (!found) return undefined;
    const executions: Partial<Record<Way, string>> = {};
    for (const way of ["contain", "release"] as const) {
      const status = await statusOf(send, found[way], tokenOf(target, since, way));
      if (status !== undefined) executions[way] = status;
    }
    return { runbook: found, executions };
  },
  facts: ({ runbook: { contain, release } }) => ({ names: [contain, release], tags: {} }),
  record: () => ({}),
  contain: (_before, present, { target, since }) => plan(present, target, since, "contain"),
  // What was never begun has nothing to be undone.
  release: (_before, present, { target, since }) =>
    present.executions.contain === undefined ? { calls: [] } : plan(present, target, since, "release"),
};

/** By the tag that it was started with: an execution can't be looked up by its token. */
async function statusOf(send: Send, document: string, token: string): Promise<string | undefined> {
  const { AutomationExecutionMetadataList: found = [] } = await ask(send, "ssm", "DescribeAutomationExecutions", {
    Filters: [
      { Key: "DocumentNamePrefix", Values: [document] },
      { Key: "TagKey", Values: [`guardrails:${token}`] },
    ],
  });
  return found[0]?.AutomationExecutionStatus;
}

function plan({ runbook: settings, executions }: Present, target: Target, since: string, way: Way): Plan {
  const status = executions[way];
  if (status === undefined) return { calls: [start(settings, target, since, way)] };
  if (status === "Success") return { calls: [] };
  if (["Failed", "TimedOut", "Cancelled", "Rejected"].includes(status)) {
    return { calls: [], different: [`expected runbook ${settings[way]} to succeed, got ${status}`] };
  }
  throw new Error(`expected runbook ${settings[way]} to have ended, got ${status}`);
}

/** Started twice with one token is started once. */
function start(settings: RunbookSettings, target: Target, since: string, way: Way): Call {
  const token = tokenOf(target, since, way);
  return call("ssm", "StartAutomationExecution", {
    ...{ DocumentName: settings[way], ClientToken: token, Tags: [{ Key: `guardrails:${token}`, Value: target.name }] },
    ...(settings.parameters && { Parameters: { ...settings.parameters } as Record<string, string[]> }),
  });
}

function tokenOf({ id }: Target, since: string, way: Way): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([id, since, way]))
    .digest("hex");
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join("-");
}
