import { instanceDeletionProtected } from "../../../../policies/rules/rds/instance-deletion-protected";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const instance = "aws:rds/instance:Instance";

testRule(instanceDeletionProtected, {
  passes: {
    protected: [resource(instance, { engine: "postgres", deletionProtection: true })],
    "protected, its engine not known yet": [resource(instance, { engine: unknown, deletionProtection: true })],
    "an Aurora engine, which Security Hub RDS.8 does not list": [resource(instance, { engine: "aurora-postgresql" })],
  },
  violates: {
    "left out": {
      stack: [resource(instance, { engine: "postgres" })],
      observes: ["deletionProtection is not set"],
    },
    off: {
      stack: [resource(instance, { engine: "sqlserver-se", deletionProtection: false })],
      observes: ["deletionProtection is false"],
    },
    "left out, without an engine of its own: a replica takes its source's": {
      stack: [resource(instance, { replicateSourceDb: unknown })],
      observes: ["deletionProtection is not set"],
    },
  },
  undetermined: {
    "the flag is not known yet": [resource(instance, { engine: "mysql", deletionProtection: unknown })],
    "neither protected nor known not to be Aurora": [resource(instance, { engine: unknown })],
  },
});

testRemediation(instanceDeletionProtected, [resource(instance, { engine: "mysql" })]);
