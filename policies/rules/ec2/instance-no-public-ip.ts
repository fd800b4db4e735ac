import type { Rule } from "../../core/rule";
import { each } from "../../core/value";
import { across, on } from "../../facts/check";
import { saw } from "../../facts/expect";
import { addressAtLaunch, elasticAddresses } from "../../facts/public-address";

export const instanceNoPublicIp: Rule = {
  id: "ec2-instance-no-public-ip",
  title: "EC2 instances must not have a public IPv4 address",
  severity: "high",
  why: "With a public address, one open port or one unpatched service on the instance is enough for a stranger to get in.",
  fix: "Set associatePublicIpAddress to false, which replaces the instance, and reach it through a load balancer or Session Manager.",
  catalogue: ["EC2.9"],
  equivalents: {
    checkov: ["CKV_AWS_88"],
    "cdk-nag": ["EC2InstanceNoPublicIp"],
    guard: ["EC2_INSTANCE_NO_PUBLIC_IP"],
    prowler: ["ec2_instance_public_ip"],
  },
  checks: [
    on("aws:ec2/instance:Instance", (instance) => {
      const wish = instance.at("associatePublicIpAddress");
      return wish.boolean() ? [saw(wish)] : [];
    }),
    across("aws:ec2/instance:Instance", (instance, { graph }) => {
      const wish = instance.at("associatePublicIpAddress");
      const atLaunch = () => (wish.isPresent ? undefined : addressAtLaunch(instance, graph));
      const attached = elasticAddresses(instance, graph).map((names) => () => {
        return names().map((name) => `Elastic IP ${name} is attached`);
      });
      return each([() => [atLaunch() ?? []].flat(), ...attached], (part) => part());
    }),
  ],
};
