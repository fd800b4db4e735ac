import { findingsOf, type Format, formatOf } from "../findings/formats";
import type { Answer, Call, Operation } from "./operation";
import { orProblem, Problem } from "./problem";

export const findingOperations: readonly Operation[] = [
  {
    ...{ id: "reportFindings", method: "post", path: "/api/findings", role: "analyst", answer: "Reported" },
    summary: "Report findings as ASFF or OCSF, such as those of `guardrails check --format asff`.",
    body: { description: "A list of findings, or one, in ASFF or OCSF." },
    problems: [422],
    run(call) {
      const format = formatOf(call.body);
      if (format !== "asff" && format !== "ocsf")
        throw new Problem(422, "expected findings in ASFF or OCSF, got neither");
      return report(call, format, undefined, `user:${call.caller.id}`);
    },
  },
];

/** Makes tickets of what a request reports. The same request again changes nothing. */
export async function report(
  { context, body, now }: Pick<Call, "context" | "body" | "now">,
  format: Format,
  source: string | undefined,
  by?: string,
): Promise<Answer> {
  // All of them or none: half a batch would look as if all of it had arrived.
  const findings = await orProblem(422, () => findingsOf(format, body, source, now));
  const reported = [];
  for (const finding of findings) reported.push({ id: finding.id, ...(await context.desk.report(finding, by)) });
  context.changed();
  return { body: { findings: reported } };
}
