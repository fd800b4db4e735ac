import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { ServiceControlPolicies, type ServiceControlPoliciesArgs } from "../../../components";
import { guardrails } from "../../../components/account/guardrails";
import { packStatements } from "../../../components/account/pack-statements";
import { type DenyStatement, statementOf } from "../../../components/account/statements";
import { tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";
import { isDenied, type Request } from "./is-denied";

const names = guardrails.map(({ name }) => name);
const role = fc.stringMatching(/^[a-z]{1,40}$/).map((name) => `arn:aws:iam::*:role/${name}`);
const targetIds = { workloads: "ou-ab12-34567890", sandbox: "123456789012" };
const deploymentRoleArns = ["arn:aws:iam::*:role/deploy"];
const accepted: fc.Arbitrary<ServiceControlPoliciesArgs> = fc.record(
  {
    targetIds: fc.constantFrom(targetIds, { root: "r-ab12" }),
    deploymentRoleArns: fc.uniqueArray(role, { minLength: 1, maxLength: 30 }),
    allowedRegions: fc.uniqueArray(fc.constantFrom("eu-west-1", "us-east-1", "us-gov-west-1", "ap-southeast-2"), {
      minLength: 1,
    }),
    skip: fc.uniqueArray(fc.constantFrom(...names), { maxLength: names.length - 1 }),
    tags,
  },
  { requiredKeys: ["targetIds", "deploymentRoleArns"] },
);

testComponent<ServiceControlPoliciesArgs>("ServiceControlPolicies", {
  make: (name, args) => new ServiceControlPolicies(name, args),
  least: { targetIds, deploymentRoleArns },
  accepted,
  refused: {
    "policies without a target": [
      { targetIds: {}, deploymentRoleArns },
      /expected `targetIds` to be at least one target/,
    ],
    "a target without a name": [
      { targetIds: { "": "r-ab12" }, deploymentRoleArns },
      /expected `targetIds` to be named by letters and digits, got ""/,
    ],
    "policies under which nobody could deploy": [
      { targetIds, deploymentRoleArns: [] },
      /expected `deploymentRoleArns` to be at least one role, got \[\]/,
    ],
    "a pattern that every role matches": [
      { targetIds, deploymentRoleArns: ["arn:aws:iam::*:role/*"] },
      /expected `deploymentRoleArns` to be ARNs of roles such as arn:aws:iam::\*:role\/deploy, got "arn:aws:iam::\*:role\/\*"/,
    ],
    "an unknown name": [
      { targetIds, deploymentRoleArns, skip: ["guard-duty"] },
      /expected `skip` to be among leave-organization, .*, waf, got "guard-duty"/,
    ],
    "leaving out everything": [
      { targetIds, deploymentRoleArns, skip: names },
      /expected `skip` to be the names of some guardrails, not of all/,
    ],
    "a zone among the regions": [
      { targetIds, deploymentRoleArns, allowedRegions: ["eu-west-1a"] },
      /expected `allowedRegions` to be regions such as eu-west-1, got "eu-west-1a"/,
    ],
    "no region": [
      { targetIds, deploymentRoleArns, allowedRegions: [] },
      /expected `allowedRegions` to be at least one region, got \[\]/,
    ],
    "more roles than a statement can except": [
      {
        targetIds,
        deploymentRoleArns: Array.from({ length: 100 }, (_, i) => `arn:aws:iam::*:role/${"a".repeat(40)}${i}`),
      },
      /expected `DenyDeploymentRoles` to be at most 5120 characters with the roles that it excepts, got \d+/,
    ],
    "more roles than nine policies can except": [
      {
        targetIds,
        deploymentRoleArns: Array.from({ length: 37 }, (_, i) => `arn:aws:iam::*:role/${"a".repeat(40)}${i}`),
      },
      /expected `deploymentRoleArns` to be few enough for 9 policies of 5120 characters, got 37/,
    ],
  },
});

async function policiesOf(args: ServiceControlPoliciesArgs) {
  const resources = await deploy(() => {
    new ServiceControlPolicies("it", args);
  });
  return resources
    .filter(({ type }) => type === "aws:organizations/policy:Policy")
    .map(({ name, inputs }) => ({ name, content: inputs.content as string }));
}

const statementsOf = (policies: readonly { content: string }[]) =>
  policies.flatMap(({ content }) => (JSON.parse(content) as { Statement: DenyStatement[] }).Statement);

describe("the policies of ServiceControlPolicies", () => {
  it("hold each statement once, by a Sid of letters and digits, in at most 5120 characters", async () => {
    await fc.assert(
      fc.asyncProperty(accepted, async (args) => {
        const policies = await policiesOf(args);
        const sids = statementsOf(policies).map(({ Sid }) => Sid);
        assert.equal(sids.length, names.length - (args.skip?.length ?? 0) + (args.allowedRegions ? 1 : 0));
        assert.equal(new Set(sids).size, sids.length);
        assert.ok(sids.every((sid) => /^[A-Za-z0-9]+$/.test(sid)));
        assert.ok(policies.every(({ content }) => content.length <= 5120 && !/\s/.test(content)));
      }),
      { numRuns: 40 },
    );
  });

  it("need four places on a target by default, as many as an organization had before 2026", async () => {
    const policies = await policiesOf({ targetIds, deploymentRoleArns, allowedRegions: ["eu-west-1"] });
    assert.deepEqual(
      policies.map(({ name }) => name),
      ["it-account", "it-detection", "it-data", "it-network"],
    );
  });

  it("stay as they are when a guardrail of another subject is left out or grows", async () => {
    const before = await policiesOf({ targetIds, deploymentRoleArns });
    const after = await policiesOf({ targetIds, deploymentRoleArns, skip: ["waf"], allowedRegions: ["eu-west-1"] });
    const changed = before.filter(({ name, content }) => !after.some((p) => p.name === name && p.content === content));
    assert.deepEqual(
      changed.map(({ name }) => name),
      ["it-account", "it-network"],
    );
  });

  it("go on in a second policy of the subject when the first is full, in the same order", () => {
    const statements = guardrails.map((one) => statementOf(one, ["arn:aws:iam::*:role/deploy"]));
    fc.assert(
      fc.property(fc.integer({ min: 1200, max: 5120 }), (most) => {
        const packed = packStatements({ all: statements }, most);
        assert.deepEqual(
          packed.map(({ name }) => name),
          packed.map((_, index) => (index === 0 ? "all" : `all-${index + 1}`)),
        );
        assert.ok(packed.every(({ content }) => content.length <= most));
        assert.equal(statementsOf(packed).length, statements.length);
      }),
    );
  });

  it("name the same guardrails in the documentation of `skip`", () => {
    const source = readFileSync("components/account/service-control-policies.ts", "utf8");
    const listed = /Names of guardrails to leave out:([^]*?)@default/.exec(source)?.[1] ?? "";
    assert.deepEqual(
      [...listed.matchAll(/`([a-z0-9-]+)`/g)].map(([, name]) => name),
      names,
    );
  });
});

const developer = "arn:aws:iam::123456789012:role/developer";
const deployer = "arn:aws:iam::123456789012:role/deploy";
const root = "arn:aws:iam::123456789012:root";
const group = "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1";
const instance = "arn:aws:ec2:eu-west-1:123456789012:instance/*";
const volume = "arn:aws:ec2:eu-west-1:123456789012:volume/*";
const cases: [what: string, request: Partial<Request> & { action: string }, denied: boolean][] = [
  ["a developer opens a security group", { action: "ec2:AuthorizeSecurityGroupIngress", resource: group }, true],
  ["the deployment role opens one", { action: "ec2:AuthorizeSecurityGroupIngress", principal: deployer }, false],
  ["a developer makes a role that may open one", { action: "iam:CreateRole", resource: deployer }, true],
  ["a developer lets someone become that role", { action: "iam:UpdateAssumeRolePolicy", resource: deployer }, true],
  ["a developer has a function run as that role", { action: "iam:PassRole", resource: deployer }, true],
  ["a developer passes another role", { action: "iam:PassRole", resource: developer }, false],
  ["a developer has roles trust an identity provider of theirs", { action: "iam:UpdateSAMLProvider" }, true],
  ["a developer gives a subnet another route table", { action: "ec2:AssociateRouteTable" }, true],
  ["a developer lets a gateway write routes", { action: "ec2:EnableVgwRoutePropagation" }, true],
  ["a developer makes a VPC that is open from the start", { action: "ec2:CreateDefaultVpc" }, true],
  ["a developer suspends Macie", { action: "macie2:UpdateMacieSession" }, true],
  ["a developer records fewer types", { action: "config:DisassociateResourceTypes" }, true],
  ["a developer makes keys useless", { action: "kms:DeleteImportedKeyMaterial" }, true],
  ["the role is changed by itself", { action: "iam:PutRolePolicy", resource: deployer, principal: deployer }, false],
  ["a developer makes another role", { action: "iam:CreateRole", resource: developer }, false],
  ["a developer looks at one", { action: "ec2:DescribeSecurityGroups" }, false],
  ["a developer gives an instance another group", { action: "ec2:ModifyInstanceAttribute", resource: group }, true],
  ["a developer stops at that instance", { action: "ec2:ModifyInstanceAttribute", resource: instance }, false],
  ["a developer unhooks a web ACL", { action: "wafv2:DisassociateWebACL" }, true],
  ["a developer drops a DNS firewall", { action: "route53resolver:DisassociateFirewallRuleGroup" }, true],
  ["a developer adds a resolver rule", { action: "route53resolver:CreateResolverRule" }, false],
  ["the deployment role stops the trail", { action: "cloudtrail:StopLogging", principal: deployer }, true],
  ["the deployment role changes the trail", { action: "cloudtrail:UpdateTrail", principal: deployer }, false],
  ["a developer changes the trail", { action: "cloudtrail:UpdateTrail" }, true],
  ["someone switches off unified Security Hub", { action: "securityhub:DisableSecurityHubV2" }, true],
  ["someone leaves the organization", { action: "organizations:LeaveOrganization", principal: deployer }, true],
  ["the root user does anything", { action: "s3:ListAllMyBuckets", principal: root }, true],
  [
    "the management account acts as root for a task",
    { action: "s3:DeleteBucketPolicy", principal: root, context: { "aws:AssumedRoot": "true" } },
    false,
  ],
  [
    "an instance is launched with IMDSv2",
    { action: "ec2:RunInstances", resource: instance, context: { "ec2:MetadataHttpTokens": "required" } },
    false,
  ],
  [
    "an instance is launched with IMDSv1",
    { action: "ec2:RunInstances", resource: instance, context: { "ec2:MetadataHttpTokens": "optional" } },
    true,
  ],
  ["an instance is launched without saying", { action: "ec2:RunInstances", resource: instance }, true],
  ["credentials of IMDSv1 are used", { action: "s3:GetObject", context: { "ec2:RoleDelivery": "1.0" } }, true],
  ["credentials of IMDSv2 are used", { action: "s3:GetObject", context: { "ec2:RoleDelivery": "2.0" } }, false],
  [
    "an instance is launched with an unencrypted volume",
    { action: "ec2:RunInstances", resource: volume, context: { "ec2:Encrypted": "false" } },
    true,
  ],
  [
    "a volume is encrypted",
    { action: "ec2:CreateVolume", resource: volume, context: { "ec2:Encrypted": "true" } },
    false,
  ],
  ["an image is shared with all", { action: "ec2:ModifyImageAttribute", context: { "ec2:Add/group": "all" } }, true],
  [
    "an image is shared with an account",
    { action: "ec2:ModifyImageAttribute", context: { "ec2:Add/userId": "1" } },
    false,
  ],
  ["an object is made public", { action: "s3:PutObject", context: { "s3:x-amz-acl": "public-read" } }, true],
  ["an object is written", { action: "s3:PutObject" }, false],
  ["a developer lifts a bucket's block", { action: "s3:PutBucketPublicAccessBlock" }, true],
  ["something is made elsewhere", { action: "ec2:CreateVpc", context: { "aws:RequestedRegion": "us-west-2" } }, true],
  ["a user is made in us-east-1", { action: "iam:CreateUser", context: { "aws:RequestedRegion": "us-east-1" } }, false],
];

describe("what ServiceControlPolicies deny", () => {
  for (const [what, request, denied] of cases) {
    it(`${denied ? "includes that" : "does not include that"} ${what}`, async () => {
      const policies = await policiesOf({ targetIds, deploymentRoleArns, allowedRegions: ["eu-west-1"] });
      const full = {
        principal: developer,
        resource: "*",
        ...request,
        context: { "aws:RequestedRegion": "eu-west-1", ...request.context },
      };
      assert.equal(isDenied(statementsOf(policies), full), denied);
    });
  }
});
