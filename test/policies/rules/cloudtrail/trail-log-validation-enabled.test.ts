import { trailLogValidationEnabled } from "../../../../policies/rules/cloudtrail/trail-log-validation-enabled";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const trail = "aws:cloudtrail/trail:Trail";

testRule(trailLogValidationEnabled, {
  passes: { validated: [resource(trail, { enableLogFileValidation: true })] },
  violates: {
    "left out: no digests (@pulumi/aws, enableLogFileValidation defaults to false)": {
      stack: [resource(trail, {})],
      observes: ["enableLogFileValidation is not set"],
    },
    off: {
      stack: [resource(trail, { enableLogFileValidation: false })],
      observes: ["enableLogFileValidation is false"],
    },
  },
  undetermined: { "the flag is not known yet": [resource(trail, { enableLogFileValidation: unknown })] },
});

testRemediation(trailLogValidationEnabled, [resource(trail, { s3BucketName: "logs" })]);
