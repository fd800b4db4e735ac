import { trailMultiRegion } from "../../../../policies/rules/cloudtrail/trail-multi-region";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const trail = "aws:cloudtrail/trail:Trail";
const everywhere = { isMultiRegionTrail: true };
const data = [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }];
const management = (readOnly?: string) => ({
  fieldSelectors: [
    { field: "eventCategory", equals: ["Management"] },
    ...(readOnly ? [{ field: "readOnly", equals: [readOnly] }] : []),
  ],
});
const objects = { fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }] };
const noSelector = "no event selector records read and write management events";

testRule(trailMultiRegion, {
  passes: {
    "all Regions, without selectors: all management events (CloudTrail User Guide, Logging management events)": [
      resource(trail, everywhere),
    ],
    "all Regions, management events beside data events": [
      resource(trail, { ...everywhere, eventSelectors: [{ readWriteType: "All", dataResources: data }] }),
    ],
    "reads and writes in two selectors": [
      resource(trail, {
        ...everywhere,
        eventSelectors: [{ readWriteType: "ReadOnly" }, { readWriteType: "WriteOnly" }],
      }),
    ],
    "an advanced selector of management events": [
      resource(trail, { ...everywhere, advancedEventSelectors: [objects, management()] }),
    ],
    "two advanced selectors, of reads and of writes": [
      resource(trail, { ...everywhere, advancedEventSelectors: [management("true"), management("false")] }),
    ],
    "a trail of one Region beside one of all: one is enough (Security Hub CloudTrail.1)": [
      resource(trail, everywhere, { name: "audit" }),
      resource(trail, { eventSelectors: [{ includeManagementEvents: false }] }, { name: "data" }),
    ],
    "no trail in this stack": [resource("aws:cloudtrail/eventDataStore:EventDataStore", {})],
  },
  violates: {
    "left out: one Region only (@pulumi/aws, isMultiRegionTrail defaults to false)": {
      stack: [resource(trail, {})],
      observes: ["isMultiRegionTrail is not set"],
    },
    "one Region, and stopped": {
      stack: [resource(trail, { isMultiRegionTrail: false, enableLogging: false })],
      observes: ["isMultiRegionTrail is false", "enableLogging is false"],
    },
    "one Region, everything else unknown": {
      stack: [resource(trail, { isMultiRegionTrail: false, enableLogging: unknown, eventSelectors: unknown })],
      observes: ["isMultiRegionTrail is false"],
    },
    "no management events": {
      stack: [resource(trail, { ...everywhere, eventSelectors: [{ includeManagementEvents: false }] })],
      observes: [noSelector],
    },
    "writes only": {
      stack: [resource(trail, { ...everywhere, eventSelectors: [{ readWriteType: "WriteOnly" }] })],
      observes: [noSelector],
    },
    "an advanced selector of data events only": {
      stack: [resource(trail, { ...everywhere, advancedEventSelectors: [objects] })],
      observes: [noSelector],
    },
    "an advanced selector of writes only": {
      stack: [resource(trail, { ...everywhere, advancedEventSelectors: [management("false")] })],
      observes: [noSelector],
    },
    "two trails that both fall short": {
      stack: [
        resource(trail, {}, { name: "a" }),
        resource(trail, { isMultiRegionTrail: true, enableLogging: false }, { name: "b" }),
      ],
      observes: ["isMultiRegionTrail is not set", "enableLogging is false"],
    },
  },
  undetermined: {
    "the flag is not known yet": [resource(trail, { isMultiRegionTrail: unknown })],
    "selectors are not known yet": [resource(trail, { ...everywhere, eventSelectors: unknown })],
    "one Region, beside a trail that may be of all": [
      resource(trail, {}, { name: "a" }),
      resource(trail, { isMultiRegionTrail: unknown }, { name: "b" }),
    ],
  },
});

testRemediation(trailMultiRegion, [resource(trail, { enableLogging: false })]);
