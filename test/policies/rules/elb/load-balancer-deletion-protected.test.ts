import { loadBalancerDeletionProtected } from "../../../../policies/rules/elb/load-balancer-deletion-protected";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const lb = "aws:lb/loadBalancer:LoadBalancer";
const alb = "aws:alb/loadBalancer:LoadBalancer";

testRule(loadBalancerDeletionProtected, {
  passes: {
    protected: [resource(lb, { enableDeletionProtection: true })],
    "a classic load balancer can't be protected": [resource("aws:elb/loadBalancer:LoadBalancer", {})],
  },
  violates: {
    "left out, application and network alike (Security Hub ELB.6)": {
      stack: [resource(lb, {}), resource(alb, { loadBalancerType: "network" })],
      observes: ["enableDeletionProtection is not set", "enableDeletionProtection is not set"],
    },
    "off, a gateway load balancer": {
      stack: [resource(lb, { loadBalancerType: "gateway", enableDeletionProtection: false })],
      observes: ["enableDeletionProtection is false"],
    },
  },
  undetermined: { "the flag is not known yet": [resource(lb, { enableDeletionProtection: unknown })] },
});

testRemediation(loadBalancerDeletionProtected, [resource(lb, {}), resource(alb, { enableDeletionProtection: false })]);
