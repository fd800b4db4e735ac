import * as assert from "node:assert/strict";
import { type Box, diagramOf } from "../../../cli/graph/diagram";
import type { Resource } from "../../../policies/core/stack";
import { resource, unknown } from "../../../policies/testing";

const vpc = resource("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { name: "net" });
const ssh = { protocol: "tcp", fromPort: 22, toPort: 22 };
const everyone = { ...ssh, cidrBlocks: ["0.0.0.0/0"] };
const group = (name: string, ingress?: unknown) =>
  resource("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc, ...(ingress ? { ingress } : {}) } as object, { name });
const instance = (name: string, of: Resource) =>
  resource("aws:ec2/instance:Instance", { vpcSecurityGroupIds: [of] } as object, { name });

/** The instances of a stack and of how many each stands, such as `web ×2`. */
function instances(...resources: Resource[]): string[] {
  const { boxes, nodes } = diagramOf([{ source: "test", kind: "preview", resources, notSeen: [] }]);
  const inside = (box: Box): Box["nodes"] => [...box.nodes, ...box.boxes.flatMap(inside)];
  return [...nodes, ...boxes.flatMap(inside)]
    .filter(({ title }) => title === "EC2 instance")
    .map(({ name, count }) => `${name} ×${count}`)
    .sort();
}

describe("things that look equal", () => {
  const pair = (first: Resource, second: Resource) => [
    vpc,
    first,
    second,
    instance("web-1", first),
    instance("web-2", second),
  ];

  it("are one when each has a group of its own with the same rules", () => {
    assert.deepEqual(instances(...pair(group("web-1", [everyone]), group("web-2", [everyone]))), ["web ×2"]);
  });

  it("stay apart when only one of them is open", () => {
    assert.deepEqual(instances(...pair(group("web-1", [everyone]), group("web-2"))), ["web-1 ×1", "web-2 ×1"]);
  });

  it("stay apart when the rules of one are not known", () => {
    assert.deepEqual(instances(...pair(group("web-1", unknown), group("web-2"))), ["web-1 ×1", "web-2 ×1"]);
  });

  it("stay apart when another group lets in only one of them", () => {
    const [first, second] = [group("web-1"), group("web-2")];
    const database = group("database", [{ ...ssh, securityGroups: [first] }]);
    assert.deepEqual(instances(...pair(first, second), database), ["web-1 ×1", "web-2 ×1"]);
  });
});

describe("rules that are not known as a whole", () => {
  it("are drawn as such, in both directions when that is what is not known", () => {
    const open = group("web");
    const rule = resource(
      "aws:ec2/securityGroupRule:SecurityGroupRule",
      { type: unknown, securityGroupId: open, ...everyone } as object,
      { name: "rule" },
    );
    const { edges } = diagramOf([{ source: "test", kind: "preview", resources: [vpc, open, rule], notSeen: [] }]);
    const { edges: inline } = diagramOf([
      { source: "test", kind: "preview", resources: [vpc, group("web", unknown)], notSeen: [] },
    ]);
    for (const [drawn, count] of [
      [edges, 2],
      [inline, 1],
    ] as const) {
      assert.equal(drawn.length, count);
      for (const { labels, isPossible } of drawn)
        assert.deepEqual([labels, isPossible], [["rules not known yet"], true]);
    }
  });
});
