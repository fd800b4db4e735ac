import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "../audit/log-group";

/** What a web ACL does beside letting through. */
export interface WebAclSettings {
  /** Names of AWS's managed rule groups, in the order in which they judge. */
  readonly managedRuleGroups: readonly string[];
  /** Those of them that only count. */
  readonly countedRuleGroups: readonly string[];
  /** Single rules that only count, by the names of their groups. */
  readonly countedRules: { readonly [group: string]: readonly string[] };
  /** Requests in five minutes after which an address is blocked for a while. */
  readonly rateLimit: number | undefined;
  readonly tags: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
}

/**
 * A web ACL with AWS's managed rules, which logs what it does, but neither cookies nor credentials. Children: web ACL and its
 * logging `<name>`, log group `<name>-waf`.
 */
export function webAcl(
  name: string,
  { managedRuleGroups, countedRuleGroups, countedRules, rateLimit, tags }: WebAclSettings,
  child: { readonly parent: pulumi.Resource },
): aws.wafv2.WebAcl {
  const managed = managedRuleGroups.map((group, priority) =>
    managedRule(group, priority, countedRuleGroups.includes(group), countedRules[group] ?? []),
  );
  const rules = rateLimit === undefined ? managed : [...managed, rateRule(rateLimit, managed.length)];
  const acl = new aws.wafv2.WebAcl(
    name,
    { scope: "REGIONAL", defaultAction: { allow: {} }, rules, visibilityConfig: visibility(name), tags },
    child,
  );
  // WAF delivers only into log groups that begin so: https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
  const logGroupName = pulumi.interpolate`aws-waf-logs-${acl.name}`;
  const logs = new LogGroup(`${name}-waf`, { logGroupName, tags }, child);
  new aws.wafv2.WebAclLoggingConfiguration(
    name,
    {
      resourceArn: acl.arn,
      logDestinationConfigs: [logs.arn],
      redactedFields: ["authorization", "cookie"].map((header) => ({ singleHeader: { name: header } })),
    },
    child,
  );
  return acl;
}

function managedRule(
  name: string,
  priority: number,
  isCounted: boolean,
  countedRules: readonly string[],
): aws.types.input.wafv2.WebAclRule {
  const overrides = countedRules.map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  const ruleActionOverrides = overrides.length > 0 ? overrides : undefined;
  return {
    name,
    priority,
    overrideAction: isCounted ? { count: {} } : { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: "AWS", name, ruleActionOverrides } },
    visibilityConfig: visibility(name),
  };
}

function rateRule(limit: number, priority: number): aws.types.input.wafv2.WebAclRule {
  return {
    name: "rate-limit",
    priority,
    action: { block: {} },
    statement: { rateBasedStatement: { limit, aggregateKeyType: "IP" } },
    visibilityConfig: visibility("rate-limit"),
  };
}

/**
 * No samples: what a log leaves out, they show. https://docs.aws.amazon.com/waf/latest/developerguide/logging.html
 */
function visibility(metricName: string): aws.types.input.wafv2.WebAclVisibilityConfig {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
