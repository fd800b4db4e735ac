import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket, Instance, SecurityGroups, Vpc } from "../../components";
import { deployToEmulator, describeWithEmulator } from "../support/aws-emulator/deploy";

const zones = ["eu-west-1a", "eu-west-1b"];

function groupWithRules(cidrs: readonly string[]): void {
  const { vpcId } = new Vpc("net", { zones });
  const { ids } = new SecurityGroups("shop", { vpcId, groups: { web: {} }, flows: [], shared: true });
  const securityGroupId = ids.apply(({ web = "" }) => web);
  cidrs.forEach((cidrIpv4, index) => {
    const rule = { securityGroupId, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4 };
    new aws.vpc.SecurityGroupIngressRule(`rule-${index}`, rule);
  });
}

/** Without these, a test that passes would say nothing. */
describeWithEmulator("the emulator", () => {
  const refused: Record<string, readonly [program: () => unknown, message: RegExp]> = {
    "a subnet that overlaps one of the component's": [
      () => new aws.ec2.Subnet("late", { vpcId: new Vpc("net", { zones }).vpcId, cidrBlock: "10.0.0.0/24" }),
      /aws:ec2\/subnet:Subnet .*: InvalidSubnet\.Conflict/,
    ],
    "a subnet outside the VPC": [
      () => new aws.ec2.Subnet("far", { vpcId: new Vpc("net", { zones }).vpcId, cidrBlock: "10.1.0.0/24" }),
      /Subnet far: InvalidSubnet\.Range/,
    ],
    "a zone that the region doesn't have": [
      () => new Vpc("net", { zones: ["eu-west-1a", "eu-west-1f"] }),
      /aws:ec2\/subnet:Subnet net-\w+-f: InvalidParameterValue: .*eu-west-1f/,
    ],
    "a rule twice": [() => groupWithRules(["10.1.0.0/24", "10.1.0.0/24"]), /: InvalidPermission\.Duplicate/],
    "more rules than the quota": [
      () => groupWithRules(Array.from({ length: 61 }, (_, n) => `10.1.${n}.0/24`)),
      /: RulesPerSecurityGroupLimitExceeded/,
    ],
    "access logs into a bucket that may not take them": [
      () => {
        const logBucket = new aws.s3.Bucket("plain").bucket;
        new Bucket("files", { logBucket });
      },
      /aws:s3\/bucketLogging:BucketLogging files: InvalidTargetBucketForLogging/,
    ],
    "a policy for a role that doesn't exist": [
      () => new Bucket("files").grantRead("web", "nobody"),
      /aws:iam\/rolePolicy:RolePolicy files-web-read: NoSuchEntity/,
    ],
    "a policy that is no policy": [
      () => {
        const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
        const role = new aws.iam.Role("web", { assumeRolePolicy }).name;
        new aws.iam.RolePolicy("web", { role, policy: "everyone" });
      },
      /aws:iam\/rolePolicy:RolePolicy web: MalformedPolicyDocument/,
    ],
    "a managed policy that doesn't exist": [
      () => {
        const { privateSubnetIds } = new Vpc("net", { zones });
        const policyArns = { agent: "arn:aws:iam::123456789012:policy/metrics" };
        const subnetId = privateSubnetIds.apply(([first = ""]) => first);
        new Instance("web", { subnetId, securityGroupIds: [], policyArns });
      },
      /aws:iam\/rolePolicyAttachment:RolePolicyAttachment web-agent: NoSuchEntity/,
    ],
    "a type that nobody wrote a call for": [
      () => new aws.sns.Topic("news"),
      /expected a type that .*create knows, got aws:sns\/topic:Topic/,
    ],
  };
  for (const [what, [program, message]] of Object.entries(refused)) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        deployToEmulator(() => {
          program();
          return pulumi.output(undefined);
        }),
        message,
      );
    });
  }
});
