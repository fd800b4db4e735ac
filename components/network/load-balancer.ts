import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { metricAlarm } from "../audit/metric-alarm";
import { LogBucket } from "../storage/log-bucket";
import { expectArguments, type LoadBalancerArgs, webAclSettings } from "./load-balancer-args";
import { webAcl } from "./web-acl";

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
        routingHttpResponseStrictTransportSecurityHeaderValue: args.strictTransportSecurity ?? "max-age=31536000",
        routingHttpResponseServerEnabled: false,
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
