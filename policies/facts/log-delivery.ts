import type { Graph, Subject } from "../core/graph";
import { type Pointer, pointingAt } from "./bucket";
import { receivesAccessLogs } from "./bucket-logging";
import { hasStatement } from "./bucket-policy";
import { isApplication, loadBalancers } from "./load-balancer";
import { effectOf, type Statement, textOf } from "./policy-document";
import { some } from "./some";

/**
 * Whether S3 or Elastic Load Balancing delivers access logs into this bucket, as the stack or the bucket's policy says.
 * Both write into buckets only whose default encryption is S3's own (SSE-S3): a KMS key would end the logs.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function receivesLogsWithoutKms(graph: Graph, bucket: Subject<any>): boolean {
  const ways = [
    () => receivesAccessLogs(graph, bucket),
    () => some(balancerLogs, (pointer) => some(pointingAt(graph, bucket.urn, pointer), writesWithoutKms)),
    () => letsWrite(graph, bucket, "logdelivery.elasticloadbalancing.amazonaws.com"),
    () => letsWrite(graph, bucket, s3Logging),
  ];
  return some(ways, (receives) => receives());
}

/** Whether it is kept for the access logs of S3 buckets, some of them perhaps of other stacks, as its policy says. */
export function isForAccessLogs(graph: Graph, bucket: Subject<any>): boolean {
  return some([() => receivesAccessLogs(graph, bucket), () => letsWrite(graph, bucket, s3Logging)], (is) => is());
}

const s3Logging = "logging.s3.amazonaws.com";

function letsWrite(graph: Graph, bucket: Subject<any>, service: string): boolean {
  return hasStatement(graph, bucket, (statement) => effectOf(statement) === "Allow" && isPrincipal(statement, service));
}

function isPrincipal(statement: Statement, service: string): boolean {
  const principal = statement.at("Principal");
  if (typeof principal.raw() === "string") return false;
  return some(principal.at("Service").elements(), (name) => textOf(name) === service);
}

const classic = "aws:elb/loadBalancer:LoadBalancer";

const balancerLogs: Pointer<any>[] = ["accessLogs", "connectionLogs"].map((property) => ({
  types: [...loadBalancers, classic],
  property,
  names: (balancer) => [balancer.at(property).at("bucket")],
}));

/** Network load balancers write with KMS keys, too. */
function writesWithoutKms(balancer: Subject<any>): boolean {
  return balancer.type === classic || isApplication(balancer);
}
