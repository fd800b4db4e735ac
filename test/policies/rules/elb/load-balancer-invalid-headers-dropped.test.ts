import { loadBalancerInvalidHeadersDropped } from "../../../../policies/rules/elb/load-balancer-invalid-headers-dropped";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const lb = "aws:lb/loadBalancer:LoadBalancer";
const alb = "aws:alb/loadBalancer:LoadBalancer";

testRule(loadBalancerInvalidHeadersDropped, {
  passes: {
    dropped: [resource(lb, { dropInvalidHeaderFields: true })],
    "a network load balancer knows no headers": [resource(lb, { loadBalancerType: "network" })],
    "a gateway load balancer knows no headers": [resource(alb, { loadBalancerType: "gateway" })],
  },
  violates: {
    "left out: headers are kept (@pulumi/aws, dropInvalidHeaderFields defaults to false)": {
      stack: [resource(lb, {}, { name: "a" }), resource(alb, { loadBalancerType: "application" }, { name: "b" })],
      observes: ["dropInvalidHeaderFields is not set", "dropInvalidHeaderFields is not set"],
    },
    off: {
      stack: [resource(alb, { dropInvalidHeaderFields: false })],
      observes: ["dropInvalidHeaderFields is false"],
    },
  },
  undetermined: {
    "the flag is not known yet": [resource(lb, { dropInvalidHeaderFields: unknown })],
    "the type is not known yet": [resource(lb, { loadBalancerType: unknown })],
  },
});

testRemediation(loadBalancerInvalidHeadersDropped, [resource(lb, { internal: true }), resource(alb, {})]);
