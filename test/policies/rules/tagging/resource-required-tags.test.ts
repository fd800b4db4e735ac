import * as assert from "node:assert/strict";
import { evaluate } from "../../../../policies/core/evaluate";
import { resourceRequiredTags } from "../../../../policies/rules/tagging/resource-required-tags";
import { resource, testRule, unknown } from "../../../../policies/testing";

const bucket = "aws:s3/bucket:Bucket";
const group = "aws:autoscaling/group:Group";
const provider = (defaultTags: unknown) => resource("pulumi:providers:aws", { defaultTags }, { name: "eu" });
const owned = provider(JSON.stringify({ tags: { Owner: "team-a", Stage: "dev" } }));

testRule(resourceRequiredTags, {
  parameters: { tags: { Owner: "", Stage: "dev|prod" }, exempt: ["aws:iam/*"] },
  passes: {
    "all tags": [resource(bucket, { tags: { Owner: "team-a", Stage: "prod", Extra: "x" } })],
    "tags that its provider gives to everything, as JSON text (Pulumi writes nested provider properties so)": [
      owned,
      resource(bucket, {}, { provider: owned }),
    ],
    "tags that its provider gives to everything, as an object": [
      provider({ tags: { Owner: "team-a", Stage: "dev" } }),
      resource(bucket, { tags: { Stage: "prod" } }, { provider: owned }),
    ],
    "a tag of its own before its provider's": [
      provider({ tags: { Owner: "team-a", Stage: "wrong" } }),
      resource(bucket, { tags: { Stage: "prod" } }, { provider: owned }),
    ],
    "an Auto Scaling group lists its tags": [
      resource(group, {
        tags: [
          { key: "Owner", value: "team-a", propagateAtLaunch: true },
          { key: "Stage", value: "dev", propagateAtLaunch: false },
        ],
      }),
    ],
    "a tag whose value does not matter, not known yet, by another resource": [
      resource(bucket, { tags: { Owner: "a", Stage: "dev", Extra: unknown } }),
    ],
    "a type that takes no tags": [resource("aws:s3/bucketVersioning:BucketVersioning", {})],
    "a type of another provider": [resource("kubernetes:core/v1:Namespace", {})],
    "an exempt type": [resource("aws:iam/role:Role", {})],
  },
  violates: {
    "no tags": { stack: [resource(bucket, {})], observes: ["tags.Owner is not set", "tags.Stage is not set"] },
    "one tag left out, beside one that is not known yet": {
      stack: [resource(bucket, { tags: { Stage: unknown } })],
      observes: ["tags.Owner is not set"],
    },
    "a value that matches in part": {
      stack: [resource(bucket, { tags: { Owner: "team-a", Stage: "predev" } })],
      observes: ['tags.Stage is "predev", which does not match dev|prod'],
    },
    "a wrong value from the provider": {
      stack: [
        provider(JSON.stringify({ tags: { Owner: "team-a", Stage: "qa" } })),
        resource(bucket, {}, { provider: owned }),
      ],
      observes: ['defaultTags.tags.Stage is "qa", which does not match dev|prod'],
    },
    "an Auto Scaling group, which default tags don't reach (@pulumi/aws, provider defaultTags)": {
      stack: [
        owned,
        resource(group, { tags: [{ key: "Owner", value: "a", propagateAtLaunch: true }] }, { provider: owned }),
      ],
      observes: ["tags.Stage is not set"],
    },
  },
  undetermined: {
    "tags are not known yet": [resource(bucket, { tags: unknown })],
    "a value that has to match is not known yet": [resource(bucket, { tags: { Owner: "a", Stage: unknown } })],
    "default tags are not known yet": [provider(unknown), resource(bucket, {}, { provider: owned })],
    "default tags are no JSON": [provider("tags"), resource(bucket, {}, { provider: owned })],
    "a provider that is not in the stack": [resource(bucket, {}, { provider: owned })],
  },
});

describe("tagging-resource-required-tags", () => {
  it("requires nothing until told", () => {
    assert.deepEqual(evaluate([resourceRequiredTags], [resource(bucket, {})]), []);
  });

  it("says so when a pattern is no regular expression", () => {
    const parameters = { [resourceRequiredTags.id]: { tags: { Stage: "(" } } };
    assert.throws(
      () => evaluate([resourceRequiredTags], [resource(bucket, { tags: { Stage: "dev" } })], { parameters }),
      /expected tags\.Stage of tagging-resource-required-tags to be a regular expression, got \(/,
    );
  });
});
