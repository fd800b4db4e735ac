import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { patchBuckets } from "../patch-buckets";
import { type Place, placeOf } from "../place";
import { serviceTrust } from "../policy-statement";

export interface InstanceRole {
  readonly role: aws.iam.Role;
  readonly profile: aws.iam.InstanceProfile;
}

/**
 * A role for instances that Systems Manager reaches. Children: role, role policy and profile `<name>`, policy attachments
 * `<name>-<policy>`.
 */
export function instanceRole(
  name: string,
  policyArns: { readonly [name: string]: pulumi.Input<string> } | undefined,
  tags: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined,
  child: { readonly parent: pulumi.Resource },
): InstanceRole {
  const place = placeOf(child);
  const role = new aws.iam.Role(
    name,
    {
      assumeRolePolicy: place.apply((known) => JSON.stringify(trustPolicy(known))),
      tags,
    },
    child,
  );
  const policy = place.apply((known) => JSON.stringify(agentPolicy(known)));
  const agent = new aws.iam.RolePolicy(name, { role: role.name, policy }, child);
  const attached = Object.entries(policyArns ?? {}).map(
    ([about, policyArn]) => new aws.iam.RolePolicyAttachment(`${name}-${about}`, { role: role.name, policyArn }, child),
  );
  // Instances start with what the role may do: programs that fail at once for lack of rights don't try again.
  const profile = new aws.iam.InstanceProfile(
    name,
    { role: role.name, tags },
    { ...child, dependsOn: [agent, ...attached] },
  );
  return { role, profile };
}

function trustPolicy({ partition }: Place): aws.iam.PolicyDocument {
  return serviceTrust(partition === "aws-cn" ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com");
}

/**
 * What Session Manager, Run Command and Patch Manager need of an instance: AmazonSSMManagedInstanceCore without reading
 * parameters, which that policy allows for every parameter of the account, and with the buckets of AWS from which
 * patches are installed, which an endpoint for S3 asks for by identity.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html
 */
export function agentPolicy({ partition, region }: Place): aws.iam.PolicyDocument {
  const allow = (service: string, names: readonly string[], Resource: string | string[] = "*") => ({
    Effect: "Allow" as const,
    Action: names.map((name) => `${service}:${name}`),
    Resource,
  });
  return {
    Version: "2012-10-17",
    Statement: [
      allow("ssm", [
        ...["UpdateInstanceInformation", "ListAssociations", "ListInstanceAssociations", "DescribeAssociation"],
        ...["UpdateAssociationStatus", "UpdateInstanceAssociationStatus", "GetDocument", "DescribeDocument"],
        ...["GetManifest", "PutConfigurePackageResult", "GetDeployablePatchSnapshotForInstance"],
        ...["PutInventory", "PutComplianceItems"],
      ]),
      allow("ssmmessages", [...["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"]]),
      allow("ec2messages", [
        ...["AcknowledgeMessage", "DeleteMessage", "FailMessage", "GetEndpoint", "GetMessages", "SendReply"],
      ]),
      allow(
        "s3",
        ["GetObject"],
        [
          ...[`aws-ssm-${region}`, `amazon-ssm-${region}`, `amazon-ssm-packages-${region}`],
          ...patchBuckets(region),
        ].map((bucket) => `arn:${partition}:s3:::${bucket}/*`),
      ),
    ],
  };
}
