import { lambdaRuntimesAsOf, lambdaRuntimesSource } from "./lambda-runtimes";

/** Facts that AWS changes over time, and when each was last read. The command warns when one is older than 180 days. */
export const dataTables: readonly { name: string; asOf: string /* ISO date */; source: string }[] = [
  { name: "Lambda runtimes", asOf: lambdaRuntimesAsOf, source: lambdaRuntimesSource },
];
