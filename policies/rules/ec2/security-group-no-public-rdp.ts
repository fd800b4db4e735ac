import type { Rule } from "../../core/rule";
import { onExposure } from "../../facts/exposure";
import { reachedTcpPorts } from "../../facts/reached-ports";

export const securityGroupNoPublicRdp: Rule = {
  id: "ec2-security-group-no-public-rdp",
  title: "Security groups must not allow Remote Desktop from the internet",
  severity: "high",
  why: "Remote Desktop open to every address is a usual way in for ransomware, by guessed passwords and by exploits.",
  fix: "Remove the rule and connect through Fleet Manager, or name only the address ranges that need port 3389.",
  catalogue: ["EC2.14"],
  equivalents: {
    checkov: ["CKV_AWS_25"],
    trivy: ["AWS-0107"],
    prowler: ["ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389"],
  },
  checks: onExposure((exposure) => reachedTcpPorts([3389], (port) => exposure.tcp(port))),
};
