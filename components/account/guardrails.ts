import type { DenyStatement } from "./statements";

/** Which policy a guardrail is written in, so that a change to one leaves the other policies as they are. */
export type Subject = "account" | "detection" | "data" | "network";

/** One thing that is denied. */
export interface Guardrail {
  /** By which `skip` names it. */
  readonly name: string;
  readonly subject: Subject;
  /** What it denies, for the reader. */
  readonly denies: string;
  /** Whether the deployment roles may do it. */
  readonly exceptDeployment?: true;
  readonly actions: readonly string[];
  /** ARN pattern; every partition. Every resource without it. */
  readonly resource?: string;
  /** Whether it denies what is done to the deployment roles, in place of `resource`. */
  readonly ofDeployment?: true;
  readonly condition?: DenyStatement["Condition"];
}

const isRoot = { ArnLike: { "aws:PrincipalArn": "arn:*:iam::*:root" } };

const account: readonly Omit<Guardrail, "subject">[] = [
  {
    name: "leave-organization",
    denies: "taking the account out of the organization, or closing it from inside",
    actions: ["organizations:LeaveOrganization", "account:CloseAccount"],
  },
  {
    // Sessions that the management account opens by AssumeRoot, for one task, carry aws:AssumedRoot and are let through.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
    name: "root-user",
    denies: "everything that the root user of an account does",
    actions: ["*"],
    condition: { ...isRoot, Null: { "aws:AssumedRoot": "true" } },
  },
  {
    name: "root-access-keys",
    denies: "access keys of the root user",
    actions: ["iam:CreateAccessKey"],
    condition: isRoot,
  },
  {
    // Whoever may make or change such a role, or hand it to a function or an instance, does with it what only it may.
    name: "deployment-roles",
    denies: "making, changing and deleting the deployment roles, and passing them to a service",
    exceptDeployment: true,
    ofDeployment: true,
    actions: [
      "iam:AttachRolePolicy",
      "iam:CreateRole",
      "iam:DeleteRole*",
      "iam:DetachRolePolicy",
      "iam:PassRole",
      "iam:PutRole*",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole*",
    ],
  },
  {
    // Roles trust a provider by its ARN: whoever changes what it answers to becomes any of them.
    name: "identity-providers",
    denies: "making, changing and deleting the identity providers that roles trust",
    exceptDeployment: true,
    actions: [
      "iam:AddClientIDToOpenIDConnectProvider",
      "iam:CreateOpenIDConnectProvider",
      "iam:CreateSAMLProvider",
      "iam:DeleteOpenIDConnectProvider",
      "iam:DeleteSAMLProvider",
      "iam:UpdateOpenIDConnectProviderThumbprint",
      "iam:UpdateSAMLProvider",
    ],
  },
];

const detection: readonly Omit<Guardrail, "subject">[] = [
  {
    name: "trail",
    denies: "stopping or deleting trails",
    actions: ["cloudtrail:DeleteTrail", "cloudtrail:StopLogging"],
  },
  {
    name: "config",
    denies: "stopping AWS Config",
    actions: ["config:DeleteConfigurationRecorder", "config:DeleteDeliveryChannel", "config:StopConfigurationRecorder"],
  },
  {
    name: "guardduty",
    denies: "switching GuardDuty off, or leaving its administrator",
    actions: [
      "guardduty:DeleteDetector",
      "guardduty:DisassociateFromAdministratorAccount",
      "guardduty:DisassociateFromMasterAccount",
    ],
  },
  {
    name: "security-hub",
    denies: "switching Security Hub off, or leaving its administrator",
    actions: [
      "securityhub:DisableSecurityHub*",
      "securityhub:DisassociateFromAdministratorAccount",
      "securityhub:DisassociateFromMasterAccount",
    ],
  },
  { name: "access-analyzer", denies: "deleting analyzers", actions: ["access-analyzer:DeleteAnalyzer"] },
  {
    name: "macie",
    denies: "switching Macie off, or leaving its administrator",
    actions: [
      "macie2:DisableMacie",
      "macie2:DisassociateFromAdministratorAccount",
      "macie2:DisassociateFromMasterAccount",
    ],
  },
  {
    name: "detection-settings",
    denies: "changing what is recorded, detected or hidden from view",
    exceptDeployment: true,
    actions: [
      "access-analyzer:CreateArchiveRule",
      "access-analyzer:UpdateAnalyzer",
      "access-analyzer:UpdateArchiveRule",
      "cloudtrail:PutEventSelectors",
      "cloudtrail:UpdateTrail",
      "config:DisassociateResourceTypes",
      "config:PutConfigurationRecorder",
      "config:PutDeliveryChannel",
      "config:PutRetentionConfiguration",
      "guardduty:CreateFilter",
      "guardduty:CreateIPSet",
      "guardduty:CreateTrustedEntitySet",
      "guardduty:UpdateDetector",
      "guardduty:UpdateFilter",
      "guardduty:UpdateIPSet",
      "guardduty:UpdateTrustedEntitySet",
      "macie2:CreateFindingsFilter",
      "macie2:UpdateFindingsFilter",
      "macie2:UpdateMacieSession",
      "securityhub:BatchDisableStandards",
      "securityhub:BatchUpdateAutomationRules",
      "securityhub:BatchUpdateStandardsControlAssociations",
      "securityhub:CreateAutomationRule*",
      "securityhub:UpdateAutomationRule*",
      "securityhub:UpdateSecurityHubConfiguration",
      "securityhub:UpdateStandardsControl",
    ],
  },
];

const data: readonly Omit<Guardrail, "subject">[] = [
  {
    name: "unencrypted-volumes",
    denies: "EBS volumes without encryption, of instances too",
    actions: ["ec2:CreateVolume", "ec2:RunInstances"],
    resource: "arn:*:ec2:*:*:volume/*",
    condition: { Bool: { "ec2:Encrypted": "false" } },
  },
  {
    name: "unencrypted-file-systems",
    denies: "EFS file systems without encryption",
    actions: ["elasticfilesystem:CreateFileSystem"],
    condition: { Bool: { "elasticfilesystem:Encrypted": "false" } },
  },
  {
    name: "ebs-encryption-default",
    denies: "switching off that EBS encrypts by default",
    actions: ["ec2:DisableEbsEncryptionByDefault"],
  },
  {
    name: "imdsv1",
    denies: "instances that answer metadata requests without a token",
    actions: ["ec2:RunInstances"],
    resource: "arn:*:ec2:*:*:instance/*",
    condition: { StringNotEquals: { "ec2:MetadataHttpTokens": "required" } },
  },
  {
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html
    name: "imdsv1-credentials",
    denies: "every call with credentials that were fetched by IMDSv1",
    actions: ["*"],
    condition: { NumericLessThan: { "ec2:RoleDelivery": "2.0" } },
  },
  {
    name: "metadata-options",
    denies: "changing metadata options of instances and of the account",
    exceptDeployment: true,
    actions: ["ec2:ModifyInstanceMetadataDefaults", "ec2:ModifyInstanceMetadataOptions"],
  },
  {
    // Removing a block needs the permission of setting it: there is no action of its own.
    name: "s3-public-access-block",
    denies: "changing the public access blocks of buckets and of the account",
    exceptDeployment: true,
    actions: ["s3:PutAccountPublicAccessBlock", "s3:PutBucketPublicAccessBlock"],
  },
  {
    // No key tells a grant to everyone in the body of a request: the account's public access block stops that one.
    name: "public-acls",
    denies: "buckets and objects with a canned ACL for everyone",
    actions: ["s3:CreateBucket", "s3:PutBucketAcl", "s3:PutObject", "s3:PutObjectAcl"],
    condition: { StringEquals: { "s3:x-amz-acl": ["authenticated-read", "public-read", "public-read-write"] } },
  },
  {
    // https://docs.aws.amazon.com/controltower/latest/controlreference/ct-ec2-pv-3.html
    name: "public-images",
    denies: "sharing images and snapshots with everyone",
    actions: ["ec2:ModifyImageAttribute", "ec2:ModifySnapshotAttribute"],
    condition: { StringEquals: { "ec2:Add/group": "all" } },
  },
  {
    name: "ec2-public-access-block",
    denies: "lifting the blocks on public images and snapshots, or opening serial consoles",
    actions: [
      "ec2:DisableImageBlockPublicAccess",
      "ec2:DisableSnapshotBlockPublicAccess",
      "ec2:EnableSerialConsoleAccess",
    ],
  },
  {
    // RDS has no condition key that tells sharing with everyone from sharing with one account.
    name: "database-snapshots",
    denies: "sharing RDS snapshots",
    exceptDeployment: true,
    actions: ["rds:ModifyDBClusterSnapshotAttribute", "rds:ModifyDBSnapshotAttribute"],
  },
  {
    name: "key-deletion",
    denies: "disabling KMS keys, scheduling their deletion, or deleting what was imported into them",
    exceptDeployment: true,
    actions: ["kms:DeleteImportedKeyMaterial", "kms:DisableKey", "kms:DisableKeyRotation", "kms:ScheduleKeyDeletion"],
  },
];

const network: readonly Omit<Guardrail, "subject">[] = [
  {
    name: "security-groups",
    denies: "making, changing and deleting security groups and their rules",
    exceptDeployment: true,
    actions: [
      "ec2:AuthorizeSecurityGroup*",
      "ec2:CreateSecurityGroup",
      "ec2:DeleteSecurityGroup",
      "ec2:ModifySecurityGroupRules",
      "ec2:RevokeSecurityGroup*",
    ],
  },
  {
    name: "security-group-assignments",
    denies: "giving other security groups to an instance or an interface that exists",
    exceptDeployment: true,
    actions: ["ec2:ModifyInstanceAttribute", "ec2:ModifyNetworkInterfaceAttribute"],
    resource: "arn:*:ec2:*:*:security-group/*",
  },
  {
    name: "network-acls",
    denies: "changing network ACLs",
    exceptDeployment: true,
    actions: ["ec2:CreateNetworkAcl*", "ec2:DeleteNetworkAcl*", "ec2:ReplaceNetworkAcl*"],
  },
  {
    // Another route table for a subnet is another way, and a default VPC comes with a gateway and routes to it.
    // https://docs.aws.amazon.com/controltower/latest/controlreference/data-residency-preventive-controls.html
    name: "routes",
    denies: "changing routes, gateways, peerings and the VPC block on public access, or making default VPCs",
    exceptDeployment: true,
    actions: [
      "ec2:AcceptVpcPeeringConnection",
      "ec2:AssociateRouteTable",
      "ec2:AttachInternetGateway",
      "ec2:CreateCarrierGateway",
      "ec2:CreateDefaultSubnet",
      "ec2:CreateDefaultVpc",
      "ec2:CreateEgressOnlyInternetGateway",
      "ec2:CreateInternetGateway",
      "ec2:CreateNatGateway",
      "ec2:CreateRoute",
      "ec2:CreateVpcBlockPublicAccessExclusion",
      "ec2:CreateVpcPeeringConnection",
      "ec2:DeleteRoute",
      "ec2:DisassociateRouteTable",
      "ec2:Enable*Propagation",
      "ec2:ModifyVpcBlockPublicAccess*",
      "ec2:ReplaceRoute*",
    ],
  },
  {
    name: "network-firewall",
    denies: "changing Network Firewall",
    exceptDeployment: true,
    actions: ["Associate", "Create", "Delete", "Disassociate", "Put", "Update"].map(
      (verb) => `network-firewall:${verb}*`,
    ),
  },
  {
    name: "dns-firewall",
    denies: "changing the DNS firewall",
    exceptDeployment: true,
    actions: ["Associate", "Create", "Delete", "Disassociate", "Import", "Put", "Update"].map(
      (verb) => `route53resolver:${verb}Firewall*`,
    ),
  },
  {
    name: "waf",
    denies: "changing web ACLs and what they protect",
    exceptDeployment: true,
    actions: ["Associate", "Create", "Delete", "Disassociate", "Put", "Update"].map((verb) => `wafv2:${verb}*`),
  },
];

/** Every guardrail but `allowed-regions`, which is for who names regions. */
export const guardrails: readonly Guardrail[] = Object.entries({ account, detection, data, network }).flatMap(
  ([subject, ofSubject]) => ofSubject.map((guardrail) => ({ ...guardrail, subject: subject as Subject })),
);
