import { ServiceControlPolicies } from "pulumi-guardrails/components";

// Everyone in these accounts may do whatever else their own permissions let them; only the role that deploys opens ports and
// changes firewalls. Policies don't bind the management account, in which this runs: keep workloads out of it.
const guardrails = new ServiceControlPolicies("guardrails", {
  targetIds: { workloads: "ou-ab12-34567890" },
  deploymentRoleArns: ["arn:aws:iam::*:role/deploy"],
  allowedRegions: ["eu-west-1", "eu-central-1", "us-east-1"],
  tags: { Owner: "platform", Environment: "prod" },
});

export const policyIds = guardrails.policyIds;
