import * as aws from "@pulumi/aws";
import { placeOf } from "../place";
import type { RegionScope } from "./region-scope";

/**
 * Children: detector `<name>-guardduty` and its features `<name>-guardduty-<feature>`; Security Hub and its subscription to AWS
 * Foundational Security Best Practices `<name>-security-hub`; analyzer `<name>-access-analyzer`; Macie `<name>-macie`.
 */
export function detection(
  scope: RegionScope,
  { ofOrganization, macie }: { readonly ofOrganization: boolean; readonly macie: boolean },
): void {
  const { nameOf, region, child, tags, has } = scope;
  if (has("guardduty")) guardDuty(scope);
  if (has("security-hub")) securityHub(scope);
  if (has("access-analyzer")) {
    // Alike in every region, as another name would be another analyzer.
    const analyzerName = `${scope.component}-access-analyzer`;
    const type = ofOrganization ? "ORGANIZATION" : "ACCOUNT";
    new aws.accessanalyzer.Analyzer(nameOf("access-analyzer"), { analyzerName, type, region, tags }, child);
  }
  if (macie) {
    new aws.macie2.Account(
      nameOf("macie"),
      { status: "ENABLED", findingPublishingFrequency: "FIFTEEN_MINUTES", region },
      child,
    );
  }
}

/** Each one is looked for by Security Hub: GuardDuty.5 to GuardDuty.10. */
export const features = [
  { feature: "S3_DATA_EVENTS", does: "who reads and writes the objects of buckets" },
  { feature: "EKS_AUDIT_LOGS", does: "what the control planes of Kubernetes are asked" },
  { feature: "EBS_MALWARE_PROTECTION", does: "the volumes of an instance that behaves oddly" },
  { feature: "RDS_LOGIN_EVENTS", does: "who signs in to databases" },
  { feature: "LAMBDA_NETWORK_LOGS", does: "where functions connect to" },
].map(({ feature, does }) => ({
  feature,
  part: `guardduty-${feature.toLowerCase().replaceAll("_", "-")}`,
  does: `has GuardDuty look at ${does}`,
}));

/** GuardDuty.11 to GuardDuty.13. */
const agents = ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"];

function guardDuty({ nameOf, region, child, tags, has }: RegionScope): void {
  const detector = new aws.guardduty.Detector(
    nameOf("guardduty"),
    { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES", region, tags },
    child,
  );
  const on = { detectorId: detector.id, status: "ENABLED", region };
  for (const { feature, part } of features) {
    if (has(part)) new aws.guardduty.DetectorFeature(nameOf(part), { ...on, name: feature }, child);
  }
  if (has("guardduty-runtime-monitoring")) {
    const additionalConfigurations = agents.map((name) => ({ name, status: "ENABLED" }));
    new aws.guardduty.DetectorFeature(
      nameOf("guardduty-runtime-monitoring"),
      { ...on, name: "RUNTIME_MONITORING", additionalConfigurations },
      child,
    );
  }
}

function securityHub({ nameOf, region, child }: RegionScope): void {
  const hub = new aws.securityhub.Account(
    nameOf("security-hub"),
    // By default it would also subscribe to CIS 1.2, of 2018.
    { enableDefaultStandards: false, controlFindingGenerator: "SECURITY_CONTROL", autoEnableControls: true, region },
    child,
  );
  const standardsArn = placeOf(child).apply(
    (place) =>
      `arn:${place.partition}:securityhub:${region ?? place.region}::standards/aws-foundational-security-best-practices/v/1.0.0`,
  );
  new aws.securityhub.StandardsSubscription(
    nameOf("security-hub"),
    { standardsArn, region },
    { ...child, dependsOn: [hub] },
  );
}
