export const metricNamespace = "Guardrails";

/**
 * A metric of this desk, written to the log in CloudWatch's embedded format: no call that could fail, and no right to make one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function putMetrics(values: Readonly<Record<string, number>>, write = writeLine): void {
  const Metrics = Object.keys(values).map((Name) => ({ Name }));
  const CloudWatchMetrics = [{ Namespace: metricNamespace, Dimensions: [["Desk"]], Metrics }];
  write(
    JSON.stringify({
      ...{ _aws: { Timestamp: Date.now(), CloudWatchMetrics }, Desk: process.env["TABLE"] ?? "desk" },
      ...values,
    }),
  );
}

/** Lambda wraps what `console.log` writes into JSON of its own, in which CloudWatch finds no metrics. */
function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
