import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";
import { isApplication, loadBalancers } from "../../facts/load-balancer";
import { unless } from "../../facts/unless";

export const loadBalancerInvalidHeadersDropped: Rule = {
  id: "elb-load-balancer-invalid-headers-dropped",
  title: "Application load balancers must drop invalid HTTP headers",
  severity: "medium",
  why: "Malformed headers that reach the targets let attackers smuggle requests past the load balancer's own checks.",
  fix: "Set dropInvalidHeaderFields to true.",
  catalogue: ["ELB.4"],
  equivalents: {
    checkov: ["CKV_AWS_131"],
    "cdk-nag": ["ALBHttpDropInvalidHeaderEnabled"],
    trivy: ["AWS-0052"],
    guard: ["ALB_HTTP_DROP_INVALID_HEADER_ENABLED"],
    prowler: ["elbv2_alb_drop_invalid_header_fields_enabled"],
  },
  checks: [
    on(loadBalancers, (loadBalancer) =>
      unless(
        () => !isApplication(loadBalancer),
        () => expect(loadBalancer.at("dropInvalidHeaderFields"), true),
      ),
    ),
  ],
  remediation: {
    "aws:lb/loadBalancer:LoadBalancer": { dropInvalidHeaderFields: true },
    "aws:alb/loadBalancer:LoadBalancer": { dropInvalidHeaderFields: true },
  },
};
