import { instanceNotPublic } from "../../../../policies/rules/rds/instance-not-public";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const instance = "aws:rds/instance:Instance";
const member = "aws:rds/clusterInstance:ClusterInstance";

testRule(instanceNotPublic, {
  passes: {
    "left out: the provider asks for a private instance (@pulumi/aws, publiclyAccessible defaults to false)": [
      resource(instance, {}),
      resource(member, {}),
    ],
    private: [resource(instance, { publiclyAccessible: false })],
    "private, everything else unknown": [resource(instance, { publiclyAccessible: false, dbSubnetGroupName: unknown })],
  },
  violates: {
    "a public instance": {
      stack: [resource(instance, { publiclyAccessible: true })],
      observes: ["publiclyAccessible is true"],
    },
    "a public instance of an Aurora cluster": {
      stack: [resource(member, { publiclyAccessible: true })],
      observes: ["publiclyAccessible is true"],
    },
  },
  undetermined: {
    "the flag is not known yet": [resource(instance, { publiclyAccessible: unknown })],
    "the flag is no flag": [resource(member, { publiclyAccessible: [] as never })],
  },
});

testRemediation(instanceNotPublic, [
  resource(instance, { publiclyAccessible: true }),
  resource(member, { publiclyAccessible: true }),
]);
