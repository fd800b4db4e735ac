import type { types } from "@pulumi/aws";
import { privateNetworks } from "./address-plan";

type Entry = types.input.ec2.NetworkAclIngress;

const everything = { protocol: "-1", fromPort: 0, toPort: 0 };
const adminPorts = [22, 3389];

/** Lets all traffic out. */
export function outgoing(hasIpv6: boolean): Entry[] {
  return everyone(hasIpv6).map((from, index) => ({ ruleNo: 300 + index, action: "allow", ...everything, ...from }));
}

/**
 * Lets SSH and Remote Desktop in from private networks only, and everything else from everywhere: an ACL keeps no state, so
 * answers from the internet need all ports from 1024 up. A zonal NAT gateway loses the answers to port 3389, one in 64,000.
 * https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
 */
export function incoming(hasIpv6: boolean): Entry[] {
  return [
    ...privateNetworks.map((cidrBlock, index) => ({ ruleNo: 100 + index, action: "allow", ...everything, cidrBlock })),
    ...adminPorts
      .flatMap((port) => everyone(hasIpv6).map((from) => ({ protocol: "6", fromPort: port, toPort: port, ...from })))
      .map((denied, index) => ({ ruleNo: 200 + index, action: "deny", ...denied })),
    ...outgoing(hasIpv6),
  ];
}

function everyone(hasIpv6: boolean): Pick<Entry, "cidrBlock" | "ipv6CidrBlock">[] {
  return [{ cidrBlock: "0.0.0.0/0" }, ...(hasIpv6 ? [{ ipv6CidrBlock: "::/0" }] : [])];
}
