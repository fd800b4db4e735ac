import type { Graph, Subject } from "../core/graph";
import { each, NotKnown, type Value } from "../core/value";
import { saw } from "./expect";
import { isWritten } from "./known";
import { launchTemplateOf } from "./launch-template";

const subnets = ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"];

/**
 * Why an instance gets a public IPv4 address when it starts, in words; undefined when it does not. What is asked for at
 * launch decides, by the instance before its launch template; else the subnet (EC2 User Guide, "Public IPv4 addresses").
 */
export function addressAtLaunch(instance: Subject<any>, graph: Graph): string | undefined {
  const own = instance.at("associatePublicIpAddress");
  if (own.isPresent) return own.boolean() ? saw(own) : undefined;
  // Only interfaces that are made at launch get an address by themselves.
  if (instance.at("primaryNetworkInterface").isPresent || instance.at("networkInterfaces").elements().length > 0) {
    return undefined;
  }
  const template = launchTemplateOf(instance, graph);
  const interfaces: Value<any>[] = template?.at("networkInterfaces").elements() ?? [];
  const wished = interfaces.map((made) => made.at("associatePublicIpAddress")).filter((wish) => wish.isPresent);
  const granted = wished.find((wish) => wish.boolean());
  if (granted) return `launch template ${template?.name} sets ${saw(granted)}`;
  if (wished.length > 0) return undefined;
  return addressBySubnet(instance, interfaces, template, graph);
}

function addressBySubnet(
  instance: Subject<any>,
  interfaces: readonly Value<any>[],
  template: Subject<any> | undefined,
  graph: Graph,
): string | undefined {
  const own = instance.at("subnetId");
  if (isWritten(own)) return addressIn(instance, "subnetId", own, graph);
  const mentioned = interfaces.map((made) => made.at("subnetId")).find(isWritten);
  if (template && mentioned) return addressIn(template, "networkInterfaces", mentioned, graph);
  // The instance starts in a default subnet, which AWS makes with mapPublicIpOnLaunch on (VPC User Guide, "Default VPCs").
  return "associatePublicIpAddress is not set, and without a subnetId the default subnet assigns an address";
}

function addressIn(subject: Subject<any>, property: string, subnetId: Value<any>, graph: Graph): string | undefined {
  const subnet = graph.target<any>(subject, property, subnetId, subnets, namesOf);
  if (!subnet) throw new NotKnown(`${subnetId.path} is a subnet of another stack, which may assign addresses`);
  const isOn = subnet.at("mapPublicIpOnLaunch").boolean() ?? subnet.type === "aws:ec2/defaultSubnet:DefaultSubnet";
  return isOn ? `subnet ${subnet.name} assigns public addresses, and associatePublicIpAddress is not set` : undefined;
}

/** The Elastic IP addresses attached to an instance, or to a network interface that it was given, by name. */
export function elasticAddresses(instance: Subject<any>, graph: Graph): (() => string[])[] {
  return [
    () => attachedTo(instance, "aws:ec2/eip:Eip", "instance", graph),
    () => attachedTo(instance, "aws:ec2/eipAssociation:EipAssociation", "instanceId", graph),
    ...["primaryNetworkInterface", "networkInterfaces"].map(
      (property) => () => ofInterfaces(instance, property, graph),
    ),
  ];
}

function ofInterfaces(instance: Subject<any>, property: string, graph: Graph): string[] {
  return each(instance.at(property).elements(), (attachment: Value<any>) => {
    const id = attachment.at("networkInterfaceId");
    const target = graph.target(instance, property, id, ["aws:ec2/networkInterface:NetworkInterface"], namesOf);
    if (!target) throw new NotKnown(`${id.path} is a network interface of another stack, which may have an Elastic IP`);
    return [
      ...attachedTo(target, "aws:ec2/eip:Eip", "networkInterface", graph),
      ...attachedTo(target, "aws:ec2/eipAssociation:EipAssociation", "networkInterfaceId", graph),
    ];
  });
}

function attachedTo(target: Subject<any>, type: string, property: string, graph: Graph): string[] {
  return graph.referrers(target, type, property, namesOf(target)).map(({ name }) => name);
}

function namesOf(resource: Subject<any>): string[] {
  return resource.id === undefined ? [] : [resource.id];
}
