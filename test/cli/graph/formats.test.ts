import * as assert from "node:assert/strict";
import { diagramOf } from "../../../cli/graph/diagram";
import { mermaid, tooLargeForMermaid } from "../../../cli/graph/mermaid";
import { svg } from "../../../cli/graph/svg";
import { resource } from "../../../policies/testing";
import { hostile } from "../report/fixture";
import { group, https, stackOf, subnet, vpc } from "./stacks";

const web = group("web", { ingress: [{ ...https, cidrBlocks: ["0.0.0.0/0"] }] });
const server = resource("aws:ec2/instance:Instance", { vpcSecurityGroupIds: [web] as any }, { name: "server" });
const diagram = diagramOf([stackOf(vpc, subnet("a", "10.0.0.0/24"), web, server)]);

/** A network that the internet reaches. */
function network(index: number) {
  const net = resource("aws:ec2/vpc:Vpc", { cidrBlock: `10.${index}.0.0/16` }, { name: `net${index}` });
  const open = { vpcId: net as any, ingress: [{ ...https, cidrBlocks: ["0.0.0.0/0"] }] };
  const front = resource("aws:ec2/securityGroup:SecurityGroup", open, { name: `front${index}` });
  const instance = { vpcSecurityGroupIds: [front] as any };
  return [net, front, resource("aws:ec2/instance:Instance", instance, { name: `server${index}` })];
}

const evil = diagramOf([
  stackOf(...hostile.map((name) => resource("aws:sqs/queue:Queue", {}, { name })).slice(0, 8)),
  stackOf(...hostile.map((name) => resource("aws:ec2/vpc:Vpc", {}, { name }))),
]);

describe("a diagram as Mermaid", () => {
  it("is a flowchart", () => {
    assert.equal(
      mermaid(diagram),
      `---
title: "test / test"
config:
  flowchart:
    subGraphTitleMargin:
      bottom: 24
---
flowchart LR
internet_Internet(("Internet"))
subgraph vpc_net["VPC net<br/>10.0.0.0/16"]
  subgraph tier_net_isolated_subnets["isolated subnets<br/>10.0.0.0/24"]
  end
  compute_server["server<br/>EC2 instance"]
end
internet_Internet -->|"TCP 443"| compute_server
`,
    );
  });

  it("keeps names within their quotes", () => {
    const [, body = ""] = mermaid(evil).split("flowchart LR\n");
    for (const line of body.trimEnd().split("\n")) {
      assert.match(
        line,
        /^ *(end|(subgraph )?\w+[[({>/]+"([\w .:…×/\-=%@'!,\p{L}\p{S}\ufffd]|#\d+;|<br\/>)*"[\])}/]+)$/u,
      );
    }
  });
});

describe("a diagram that is too large for Mermaid", () => {
  const edge = { from: "a", to: "b", kind: "member", labels: [], isPossible: false } as const;
  const edges = (count: number) => ({ ...diagram, edges: Array.from({ length: count }, () => edge) });

  it("has over 500 connections, or over 50,000 characters", () => {
    assert.equal(tooLargeForMermaid("x".repeat(50_000), edges(500)), undefined);
    assert.match(tooLargeForMermaid("x", edges(501)) ?? "", /^501 connections in 1 characters/);
    assert.match(tooLargeForMermaid("x".repeat(50_001), edges(1)) ?? "", /in 50001 characters/);
  });
});

describe("a diagram as SVG", () => {
  it("says what it shows, and is the same each time", async () => {
    const text = await svg(diagram);
    assert.equal(await svg(diagram), text);
    for (const label of ["test / test", "VPC net", "server", "EC2 instance", "TCP 443", "10.0.0.0/24"]) {
      assert.ok(text.includes(label), label);
    }
    assert.match(text, /<title id="title">.+<desc id="desc">/s);
    assert.match(text, /prefers-color-scheme:dark/);
  });

  it("is well-formed, refers to nothing and runs nothing, whatever the names", async () => {
    const text = await svg(evil);
    const { XmlDocument } = await import("libxml2-wasm");
    XmlDocument.fromString(text).dispose();
    assert.ok(text.includes("script"));
    assert.doesNotMatch(text, /<script|<img|href|<a |\son\w+="|url\(|@import/);
    assert.deepEqual(text.match(/="\w+:[^"]*"/g), ['="http://www.w3.org/2000/svg"']);
  });

  it("puts many networks side by side, each with the internet beside it", async () => {
    const { XmlDocument } = await import("libxml2-wasm");
    for (const [count, internets] of [
      [6, 1],
      [40, 40],
    ] as const) {
      const text = await svg(
        diagramOf([stackOf(...Array.from({ length: count }, (_, index) => network(index)).flat())]),
      );
      XmlDocument.fromString(text).dispose();
      assert.equal(text.match(/>Internet</g)?.length, internets);
      assert.equal(text.match(/>VPC net\d+</g)?.length, count);
      const [, width, height] = /width="(\d+)" height="(\d+)" viewBox="0 0 \1 \2"/.exec(text) ?? [];
      assert.ok(count === 6 || Number(height) <= Number(width), `${width} by ${height}`);
    }
  });
});
