import type { Box, Diagram, Node } from "../../../cli/graph/diagram";
import type { Resource, Stack } from "../../../policies/core/stack";
import { resource } from "../../../policies/testing";

const vpc = resource("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { name: "net" });
const gateway = resource("aws:ec2/internetGateway:InternetGateway", { vpcId: vpc as any }, { name: "gateway" });
const group = (name: string, rules: Record<string, unknown> = {}) =>
  resource("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc, ...rules } as any, { name });
const subnet = (name: string, cidrBlock: string) =>
  resource("aws:ec2/subnet:Subnet", { vpcId: vpc as any, cidrBlock }, { name });
const https = { protocol: "tcp", fromPort: 443, toPort: 443 };

export { gateway, group, https, subnet, vpc };

export function stackOf(...resources: Resource[]): Stack {
  return { source: "test", kind: "preview", resources, notSeen: [] };
}

/** The same with a parent, as a component's child has it. */
export function childOf(parent: Resource, child: Resource): Resource {
  return { ...child, parent: parent.urn };
}

/** A diagram in lines: `box > box: name (what)` for what stands somewhere, `name -> name: labels` for arrows. */
export function sketch(diagram: Diagram): string[] {
  const names = new Map<string, string>();
  const lines: string[] = [];
  const walk = (path: readonly string[], boxes: readonly Box[], nodes: readonly Node[]) => {
    for (const { id, name, title, count } of nodes) {
      names.set(id, name);
      const what = title === "" ? "" : ` (${title})`;
      lines.push([...path, `${name}${count > 1 ? ` ×${count}` : ""}${what}`].join(" > "));
    }
    for (const box of boxes) {
      if (box.boxes.length + box.nodes.length === 0) lines.push([...path, box.title].join(" > "));
      walk([...path, box.title], box.boxes, box.nodes);
    }
  };
  walk([], diagram.boxes, diagram.nodes);
  const arrows = diagram.edges.map(({ from, to, kind, labels, isPossible }) => {
    const line = kind === "member" ? "--" : isPossible ? "~>" : "->";
    return `${names.get(from)} ${line} ${names.get(to)}${labels.length > 0 ? `: ${labels.join(", ")}` : ""}`;
  });
  return [...lines.sort(), ...arrows.sort()];
}
