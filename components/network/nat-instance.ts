import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Architecture } from "../compute/function";
import { newestAmazonLinux } from "../compute/image";
import { instanceRole } from "../compute/instance-role";
import { metadataOptions, rootVolume } from "../compute/launch-settings";
import { patches, weekly } from "../compute/patches";
import { named, type Network } from "./network";
import type { Subnets } from "./subnets";

export interface NatInstance {
  /** What routes lead to. It and the address stay when the instance is replaced. */
  readonly networkInterface: aws.ec2.NetworkInterface;
  readonly address: aws.ec2.Eip;
  readonly instance: aws.ec2.Instance;
}

/**
 * An instance that sends what private subnets want from the internet, in their place.
 * https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
 *
 * @param routes those of public subnets, by which it finds the internet itself
 */
export function declareNatInstance(
  network: Network,
  subnets: Subnets,
  gateway: aws.ec2.InternetGateway,
  routes: readonly aws.ec2.Route[],
): NatInstance {
  const { name, args, layout, child } = network;
  const natName = `${name}-nat`;
  const tags = named(args.tags, natName);
  const networkInterface = new aws.ec2.NetworkInterface(
    natName,
    {
      subnetId: subnets.at("public", layout.natZones[0]?.letter ?? "")?.id ?? "",
      description: "NAT instance, whichever that is",
      securityGroups: [declareGroup(network).id],
      // It takes packets for others and sends those of others.
      sourceDestCheck: false,
      tags,
    },
    child,
  );
  const address = new aws.ec2.Eip(
    natName,
    { domain: "vpc", networkInterface: networkInterface.id, tags },
    // An address can't be used before the internet gateway is attached.
    { ...child, dependsOn: [gateway] },
  );
  const instance = declareInstance(network, networkInterface, [address, ...routes]);
  patches(natName, instance, weekly, child);
  return { networkInterface, address, instance };
}

/** Not protected against being terminated: nothing is on it that its successor doesn't set up again. */
function declareInstance(
  { name, args, layout, child }: Network,
  { id: networkInterfaceId }: aws.ec2.NetworkInterface,
  dependsOn: pulumi.Resource[],
): aws.ec2.Instance {
  const natName = `${name}-nat`;
  const tags = named(args.tags, natName);
  const { profile } = instanceRole(natName, undefined, args.tags, child);
  return new aws.ec2.Instance(
    natName,
    {
      ami: aws.ssm.getParameterOutput({ name: newestAmazonLinux(Architecture.Arm64) }, child).insecureValue,
      instanceType: layout.natInstanceType,
      primaryNetworkInterface: { networkInterfaceId },
      iamInstanceProfile: profile.name,
      metadataOptions,
      rootBlockDevice: { ...rootVolume({}), encrypted: true, tags },
      monitoring: true,
      userData,
      userDataReplaceOnChange: true,
      tags,
    },
    {
      ...child,
      dependsOn,
      // The interface can't be in two instances at once.
      deleteBeforeReplace: true,
      // The provider would switch the interface's check on by the instance, with the update that follows the first.
      // https://github.com/hashicorp/terraform-provider-aws/issues/44768
      ignoreChanges: ["ami", "sourceDestCheck"],
    },
  );
}

/**
 * AWS's steps, the rules as the file that they end up in. Packages come from S3, by the gateway endpoint as soon as that is
 * there, which may interrupt it. Without swap, half a GiB is too little for dnf beside Systems Manager's agent.
 * https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
 * https://github.com/amazonlinux/amazon-linux-2023/issues/404
 */
export const userData = `#!/bin/bash
set -eu
dd if=/dev/zero of=/swapfile bs=1M count=512 status=none
chmod 600 /swapfile
mkswap /swapfile
swapon /swapfile
echo '/swapfile none swap defaults 0 0' >> /etc/fstab

until dnf install -y iptables-services; do sleep 5; done
echo 'net.ipv4.ip_forward = 1' > /etc/sysctl.d/90-nat.conf
sysctl -p /etc/sysctl.d/90-nat.conf
cat > /etc/sysconfig/iptables << 'RULES'
*nat
-A POSTROUTING ! -o lo -j MASQUERADE
COMMIT
*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -i lo -j ACCEPT
-A INPUT -p icmp -j ACCEPT
-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
COMMIT
RULES
systemctl enable --now iptables
`;

function declareGroup({ name, args, vpc, cidr, child }: Network): aws.ec2.SecurityGroup {
  const groupName = `${name}-nat`;
  const tags = named(args.tags, groupName);
  const description = "NAT instance, for the VPC itself";
  const group = new aws.ec2.SecurityGroup(groupName, { vpcId: vpc.id, description, tags }, child);
  const everything = { securityGroupId: group.id, ipProtocol: "-1", tags: args.tags };
  new aws.vpc.SecurityGroupIngressRule(
    `${groupName}-vpc`,
    { ...everything, description: "All that the VPC wants from the internet", cidrIpv4: cidr },
    child,
  );
  new aws.vpc.SecurityGroupEgressRule(
    `${groupName}-internet`,
    { ...everything, description: "To the internet", cidrIpv4: "0.0.0.0/0" },
    child,
  );
  return group;
}
