import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";
import { loadBalancers } from "../../facts/load-balancer";

export const loadBalancerDeletionProtected: Rule = {
  id: "elb-load-balancer-deletion-protected",
  title: "Load balancers must be protected against deletion",
  severity: "medium",
  why: "One mistaken command, or an intruder's, deletes the load balancer and takes every service behind it off the network.",
  fix: "Set enableDeletionProtection to true.",
  catalogue: ["ELB.6"],
  equivalents: {
    checkov: ["CKV_AWS_150"],
    "cdk-nag": ["ELBDeletionProtectionEnabled"],
    guard: ["ELB_DELETION_PROTECTION_ENABLED"],
    prowler: ["elbv2_deletion_protection"],
  },
  checks: [on(loadBalancers, (loadBalancer) => expect(loadBalancer.at("enableDeletionProtection"), true))],
  remediation: {
    "aws:lb/loadBalancer:LoadBalancer": { enableDeletionProtection: true },
    "aws:alb/loadBalancer:LoadBalancer": { enableDeletionProtection: true },
  },
};
