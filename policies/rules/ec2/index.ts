import type { Rule } from "../../core/rule";
import { defaultSecurityGroupClosed } from "./default-security-group-closed";
import { instanceImdsv2Required } from "./instance-imdsv2-required";
import { instanceNoCredentialsInUserData } from "./instance-no-credentials-in-user-data";
import { instanceNoPublicIp } from "./instance-no-public-ip";
import { launchTemplateNoPublicIp } from "./launch-template-no-public-ip";
import { networkAclNoPublicAdminPorts } from "./network-acl-no-public-admin-ports";
import { securityGroupNoPublicHighRiskPorts } from "./security-group-no-public-high-risk-ports";
import { securityGroupNoPublicRdp } from "./security-group-no-public-rdp";
import { securityGroupNoPublicSsh } from "./security-group-no-public-ssh";
import { securityGroupPublicPortsAuthorized } from "./security-group-public-ports-authorized";
import { subnetNoAutoPublicIp } from "./subnet-no-auto-public-ip";
import { volumeEncrypted } from "./volume-encrypted";
import { vpcFlowLogsEnabled } from "./vpc-flow-logs-enabled";

export const ec2: readonly Rule[] = [
  defaultSecurityGroupClosed,
  instanceImdsv2Required,
  instanceNoCredentialsInUserData,
  instanceNoPublicIp,
  launchTemplateNoPublicIp,
  networkAclNoPublicAdminPorts,
  securityGroupNoPublicHighRiskPorts,
  securityGroupNoPublicRdp,
  securityGroupNoPublicSsh,
  securityGroupPublicPortsAuthorized,
  subnetNoAutoPublicIp,
  volumeEncrypted,
  vpcFlowLogsEnabled,
];
