import type * as pulumi from "@pulumi/pulumi";
import { expectArgument, isWithin } from "../check-argument";
import type { WebAclSettings } from "./web-acl";

/** How targets are known to the load balancer. */
export const TargetType = { Instance: "instance", Ip: "ip" } as const;
export type TargetType = (typeof TargetType)[keyof typeof TargetType];

/** How the load balancer speaks to targets. */
export const TargetProtocol = { Http: "HTTP", Https: "HTTPS" } as const;
export type TargetProtocol = (typeof TargetProtocol)[keyof typeof TargetProtocol];

export interface LoadBalancerArgs {
  /** The VPC of the targets. */
  vpcId: pulumi.Input<string>;
  /** Subnets of two zones at least: public ones when it faces the internet, private ones otherwise. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Security groups of the load balancer, which let ports 443 and 80 in, and the target port out. */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /** ARN of the certificate, in the load balancer's region. */
  certificateArn: pulumi.Input<string>;
  /**
   * Gives it addresses on the internet. Can't be changed later.
   * @default false
   */
  internetFacing?: boolean;
  /**
   * Port on which targets answer.
   * @default 8080
   */
  targetPort?: number;
  /**
   * `HTTPS` encrypts between load balancer and targets, too; their certificates aren't checked.
   * @default HTTP
   */
  targetProtocol?: TargetProtocol;
  /**
   * `ip` for containers and for what is outside of EC2.
   * @default instance
   */
  targetType?: TargetType;
  /**
   * Path that answers with a status from 200 to 299 when a target is well.
   * @default /
   */
  healthCheckPath?: string;
  /**
   * Seconds for which a connection may be silent, from 1 to 4000.
   * @default 60
   */
  idleTimeout?: number;
  /**
   * The header `Strict-Transport-Security` of every answer, by which browsers come over HTTPS only. It takes the place of the
   * targets' own: an empty text leaves it to them.
   * @default max-age=31536000
   */
  strictTransportSecurity?: string;
  /**
   * Name of the bucket that gets access and connection logs, such as that of a `LogBucket` of the same region.
   * @default - a log bucket of its own, `<name>-logs`
   */
  logBucket?: pulumi.Input<string>;
  /**
   * ARN of a web ACL that is managed elsewhere.
   * @default - a web ACL of its own
   */
  webAclArn?: pulumi.Input<string>;
  /**
   * AWS's managed rule groups of the own web ACL, in the order in which they judge.
   * @default - AWSManagedRulesAmazonIpReputationList, AWSManagedRulesCommonRuleSet, AWSManagedRulesKnownBadInputsRuleSet
   */
  managedRuleGroups?: string[];
  /**
   * Those of `managedRuleGroups` that only count what they would block, to try them out.
   * @default - none
   */
  countedRuleGroups?: string[];
  /**
   * Single rules that only count, by the names of their groups, such as
   * `{ AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY"] }`, which blocks whatever sends more than 8 KB.
   * @default - none
   */
  countedRules?: { [group: string]: string[] };
  /**
   * Requests in five minutes after which the own web ACL blocks an address, from 10 on.
   * @default - 2000 when it faces the internet; otherwise none, as few addresses stand for many users inside
   */
  rateLimit?: number;
  /**
   * ARN of the topic that hears of alarms; its policy must let `cloudwatch` publish.
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  /**
   * Lets it be deleted. Breaches `elb-load-balancer-deletion-protected` until an exception in guardrails.yaml names it.
   * @default false
   */
  unprotected?: boolean;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

const managedByDefault = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
];

/** What the own web ACL does. */
export function webAclSettings(args: LoadBalancerArgs): WebAclSettings {
  const { managedRuleGroups = managedByDefault, countedRuleGroups = [], countedRules = {}, tags } = args;
  const rateLimit = args.rateLimit ?? (args.internetFacing === true ? 2000 : undefined);
  return { managedRuleGroups, countedRuleGroups, countedRules, rateLimit, tags };
}

/** Refuses what AWS would refuse later, before anything is registered. */
export function expectArguments(name: string, args: LoadBalancerArgs): void {
  const { targetPort = 8080, healthCheckPath = "/", idleTimeout = 60, strictTransportSecurity = "" } = args;
  // The names of load balancers have 32 characters at most, eight of which Pulumi adds.
  const isName = /^(?=.{1,24}$)(?!internal-)[A-Za-z0-9](-?[A-Za-z0-9])*$/.test(name);
  expectArgument(isName, "name", "up to 24 letters, digits and single -, not beginning with internal-", name);
  expectArgument(isWithin(targetPort, 1, 65535), "targetPort", "1 to 65535", targetPort);
  const protocols: unknown[] = [undefined, ...Object.values(TargetProtocol)];
  expectArgument(protocols.includes(args.targetProtocol), "targetProtocol", "HTTP or HTTPS", args.targetProtocol);
  const types: unknown[] = [undefined, ...Object.values(TargetType)];
  expectArgument(types.includes(args.targetType), "targetType", "instance or ip", args.targetType);
  expectArgument(/^\/\S{0,1023}$/.test(healthCheckPath), "healthCheckPath", "a path such as /health", healthCheckPath);
  expectArgument(isWithin(idleTimeout, 1, 4000), "idleTimeout", "1 to 4000", idleTimeout);
  const isHeader = /^(max-age=\d+(; ?includeSubDomains)?(; ?preload)?)?$/.test(strictTransportSecurity);
  expectArgument(isHeader, "strictTransportSecurity", "like max-age=31536000", strictTransportSecurity);
  expectRules(args);
}

function expectRules(args: LoadBalancerArgs): void {
  const { managedRuleGroups = managedByDefault, countedRuleGroups = [], countedRules = {}, rateLimit = 2000 } = args;
  expectArgument(isWithin(rateLimit, 10, 2_000_000_000), "rateLimit", "10 to 2000000000", rateLimit);
  const isTwice = new Set(managedRuleGroups).size < managedRuleGroups.length;
  expectArgument(!isTwice, "managedRuleGroups", "of different names", managedRuleGroups);
  const known = `of ${managedRuleGroups.join(", ")}`;
  for (const [argument, groups] of Object.entries({ countedRuleGroups, countedRules: Object.keys(countedRules) })) {
    const stranger = groups.find((group) => !managedRuleGroups.includes(group));
    expectArgument(stranger === undefined, argument, known, stranger);
  }
  for (const [group, rules] of Object.entries(countedRules)) {
    const isNamed = rules.every((rule) => /^[\w-]{1,128}$/.test(rule)) && new Set(rules).size === rules.length;
    expectArgument(isNamed, `countedRules.${group}`, "names of rules that differ", rules);
  }
  for (const argument of ["managedRuleGroups", "countedRuleGroups", "countedRules", "rateLimit"] as const) {
    const isOwn = args.webAclArn === undefined || args[argument] === undefined;
    expectArgument(isOwn, argument, "absent beside `webAclArn`", args[argument]);
  }
}
