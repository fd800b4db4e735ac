import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";

const repair = { mapPublicIpOnLaunch: false };

export const subnetNoAutoPublicIp: Rule = {
  id: "ec2-subnet-no-auto-public-ip",
  title: "Subnets must not assign public addresses automatically",
  severity: "medium",
  why: "Everything launched into the subnet becomes an address on the internet without anybody having asked for it.",
  fix: "Set mapPublicIpOnLaunch to false, and give a public address only to what needs one.",
  catalogue: ["EC2.15"],
  equivalents: {
    checkov: ["CKV_AWS_130"],
    "cdk-nag": ["VPCSubnetAutoAssignPublicIpDisabled"],
    trivy: ["AWS-0164"],
    guard: ["SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED"],
    prowler: ["vpc_subnet_no_public_ip_by_default"],
  },
  checks: [
    on("aws:ec2/subnet:Subnet", (subnet) => expect(subnet.at("mapPublicIpOnLaunch"), false)),
    // AWS makes default subnets with the attribute on (Amazon VPC User Guide, "Default VPCs").
    on("aws:ec2/defaultSubnet:DefaultSubnet", (subnet) => {
      return expect(subnet.at("mapPublicIpOnLaunch"), false, { absent: true });
    }),
  ],
  remediation: { "aws:ec2/subnet:Subnet": repair, "aws:ec2/defaultSubnet:DefaultSubnet": repair },
};
