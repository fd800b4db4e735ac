import type { iam } from "@pulumi/aws";
import { patchBuckets } from "../patch-buckets";
import type { Place } from "../place";

/** Whom and what an endpoint serves. */
export interface Perimeter {
  /** Serves its members and their resources; without one, the account and its own. */
  readonly organizationId?: string;
  /** Other accounts whose resources the principals may reach. */
  readonly trustedAccountIds: readonly string[];
}

type Statement = iam.PolicyStatement;
type Keys = Record<string, string | string[]>;

/**
 * Lets own principals through to any resource: what a service does for them often belongs to AWS, such as public parameters
 * and documents. AWS services themselves pass, as in AWS's examples of a data perimeter.
 * https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/vpc_endpoint_policies
 */
export function interfacePolicy(service: string, place: Place, perimeter: Perimeter): iam.PolicyDocument {
  return document([
    allow("OwnPrincipals", { StringEquals: ownPrincipals(place, perimeter) }),
    allow("AwsServices", { Bool: { "aws:PrincipalIsAWSService": "true" } }),
    ...unsigned(service, place, perimeter),
  ]);
}

/** Lets own principals through to own resources only: to S3 and DynamoDB one could copy data out. */
export function gatewayPolicy(service: "s3" | "dynamodb", place: Place, perimeter: Perimeter): iam.PolicyDocument {
  const { trustedAccountIds } = perimeter;
  const principals = ownPrincipals(place, perimeter);
  return document([
    allow("OwnResources", { StringEquals: { ...principals, ...ownResources(place, perimeter) } }),
    ...(trustedAccountIds.length > 0
      ? [allow("TrustedAccounts", { StringEquals: { ...principals, "aws:ResourceAccount": [...trustedAccountIds] } })]
      : []),
    allow("AwsServices", { Bool: { "aws:PrincipalIsAWSService": "true" } }),
    ...(service === "s3" ? [awsBuckets(place)] : []),
  ]);
}

function document(statements: Statement[]): iam.PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

function allow(sid: string, condition: Record<string, Keys>): Statement {
  return { Sid: sid, Effect: "Allow", Principal: "*", Action: "*", Resource: "*", Condition: condition };
}

function ownPrincipals({ account }: Place, { organizationId }: Perimeter): Keys {
  return organizationId === undefined ? { "aws:PrincipalAccount": account } : { "aws:PrincipalOrgID": organizationId };
}

function ownResources({ account }: Place, { organizationId }: Perimeter): Keys {
  return organizationId === undefined ? { "aws:ResourceAccount": account } : { "aws:ResourceOrgID": organizationId };
}

/** Who assumes a role by a token of an identity provider, as pods of EKS do, is nobody's principal yet. */
function unsigned(service: string, place: Place, perimeter: Perimeter): Statement[] {
  if (service !== "sts") return [];
  const condition = { StringEquals: ownResources(place, perimeter) };
  const actions = ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"];
  return [{ ...allow("OwnRolesByToken", condition), Action: actions }];
}

/**
 * Buckets of AWS from which instances load packages, agents, patches and image layers, unsigned or signed by AWS.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html
 * https://docs.aws.amazon.com/linux/al2023/ug/live-patching.html
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
function awsBuckets({ partition, region }: Place): Statement {
  const buckets = [
    ...["al2023-repos-REGION-de612dc2", "al2023-REGION", "amazonlinux-2-repos-REGION"],
    ...["aws-ssm-REGION", "amazon-ssm-REGION", "amazon-ssm-packages-REGION", "REGION-birdwatcher-prod"],
    ...["aws-ssm-distributor-file-REGION", "aws-ssm-document-attachments-REGION"],
    ...patchBuckets(region),
    ...["aws-windows-downloads-REGION", "amazoncloudwatch-agent", "amazoncloudwatch-agent-REGION"],
    ...["aws-codedeploy-REGION", "prod-REGION-starport-layer-bucket"],
  ];
  return {
    Sid: "BucketsOfAws",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: buckets.map((bucket) => `arn:${partition}:s3:::${bucket.replace("REGION", region)}/*`),
  };
}
