import type { Rule } from "../../core/rule";
import { each } from "../../core/value";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";

export const launchTemplateNoPublicIp: Rule = {
  id: "ec2-launch-template-no-public-ip",
  title: "Launch templates and configurations must not assign public addresses",
  severity: "high",
  why: "Every instance that is launched from it, in whatever number and by whatever group, faces the internet.",
  fix: "Set associatePublicIpAddress to false, and let a load balancer or a NAT gateway face the internet.",
  catalogue: ["EC2.25"],
  equivalents: {
    checkov: ["CKV_AWS_88"],
    prowler: ["ec2_launch_template_no_public_ip"],
  },
  checks: [
    on("aws:ec2/launchTemplate:LaunchTemplate", (template) =>
      each(template.at("networkInterfaces").elements(), (networkInterface) =>
        expect(networkInterface.at("associatePublicIpAddress"), false),
      ),
    ),
    on("aws:ec2/launchConfiguration:LaunchConfiguration", (configuration) =>
      expect(configuration.at("associatePublicIpAddress"), false),
    ),
  ],
};
