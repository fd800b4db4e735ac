import { clusterDeletionProtected } from "../../../../policies/rules/rds/cluster-deletion-protected";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const cluster = "aws:rds/cluster:Cluster";

testRule(clusterDeletionProtected, {
  passes: { protected: [resource(cluster, { deletionProtection: true })] },
  violates: {
    "left out: clusters are not protected unless asked (@pulumi/aws, deletionProtection defaults to false)": {
      stack: [resource(cluster, {})],
      observes: ["deletionProtection is not set"],
    },
    off: { stack: [resource(cluster, { deletionProtection: false })], observes: ["deletionProtection is false"] },
  },
  undetermined: { "the flag is not known yet": [resource(cluster, { deletionProtection: unknown })] },
});

testRemediation(clusterDeletionProtected, [
  resource(cluster, { clusterIdentifier: "data", deletionProtection: false }),
]);
