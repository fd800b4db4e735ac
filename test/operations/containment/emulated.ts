import { type Call, type Send, sender } from "../../../operations/containment/calls";
import { containmentKind, type ContainmentParts } from "../../../operations/containment/drive";
import type { Containment } from "../../../operations/containment/containment";
import { requestContainment } from "../../../operations/containment/request";
import { containments } from "../../../operations/containment/decide";
import { Refusal } from "../../../operations/core/decider";
import { execute } from "../../../operations/core/execute";
import type { Store } from "../../../operations/core/store";
import type { ContainmentSettings } from "../../../operations/settings/settings";
import { SqliteStore } from "../../../operations/store/sqlite";
import { emulator } from "../../support/aws-emulator/server";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

export const account = "123456789012";
export const region = "eu-west-1";

export const settings: ContainmentSettings = {
  ...{ protected: ["role/break-glass", "tag:protected=true"], perHour: 20, production: [], reviewHours: 24 },
};

/** Sends to the emulator, without credentials that are good for anything. */
export async function emulated(): Promise<Send> {
  const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
  return sender({ endpoint: await emulator(), region, credentials, maxAttempts: 1 });
}

/** A desk's part that contains, whose clock is moved by hand. */
export class Scene {
  now = Date.parse("2026-11-24T09:00:00Z");
  store: Store = SqliteStore.open();
  readonly sent: Call[] = [];

  constructor(
    public send: Send,
    readonly settings: ContainmentSettings,
  ) {}

  readonly at = () => new Date(this.now).toISOString();

  get parts(): ContainmentParts {
    return {
      ...{ store: this.store, settings: this.settings, now: this.at },
      sendTo: () => async (call) => {
        if (!/^(Get|List|Describe)/.test(call.command)) this.sent.push(call);
        return this.send(call);
      },
      self: () => Promise.resolve([`arn:aws:sts::${account}:assumed-role/guardrails-desk/containment`]),
      pause: () => Promise.resolve(),
    };
  }

  pass(minutes: number): void {
    this.now += minutes * 60_000;
  }

  async load(id: string): Promise<Containment | undefined> {
    return (await this.store.load(`containment/${id}`))?.state as Containment | undefined;
  }

  async work(id: string): Promise<Containment | undefined> {
    await containmentKind(this.parts).work?.(id);
    return this.load(id);
  }

  async contain(id: string, hold = "h1"): Promise<Containment | undefined> {
    const [asked] = await requestContainment(this.parts, [id], { id: hold, reason: "it beacons" }, "user:ana");
    if (asked?.refused !== undefined) throw new Error(asked.refused);
    return this.work(id);
  }

  async release(id: string, hold = "h1"): Promise<Containment | undefined> {
    const command = { type: "release" as const, hold, reason: "it is clean" };
    const outcome = await execute(this.store, containments, { id, command, by: "user:ana" }, this.at());
    if (outcome instanceof Refusal) throw new Error(outcome.reason);
    return this.work(id);
  }
}
