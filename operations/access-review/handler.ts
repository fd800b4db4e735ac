import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { temporaryAccess } from "../access/decide";
import { accountSender } from "../aws/runtime/account-sender";
import { isAutomationOn } from "../aws/runtime/automation";
import { deployedDesk, type Running } from "../aws/runtime/desk";
import { variable } from "../aws/runtime/environment";
import { putMetrics } from "../aws/runtime/metrics";
import { sweepKind } from "../aws/runtime/sweep";
import { openCampaign } from "./campaign";
import { collect } from "./collect";
import { reviews } from "./decide";
import { itemsOf } from "./items";
import type { Reach } from "./work";

const sts = new STSClient();
const sendTo = accountSender(sts, process.env["MEMBER_ROLE"]);

/** Opens the campaign of this month: asks about all access in this account, and what Identity Center gives from here. */
export async function open(): Promise<void> {
  const { desk, settings } = deployedDesk();
  const { Account = "" } = await sts.send(new GetCallerIdentityCommand());
  const collected = await collect(await sendTo(Account, ""));
  const items = itemsOf(collected, settings, desk.now().slice(0, 7), desk.now());
  if (items.length === 0) return;
  const count = await openCampaign(desk, items, { by: "clock", gaps: collected.gaps });
  putMetrics({ AccessesAsked: count });
}

let giving: Running | undefined;
let mayGive = false;

/**
 * Gives the temporary access that was approved, and takes it when its time is over. Switched off, attempts fail without a call to
 * AWS: what is over then becomes a ticket, as silence would leave somebody in a group.
 */
export async function temporary(): Promise<void> {
  mayGive = await isAutomationOn(variable("KILL_SWITCH"));
  const { Account = "" } = await sts.send(new GetCallerIdentityCommand());
  giving ??= deployedDesk(() => {
    const off = () => Promise.reject(new Error("expected the automation to be on, got it switched off"));
    return { sendToGroups: (account) => (mayGive ? sendTo(account ?? Account, "") : off()) };
  });
  const { failures } = await sweepKind(giving.desk, temporaryAccess.kind);
  putMetrics({ AccessSweeps: 1, AccessFailures: failures });
}

let running: Running | undefined;

/** Reminds, and revokes what was decided on, unless the automation is switched off. */
export async function work(): Promise<void> {
  const on = await isAutomationOn(variable("KILL_SWITCH"));
  const { Arn = "" } = await sts.send(new GetCallerIdentityCommand());
  running ??= deployedDesk(({ containment }) => {
    const protection = { protected: containment.protected, self: [Arn] };
    const reach: Reach = { sendTo: (account) => sendTo(account, ""), protection };
    return { reach };
  });
  const { failures } = on ? await sweepKind(running.desk, reviews.kind) : { failures: 0 };
  putMetrics({ ReviewSweeps: 1, ReviewFailures: failures, ReviewsOff: on ? 0 : 1 });
}
