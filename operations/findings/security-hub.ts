import { paginateGetFindings, SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { Instant } from "../core/decider";
import type { Finding } from "./finding";
import { findingsOf } from "./formats";

/**
 * All that Security Hub finds now and nobody has answered there, other than what `guardrails` itself has sent it.
 *
 * @throws what AWS answers: then nothing is known
 */
export async function activeFindings(client: SecurityHubClient, now: Instant): Promise<readonly Finding[]> {
  const Filters = {
    RecordState: [{ Value: "ACTIVE", Comparison: "EQUALS" as const }],
    WorkflowStatus: ["NEW", "NOTIFIED"].map((Value) => ({ Value, Comparison: "EQUALS" as const })),
  };
  const active: Finding[] = [];
  for await (const { Findings = [] } of paginateGetFindings({ client, pageSize: 100 }, { Filters })) {
    const read = Findings.flatMap((finding) => findingsOf("asff", finding, undefined, now));
    active.push(...read.filter(({ source, status }) => source === "securityhub" && status === "active"));
  }
  return active;
}

/** Security Hub in some regions, which make one answer: what is missing in one would seem to be no more. */
export function securityHub(regions: readonly string[]) {
  const clients = regions.map((region) => new SecurityHubClient({ region }));
  return {
    name: "securityhub",
    ask: async (now: Instant) => (await Promise.all(clients.map((client) => activeFindings(client, now)))).flat(),
  };
}
