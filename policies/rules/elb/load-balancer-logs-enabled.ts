import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";
import { isApplication, loadBalancers } from "../../facts/load-balancer";
import { unless } from "../../facts/unless";

export const loadBalancerLogsEnabled: Rule = {
  id: "elb-load-balancer-logs-enabled",
  title: "Application and classic load balancers must write access logs",
  severity: "medium",
  why: "Without access logs nobody can tell afterwards who sent which request, when and from where.",
  fix: "Set accessLogs to { enabled: true, bucket: … }, with a bucket that Elastic Load Balancing may write to.",
  catalogue: ["ELB.5"],
  equivalents: {
    checkov: ["CKV_AWS_91", "CKV_AWS_92"],
    "cdk-nag": ["ELBLoggingEnabled"],
    guard: ["ELB_LOGGING_ENABLED"],
    prowler: ["elb_logging_enabled", "elbv2_logging_enabled"],
  },
  checks: [
    on(loadBalancers, (loadBalancer) =>
      unless(
        // A network load balancer logs its TLS listeners only, a gateway load balancer nothing; AWS's control names neither.
        () => !isApplication(loadBalancer),
        () => expect(loadBalancer.at("accessLogs").at("enabled"), true),
      ),
    ),
    on("aws:elb/loadBalancer:LoadBalancer", (classic) => {
      const logs = classic.at("accessLogs");
      return expect(logs.at("enabled"), true, { absent: logs.isPresent });
    }),
  ],
};
