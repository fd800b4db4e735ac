import { clusterNotPublic } from "../../../../policies/rules/redshift/cluster-not-public";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const cluster = "aws:redshift/cluster:Cluster";

testRule(clusterNotPublic, {
  passes: {
    "left out: private (@pulumi/aws 7, publiclyAccessible defaults to false)": [resource(cluster, {})],
    private: [resource(cluster, { publiclyAccessible: false, vpcSecurityGroupIds: unknown })],
  },
  violates: {
    public: { stack: [resource(cluster, { publiclyAccessible: true })], observes: ["publiclyAccessible is true"] },
  },
  undetermined: { "the flag is not known yet": [resource(cluster, { publiclyAccessible: unknown })] },
});

testRemediation(clusterNotPublic, [resource(cluster, { publiclyAccessible: true })]);
