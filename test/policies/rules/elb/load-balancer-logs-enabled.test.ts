import { loadBalancerLogsEnabled } from "../../../../policies/rules/elb/load-balancer-logs-enabled";
import { resource, testRule, unknown } from "../../../../policies/testing";

const lb = "aws:lb/loadBalancer:LoadBalancer";
const alb = "aws:alb/loadBalancer:LoadBalancer";
const classic = "aws:elb/loadBalancer:LoadBalancer";

testRule(loadBalancerLogsEnabled, {
  passes: {
    "logs on": [resource(lb, { accessLogs: { enabled: true, bucket: unknown } })],
    "a classic load balancer with logs: on unless turned off (@pulumi/aws, accessLogs.enabled defaults to true)": [
      resource(classic, { accessLogs: { bucket: "logs" } }),
    ],
    "a network load balancer (Security Hub ELB.5 is about application and classic ones)": [
      resource(lb, { loadBalancerType: "network" }),
    ],
    "a gateway load balancer": [resource(alb, { loadBalancerType: "gateway" })],
  },
  violates: {
    "left out": {
      stack: [resource(lb, {}), resource(alb, {}), resource(classic, {})],
      observes: ["accessLogs.enabled is not set", "accessLogs.enabled is not set", "accessLogs.enabled is not set"],
    },
    "a bucket alone turns nothing on (@pulumi/aws, accessLogs.enabled defaults to false even with a bucket)": {
      stack: [resource(lb, { accessLogs: { bucket: "logs" } })],
      observes: ["accessLogs.enabled is not set"],
    },
    off: {
      stack: [resource(classic, { accessLogs: { bucket: "logs", enabled: false } })],
      observes: ["accessLogs.enabled is false"],
    },
  },
  undetermined: {
    "logs are not known yet": [resource(lb, { accessLogs: unknown })],
    "the flag is not known yet": [resource(classic, { accessLogs: { bucket: "logs", enabled: unknown } })],
    "no logs, and the type is not known yet": [resource(alb, { loadBalancerType: unknown })],
  },
});
