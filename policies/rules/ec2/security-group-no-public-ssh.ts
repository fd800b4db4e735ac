import type { Rule } from "../../core/rule";
import { onExposure } from "../../facts/exposure";
import { reachedTcpPorts } from "../../facts/reached-ports";

export const securityGroupNoPublicSsh: Rule = {
  id: "ec2-security-group-no-public-ssh",
  title: "Security groups must not allow SSH from the internet",
  severity: "high",
  why: "Every SSH server on the internet is found within minutes, then tried with stolen passwords and new exploits.",
  fix: "Remove the rule and connect through Session Manager, or name only the address ranges that need port 22.",
  catalogue: ["EC2.13"],
  equivalents: {
    checkov: ["CKV_AWS_24"],
    "cdk-nag": ["EC2RestrictedSSH"],
    trivy: ["AWS-0107"],
    guard: ["INCOMING_SSH_DISABLED"],
    prowler: ["ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22"],
  },
  checks: onExposure((exposure) => reachedTcpPorts([22], (port) => exposure.tcp(port))),
};
