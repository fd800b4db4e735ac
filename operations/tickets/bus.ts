/** Where events on the desk's bus come from. */
export const eventSource = "guardrails.desk";

/** What the bus tells of an event: what it holds stays in the table, for those who may read that. */
export interface Published {
  readonly stream: string;
  readonly version: number;
  readonly at: string;
  readonly by: string;
}

/** What EventBridge calls a finding in the desk's own shape, which any program of the account may put on the account's bus. */
export const findingDetailType = "Guardrails Finding";

/** What it calls the desk's own finding, which shows that findings arrive. */
export const canaryDetailType = "Guardrails Canary";
