import * as assert from "node:assert/strict";
import fc from "fast-check";
import { LoadBalancer, type LoadBalancerArgs } from "../../../components";
import { tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";

const least: LoadBalancerArgs = {
  vpcId: "vpc-1",
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupIds: ["sg-1"],
  certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
};

const given = fc.record(
  {
    internetFacing: fc.boolean(),
    targetPort: fc.integer({ min: 1, max: 65535 }),
    targetProtocol: fc.constantFrom("HTTP" as const, "HTTPS" as const),
    targetType: fc.constantFrom("instance" as const, "ip" as const),
    healthCheckPath: fc.constantFrom("/", "/health?deep=1"),
    idleTimeout: fc.integer({ min: 1, max: 4000 }),
    strictTransportSecurity: fc.constantFrom("", "max-age=0", "max-age=63072000; includeSubDomains; preload"),
    logBucket: fc.constant("central-logs"),
    alarmTopicArn: fc.constant("arn:aws:sns:eu-west-1:123456789012:alarms"),
    tags,
  },
  { requiredKeys: [] },
);
const acl = fc.oneof(
  fc.record({ webAclArn: fc.constant("arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/ours/1") }),
  fc.record(
    {
      managedRuleGroups: fc.subarray(["AWSManagedRulesCommonRuleSet", "AWSManagedRulesLinuxRuleSet"]),
      rateLimit: fc.integer({ min: 10, max: 100_000 }),
    },
    { requiredKeys: [] },
  ),
  fc.record({
    countedRuleGroups: fc.subarray(["AWSManagedRulesCommonRuleSet"]),
    countedRules: fc.constantFrom<{ [group: string]: string[] }>(
      {},
      { AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY", "NoUserAgent_HEADER"] },
    ),
  }),
);

testComponent<LoadBalancerArgs>("LoadBalancer", {
  make: (name, args) => new LoadBalancer(name, args),
  least,
  accepted: fc.tuple(given, acl).map(([some, more]) => ({ ...least, ...some, ...more })),
  exceptions: { unprotected: [{ ...least, unprotected: true }, ["elb-load-balancer-deletion-protected"]] },
  refused: {
    "a port that there isn't": [{ ...least, targetPort: 0 }, /expected `targetPort` to be 1 to 65535, got 0/],
    "a path without a slash": [
      { ...least, healthCheckPath: "health" },
      /expected `healthCheckPath` to be a path such as \/health, got "health"/,
    ],
    "a protocol that it doesn't speak": [
      { ...least, targetProtocol: "TCP" as "HTTP" },
      /expected `targetProtocol` to be HTTP or HTTPS, got "TCP"/,
    ],
    "to count rules that it doesn't have": [
      { ...least, countedRuleGroups: ["AWSManagedRulesLinuxRuleSet"] },
      /expected `countedRuleGroups` to be of AWSManagedRulesAmazonIpReputationList, .*, got "AWSManagedRulesLinuxRuleSet"/,
    ],
    "to count single rules of a group that it doesn't have": [
      { ...least, countedRules: { AWSManagedRulesLinuxRuleSet: ["LFI_HEADER"] } },
      /expected `countedRules` to be of AWSManagedRulesAmazonIpReputationList, .*, got "AWSManagedRulesLinuxRuleSet"/,
    ],
    "a rule that has no name": [
      { ...least, countedRules: { AWSManagedRulesCommonRuleSet: [""] } },
      /expected `countedRules.AWSManagedRulesCommonRuleSet` to be names of rules that differ, got \[""\]/,
    ],
    "a header that browsers don't understand": [
      { ...least, strictTransportSecurity: "one year" },
      /expected `strictTransportSecurity` to be like max-age=31536000, got "one year"/,
    ],
    "rules for a web ACL that others manage": [
      { ...least, webAclArn: "arn", rateLimit: 100 },
      /expected `rateLimit` to be absent beside `webAclArn`, got 100/,
    ],
    "a limit below WAF's (AWS WAF Developer Guide, Rate-based rules: 10)": [
      { ...least, rateLimit: 9 },
      /expected `rateLimit` to be 10 to/,
    ],
  },
});

describe("a LoadBalancer", () => {
  const made = async (args: Partial<LoadBalancerArgs>, type: string) =>
    (
      await deploy(() => {
        new LoadBalancer("shop", { ...least, ...args });
      })
    ).filter((resource) => resource.type === type);

  it("is internal unless it is told to face the internet, and limits strangers only", async () => {
    const rules = async (internetFacing: boolean) => {
      const [balancer] = await made({ internetFacing }, "aws:lb/loadBalancer:LoadBalancer");
      const [acl] = await made({ internetFacing }, "aws:wafv2/webAcl:WebAcl");
      return [balancer?.inputs.internal, (acl?.inputs.rules as { name: string }[]).map(({ name }) => name).at(-1)];
    };
    assert.deepEqual(await rules(false), [true, "AWSManagedRulesKnownBadInputsRuleSet"]);
    assert.deepEqual(await rules(true), [false, "rate-limit"]);
  });

  it("lets a single rule count, and the rest of its group block (WAF API, RuleActionOverride)", async () => {
    const countedRules = { AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY"] };
    const [acl] = await made({ countedRules }, "aws:wafv2/webAcl:WebAcl");
    const rules = acl?.inputs.rules as any[];
    const overrides = rules.map(({ statement }) => statement.managedRuleGroupStatement.ruleActionOverrides);
    assert.deepEqual(overrides, [
      undefined,
      [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
      undefined,
    ]);
    assert.deepEqual(rules[1].overrideAction, { none: {} });
  });

  it("has browsers come over HTTPS only, unless that is left to the targets (ALB User Guide, HTTP header modification)", async () => {
    const header = async (args: Partial<LoadBalancerArgs>) => {
      const listeners = await made(args, "aws:lb/listener:Listener");
      const secure = listeners.find(({ inputs }) => inputs.protocol === "HTTPS");
      return secure?.inputs.routingHttpResponseStrictTransportSecurityHeaderValue;
    };
    assert.equal(await header({}), "max-age=31536000");
    assert.equal(await header({ strictTransportSecurity: "" }), "");
  });

  it("keeps cookies and credentials out of the web ACL's log", async () => {
    const [logging] = await made({}, "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration");
    assert.deepEqual(
      (logging?.inputs.redactedFields as any[]).map(({ singleHeader }) => singleHeader.name),
      ["authorization", "cookie"],
    );
  });

  it("takes no samples of requests, which show what the log leaves out (AWS WAF Developer Guide, Logging)", async () => {
    const [acl] = await made({ internetFacing: true }, "aws:wafv2/webAcl:WebAcl");
    const parts = [acl?.inputs, ...(acl?.inputs.rules as any[])] as any[];
    assert.deepEqual(
      [...new Set(parts.map(({ visibilityConfig }) => visibilityConfig.sampledRequestsEnabled))],
      [false],
    );
  });

  it("logs into a group whose name WAF accepts (AWS WAF Developer Guide, CloudWatch Logs: aws-waf-logs-)", async () => {
    const [group] = await made({}, "aws:cloudwatch/logGroup:LogGroup");
    assert.match(String(group?.inputs.name), /^aws-waf-logs-/);
  });

  it("refuses a name that becomes too long (ELB API, CreateLoadBalancer: 32 characters)", async () => {
    await deploy(() => {
      assert.throws(() => new LoadBalancer("a".repeat(25), least), /expected `name` to be up to 24 letters/);
    });
  });
});
