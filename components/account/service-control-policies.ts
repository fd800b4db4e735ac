import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument, isRegion } from "../check-argument";
import { guardrails } from "./guardrails";
import { mostPolicies, type PackedPolicy, packStatements } from "./pack-statements";
import { expectNames } from "./skip";
import { regionStatement, statementOf } from "./statements";

export interface ServiceControlPoliciesArgs {
  /**
   * Ids of the organizational units, accounts or the root that the policies bind, each by a name for it, such as
   * `{ workloads: "ou-ab12-34567890" }`.
   */
  targetIds: { [name: string]: pulumi.Input<string> };
  /**
   * ARN patterns of the roles that deploy, such as `arn:aws:iam::*:role/deploy`. Only they may change security groups, firewalls,
   * routes, the settings of detection and themselves, and pass themselves to a service: name the role that makes them too, such
   * as `arn:aws:iam::*:role/OrganizationAccountAccessRole`, and that of a pipeline which hands them to CloudFormation.
   */
  deploymentRoleArns: string[];
  /**
   * Regions in which anything may be done.
   * @default - every region
   */
  allowedRegions?: string[];
  /**
   * Names of guardrails to leave out: `leave-organization`, `root-user`, `root-access-keys`, `deployment-roles`,
   * `identity-providers`, `trail`, `config`, `guardduty`, `security-hub`, `access-analyzer`, `macie`, `detection-settings`,
   * `unencrypted-volumes`, `unencrypted-file-systems`, `ebs-encryption-default`, `imdsv1`, `imdsv1-credentials`,
   * `metadata-options`, `s3-public-access-block`, `public-acls`, `public-images`, `ec2-public-access-block`,
   * `database-snapshots`, `key-deletion`, `security-groups`, `security-group-assignments`, `network-acls`, `routes`,
   * `network-firewall`, `dns-firewall`, `waf`.
   * @default - none
   */
  skip?: string[];
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * Service control policies that stop, before it happens, what the pack would find. They bind every identity of member accounts but
 * service-linked roles, and nobody in the management account, where they are made. Resource control policies, which bind outsiders
 * too, and declarative policies, which hold EC2's defaults, are not made. Children: policies `<name>-account`,
 * `<name>-detection`, `<name>-data` and `<name>-network`, going on in `<name>-network-2` when one is full; policy attachments
 * `<policy>-<target>`.
 */
export class ServiceControlPolicies extends pulumi.ComponentResource {
  /** The ids of the policies, by their names without the component's. */
  readonly policyIds: pulumi.Output<{ [name: string]: string }>;

  constructor(name: string, args: ServiceControlPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    const policies = plan(args);
    super("guardrails:index:ServiceControlPolicies", name, args, opts);
    const child = { parent: this };

    const policyIds: { [name: string]: pulumi.Output<string> } = {};
    for (const { name: policyName, content } of policies) {
      const policy = new aws.organizations.Policy(
        `${name}-${policyName}`,
        { type: "SERVICE_CONTROL_POLICY", description: `Guardrails: ${policyName}`, content, tags: args.tags },
        child,
      );
      for (const [target, targetId] of Object.entries(args.targetIds)) {
        new aws.organizations.PolicyAttachment(
          `${name}-${policyName}-${target}`,
          { policyId: policy.id, targetId },
          child,
        );
      }
      policyIds[policyName] = policy.id;
    }

    this.policyIds = pulumi.output(policyIds);
    this.registerOutputs({ policyIds: this.policyIds });
  }
}

function plan({
  targetIds,
  deploymentRoleArns,
  allowedRegions,
  skip = [],
}: ServiceControlPoliciesArgs): PackedPolicy[] {
  const targets = Object.keys(targetIds);
  expectArgument(targets.length > 0, "targetIds", "at least one target", targetIds);
  for (const target of targets)
    expectArgument(/^[\w-]+$/.test(target), "targetIds", "named by letters and digits", target);
  expectArgument(deploymentRoleArns.length > 0, "deploymentRoleArns", "at least one role", deploymentRoleArns);
  for (const arn of deploymentRoleArns) {
    expectArgument(isRolePattern(arn), "deploymentRoleArns", "ARNs of roles such as arn:aws:iam::*:role/deploy", arn);
  }
  expectArgument(allowedRegions?.length !== 0, "allowedRegions", "at least one region", allowedRegions);
  for (const region of allowedRegions ?? []) {
    expectArgument(isRegion(region), "allowedRegions", "regions such as eu-west-1", region);
  }
  expectNames("skip", skip, guardrails);

  const ofSubject: Record<string, ReturnType<typeof statementOf>[]> = {};
  for (const guardrail of guardrails.filter((one) => !skip.includes(one.name))) {
    (ofSubject[guardrail.subject] ??= []).push(statementOf(guardrail, deploymentRoleArns));
  }
  if (allowedRegions) (ofSubject.account ??= []).push(regionStatement(allowedRegions));
  const policies = packStatements(ofSubject);
  expectArgument(policies.length > 0, "skip", "the names of some guardrails, not of all", skip);
  expectArgument(
    policies.length <= mostPolicies,
    "deploymentRoleArns",
    `few enough for ${mostPolicies} policies of 5120 characters`,
    deploymentRoleArns.length,
  );
  return policies;
}

/** A pattern that any role matches would except everyone. */
function isRolePattern(arn: string): boolean {
  return /^arn:(\*|aws[a-z-]*):iam::(\*|\d{12}):role\/.*[^*?/].*$/.test(arn);
}
