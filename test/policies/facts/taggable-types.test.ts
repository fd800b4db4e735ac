import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { taggableTypes } from "../../../policies/facts/taggable-types";
import { taggableTypes as declared, taggableTypesSource } from "../../../scripts/taggable-types";

describe("taggable types", () => {
  it("are those whose arguments take tags in the installed @pulumi/aws", () => {
    assert.deepEqual([...taggableTypes].sort(), declared());
  });

  it("are as the generator writes them", () => {
    const file = join(__dirname, "../../../policies/facts/taggable-types.ts");
    assert.equal(readFileSync(file, "utf8"), taggableTypesSource());
  });

  it("leave out what takes no tags, and what calls something else tags", () => {
    assert.ok(taggableTypes.has("aws:autoscaling/group:Group"));
    assert.ok(!taggableTypes.has("aws:iam/rolePolicyAttachment:RolePolicyAttachment"));
    assert.ok(!taggableTypes.has("aws:devopsguru/resourceCollection:ResourceCollection"));
  });
});
