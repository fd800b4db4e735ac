import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { metricAlarm } from "../audit/metric-alarm";
import { expectArgument, isWithin } from "../check-argument";
import { LogBucket } from "../storage/log-bucket";
import { webAcl } from "./web-acl";

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

/**
 * An application load balancer, internal unless told otherwise, that speaks HTTPS only, behind a web ACL, with its logs in a
 * bucket. Children: load balancer, target group, listener, web ACL, its association and logging `<name>`, listener
 * `<name>-redirect`, log group `<name>-waf`, log bucket `<name>-logs`, alarms `<name>-errors` and `<name>-unhealthy`.
 */
export class LoadBalancer extends pulumi.ComponentResource {
  /** The ARN of the load balancer. */
  readonly loadBalancerArn: pulumi.Output<string>;
  /** The name to point a DNS record at. */
  readonly dnsName: pulumi.Output<string>;
  /** The hosted zone of `dnsName`, for alias records. */
  readonly zoneId: pulumi.Output<string>;
  /** The ARN of the target group that gets all requests. */
  readonly targetGroupArn: pulumi.Output<string>;
  /** The ARN of the HTTPS listener, for rules of one's own. */
  readonly listenerArn: pulumi.Output<string>;
  /** What Auto Scaling calls the pair of load balancer and target group. */
  readonly resourceLabel: pulumi.Output<string>;

  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    expectArguments(name, args);
    super("guardrails:index:LoadBalancer", name, args, opts);
    const { certificateArn, tags } = args;
    const child = { parent: this };

    const balancer = loadBalancer(name, args, child);
    const targets = targetGroup(name, args, child);
    const listener = new aws.lb.Listener(
      name,
      {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: "HTTPS",
        // AWS recommends it: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        certificateArn,
        defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
        tags,
      },
      child,
    );
    const redirect = { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" };
    new aws.lb.Listener(
      `${name}-redirect`,
      {
        loadBalancerArn: balancer.arn,
        port: 80,
        protocol: "HTTP",
        defaultActions: [{ type: "redirect", redirect }],
        tags,
      },
      child,
    );
    const webAclArn = args.webAclArn ?? webAcl(name, webAclSettings(args), child).arn;
    new aws.wafv2.WebAclAssociation(name, { resourceArn: balancer.arn, webAclArn }, child);
    alarms(name, args, { balancer, targets }, child);

    this.loadBalancerArn = balancer.arn;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    // ECS and Auto Scaling refuse a target group that no listener sends requests to, so who uses it waits for the listener.
    const routed = pulumi.all([targets.arn, targets.arnSuffix, listener.arn]);
    this.targetGroupArn = routed.apply(([arn]) => arn);
    this.listenerArn = listener.arn;
    this.resourceLabel = pulumi.all([balancer.arnSuffix, routed]).apply(([lb, [, suffix]]) => `${lb}/${suffix}`);
    const { loadBalancerArn, dnsName, zoneId, targetGroupArn, listenerArn, resourceLabel } = this;
    this.registerOutputs({ loadBalancerArn, dnsName, zoneId, targetGroupArn, listenerArn, resourceLabel });
  }
}

interface Child {
  readonly parent: pulumi.Resource;
}

function loadBalancer(name: string, args: LoadBalancerArgs, child: Child): aws.lb.LoadBalancer {
  const { internetFacing = false, idleTimeout = 60, unprotected = false, tags } = args;
  const bucket = args.logBucket ?? new LogBucket(`${name}-logs`, { tags }, child).bucket;
  return new aws.lb.LoadBalancer(
    name,
    {
      loadBalancerType: "application",
      internal: !internetFacing,
      subnets: args.subnetIds,
      securityGroups: args.securityGroupIds,
      accessLogs: { enabled: true, bucket, prefix: name },
      connectionLogs: { enabled: true, bucket, prefix: name },
      enableDeletionProtection: !unprotected,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      idleTimeout,
      tags,
    },
    child,
  );
}

function targetGroup(name: string, args: LoadBalancerArgs, child: Child): aws.lb.TargetGroup {
  const { targetPort = 8080, targetProtocol: protocol = "HTTP", targetType = "instance", healthCheckPath = "/" } = args;
  return new aws.lb.TargetGroup(
    name,
    {
      ...{ vpcId: args.vpcId, port: targetPort, protocol, targetType, tags: args.tags },
      healthCheck: { protocol, path: healthCheckPath, matcher: "200-299" },
      deregistrationDelay: 60,
    },
    child,
  );
}

const managedByDefault = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
];

function webAclSettings({ managedRuleGroups, countedRuleGroups, rateLimit, internetFacing, tags }: LoadBalancerArgs) {
  return {
    managedRuleGroups: managedRuleGroups ?? managedByDefault,
    countedRuleGroups: countedRuleGroups ?? [],
    rateLimit: rateLimit ?? (internetFacing === true ? 2000 : undefined),
    tags,
  };
}

function alarms(
  name: string,
  { alarmTopicArn, tags }: LoadBalancerArgs,
  { balancer, targets }: { readonly balancer: aws.lb.LoadBalancer; readonly targets: aws.lb.TargetGroup },
  child: Child,
): void {
  const watched = { namespace: "AWS/ApplicationELB", evaluationPeriods: 5, treatMissingData: "notBreaching", tags };
  const LoadBalancer = balancer.arnSuffix;
  metricAlarm(
    `${name}-errors`,
    {
      ...{ ...watched, metricName: "HTTPCode_ELB_5XX_Count", statistic: "Sum", threshold: 10 },
      dimensions: { LoadBalancer },
      alarmDescription: "The load balancer itself answers with errors: no target is well, or none answers in time.",
    },
    alarmTopicArn,
    child,
  );
  metricAlarm(
    `${name}-unhealthy`,
    {
      ...{ ...watched, metricName: "UnHealthyHostCount", statistic: "Minimum", threshold: 1 },
      dimensions: { LoadBalancer, TargetGroup: targets.arnSuffix },
      alarmDescription: "A target has been unwell for five minutes.",
    },
    alarmTopicArn,
    child,
  );
}

function expectArguments(name: string, args: LoadBalancerArgs): void {
  const { targetPort = 8080, healthCheckPath = "/", idleTimeout = 60, rateLimit = 2000 } = args;
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
  expectArgument(isWithin(rateLimit, 10, 2_000_000_000), "rateLimit", "10 to 2000000000", rateLimit);
  const { managedRuleGroups = managedByDefault, countedRuleGroups = [] } = args;
  const isTwice = new Set(managedRuleGroups).size < managedRuleGroups.length;
  expectArgument(!isTwice, "managedRuleGroups", "of different names", managedRuleGroups);
  const stranger = countedRuleGroups.find((group) => !managedRuleGroups.includes(group));
  const known = `of ${managedRuleGroups.join(", ")}`;
  expectArgument(stranger === undefined, "countedRuleGroups", known, stranger);
  for (const argument of ["managedRuleGroups", "countedRuleGroups", "rateLimit"] as const) {
    const isOwn = args.webAclArn === undefined || args[argument] === undefined;
    expectArgument(isOwn, argument, "absent beside `webAclArn`", args[argument]);
  }
}
