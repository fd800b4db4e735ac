import { paginateGetFindings, type SecurityHubClient } from "@aws-sdk/client-securityhub";
import { logError } from "./batch";
import type { Running } from "./desk";
import { after, eventId, type Recorded } from "../../core/decider";
import { findingsOf } from "../../findings/formats";

/** What an hour has lost. */
export interface CaughtUp {
  /** Findings of the source that no ticket was made of. They have one now. */
  readonly unticketed: number;
  /** Events that nobody had acted on. Somebody has now. */
  readonly unpublished: number;
  /** What could not be made up for. It is tried again in an hour. */
  readonly failures: number;
}

/** EventBridge tries for a day; what it gave up is found on the next. */
const days = 2;
/** Minutes that the stream has for an event. */
const patience = 5;
const mostEvents = 1000;

/**
 * Reports again what the source has changed in the last days, and acts on the events that nobody has acted on: both change
 * nothing where all is well. Not all that the source finds: at a hundred thousand findings, that would take longer than an hour.
 */
export async function catchUp(
  { desk, store }: Running,
  publish: (recorded: Recorded<unknown>) => Promise<void>,
  client: SecurityHubClient,
): Promise<CaughtUp> {
  const counts = { unticketed: 0, unpublished: 0, failures: 0 };
  const attempt = async (what: string, run: () => Promise<void>) => {
    try {
      await run();
    } catch (error) {
      counts.failures += 1;
      logError(what, error);
    }
  };
  const late = (await store.unsettled(mostEvents)).filter(({ at }) => at < after(desk.now(), -patience));
  for (const recorded of late) {
    await attempt(eventId(recorded), async () => {
      await publish(recorded);
      counts.unpublished += 1;
    });
  }
  await attempt("Security Hub", async () => {
    for await (const finding of updatedFindings(client)) {
      await attempt(finding.Id ?? "a finding", async () => {
        for (const report of findingsOf("asff", finding)) {
          if ((await desk.report(report)).outcome === "opened") counts.unticketed += 1;
        }
      });
    }
  });
  return counts;
}

async function* updatedFindings(client: SecurityHubClient) {
  const Filters = { UpdatedAt: [{ DateRange: { Value: days, Unit: "DAYS" as const } }] };
  for await (const { Findings = [] } of paginateGetFindings({ client, pageSize: 100 }, { Filters })) yield* Findings;
}
