import { listenerHttpRedirected } from "../../../../policies/rules/elb/listener-http-redirected";
import { resource, testRule, unknown } from "../../../../policies/testing";

const listener = "aws:lb/listener:Listener";
const alb = resource("aws:lb/loadBalancer:LoadBalancer", {}, { name: "web" });
const nlb = resource("aws:alb/loadBalancer:LoadBalancer", { loadBalancerType: "network" }, { name: "net" });
const imported = resource("aws:lb/loadBalancer:LoadBalancer", {}, { name: "web", outputs: { arn: "arn:lb" } });
const forward = { type: "forward", targetGroupArn: unknown };
const redirect = (properties: Record<string, unknown>) => ({
  type: "redirect",
  redirect: { statusCode: "HTTP_301", ...properties },
});
const toHttps = redirect({ protocol: "HTTPS", port: "443" });

testRule(listenerHttpRedirected, {
  passes: {
    "HTTP, redirected to HTTPS": [resource(listener, { protocol: "HTTP", defaultActions: [toHttps] })],
    "HTTP by default, redirected to HTTPS": [
      alb,
      resource(listener, { loadBalancerArn: alb, defaultActions: [toHttps] }),
    ],
    HTTPS: [resource(listener, { protocol: "HTTPS", defaultActions: [forward] })],
    "TCP, of a network load balancer": [resource(listener, { protocol: "TCP", defaultActions: [forward] })],
    "no protocol, but a network load balancer": [
      nlb,
      resource("aws:alb/listener:Listener", { loadBalancerArn: nlb, defaultActions: [forward] }),
    ],
    "no protocol, but a TLS policy": [
      resource(listener, { sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06", defaultActions: [forward] }),
    ],
    "redirected, its protocol not known yet": [resource(listener, { protocol: unknown, defaultActions: [toHttps] })],
  },
  violates: {
    "HTTP, forwarded": {
      stack: [resource(listener, { protocol: "HTTP", defaultActions: [forward] })],
      observes: ['defaultActions[0].type is "forward"'],
    },
    "HTTP, forwarded, under the older name": {
      stack: [resource("aws:alb/listener:Listener", { protocol: "HTTP", defaultActions: [forward] })],
      observes: ['defaultActions[0].type is "forward"'],
    },
    "HTTP by default, forwarded (Elastic Load Balancing: an application load balancer's protocol is HTTP or HTTPS)": {
      stack: [alb, resource(listener, { loadBalancerArn: alb, defaultActions: [forward] })],
      observes: ['defaultActions[0].type is "forward"'],
    },
    "HTTP by default, of a load balancer named by ARN": {
      stack: [imported, resource(listener, { loadBalancerArn: "arn:lb", defaultActions: [forward] })],
      observes: ['defaultActions[0].type is "forward"'],
    },
    "redirected to the same protocol, which is HTTP (@pulumi/aws, redirect.protocol defaults to #{protocol})": {
      stack: [resource(listener, { protocol: "HTTP", defaultActions: [redirect({ port: "443" })] })],
      observes: ["defaultActions[0].redirect.protocol is not set"],
    },
    "redirected to HTTP": {
      stack: [resource(listener, { protocol: "HTTP", defaultActions: [redirect({ protocol: "HTTP", port: "8080" })] })],
      observes: ['defaultActions[0].redirect.protocol is "HTTP"'],
    },
  },
  undetermined: {
    "actions are not known yet": [resource(listener, { protocol: "HTTP", defaultActions: unknown })],
    "the protocol is not known yet": [resource(listener, { protocol: unknown, defaultActions: [forward] })],
    "no protocol, of a load balancer elsewhere": [
      resource(listener, { loadBalancerArn: "arn:elsewhere", defaultActions: [forward] }),
    ],
    "redirected to a protocol that is not known yet": [
      resource(listener, { protocol: "HTTP", defaultActions: [redirect({ protocol: unknown })] }),
    ],
  },
});
