import type { Graph, Subject } from "../core/graph";
import { NotKnown } from "../core/value";
import type { SubjectOf } from "./check";
import { known } from "./known";

/** The same resource under two names: `aws.alb` is the older one. */
export const loadBalancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"] as const;
export const listeners = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"] as const;

export type LoadBalancer = SubjectOf<(typeof loadBalancers)[number]>;
export type Listener = SubjectOf<(typeof listeners)[number]>;

/** Whether it is an Application Load Balancer, which it is unless told otherwise. */
export function isApplication(loadBalancer: LoadBalancer): boolean {
  return (loadBalancer.at("loadBalancerType").string() ?? "application") === "application";
}

/** Whether the listener takes plain HTTP. Only application load balancers do, and their protocol is HTTP when left out. */
export function isPlainHttp(listener: Listener, graph: Graph): boolean {
  const protocol = listener.at("protocol").string();
  if (protocol !== undefined) return protocol.toUpperCase() === "HTTP";
  // A TLS policy is for HTTPS and TLS only.
  if (known(() => listener.at("sslPolicy").isPresent).value) return false;
  const arn = listener.at("loadBalancerArn");
  const loadBalancer: LoadBalancer | undefined = graph.target(listener, "loadBalancerArn", arn, loadBalancers, names);
  if (!loadBalancer) throw new NotKnown("protocol is not set, and the load balancer is not in this stack");
  return isApplication(loadBalancer);
}

function names({ id, outputs }: Subject<any>): string[] {
  return [id, known(() => outputs.at("arn").string()).value].filter((name) => name !== undefined);
}
