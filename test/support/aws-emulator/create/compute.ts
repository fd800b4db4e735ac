import { CreateLogGroupCommand, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import { type Create, tagList } from ".";
import { tagged } from "./security-groups";

const role: Create = async (inputs, clients, logicalName) => {
  const { Role } = await clients.iam.send(
    new iam.CreateRoleCommand({
      RoleName: inputs.name ?? logicalName,
      AssumeRolePolicyDocument: inputs.assumeRolePolicy,
      Tags: tagList(inputs.tags),
    }),
  );
  return { id: Role?.RoleName ?? "", name: Role?.RoleName, arn: Role?.Arn };
};

const rolePolicy: Create = async (inputs, clients, logicalName) => {
  const PolicyName = (inputs.name ?? logicalName) as string;
  await clients.iam.send(
    new iam.PutRolePolicyCommand({ RoleName: inputs.role, PolicyName, PolicyDocument: inputs.policy }),
  );
  return { id: `${inputs.role}:${PolicyName}`, name: PolicyName };
};

const policyAttachment: Create = async ({ role: RoleName, policyArn: PolicyArn }, clients) => {
  await clients.iam.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
  return { id: `${RoleName} ${PolicyArn}` };
};

const instanceProfile: Create = async (inputs, clients, logicalName) => {
  const InstanceProfileName = (inputs.name ?? logicalName) as string;
  const { InstanceProfile } = await clients.iam.send(
    new iam.CreateInstanceProfileCommand({ InstanceProfileName, Tags: tagList(inputs.tags) }),
  );
  await clients.iam.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: inputs.role }));
  return { id: InstanceProfileName, name: InstanceProfileName, arn: InstanceProfile?.Arn };
};

const instance: Create = async (inputs, clients) => {
  const { metadataOptions, rootBlockDevice: root } = inputs;
  const { Images = [] } = await clients.ec2.send(new ec2.DescribeImagesCommand({ ImageIds: [inputs.ami] }));
  const { Instances = [] } = await clients.ec2.send(
    new ec2.RunInstancesCommand({
      ...{ MinCount: 1, MaxCount: 1, ImageId: inputs.ami, InstanceType: inputs.instanceType },
      NetworkInterfaces: [
        inputs.primaryNetworkInterface
          ? { DeviceIndex: 0, NetworkInterfaceId: inputs.primaryNetworkInterface.networkInterfaceId }
          : {
              DeviceIndex: 0,
              AssociatePublicIpAddress: inputs.associatePublicIpAddress,
              Groups: inputs.vpcSecurityGroupIds,
              SubnetId: inputs.subnetId,
            },
      ],
      IamInstanceProfile: { Name: inputs.iamInstanceProfile },
      MetadataOptions: {
        HttpEndpoint: metadataOptions.httpEndpoint,
        HttpPutResponseHopLimit: metadataOptions.httpPutResponseHopLimit,
        HttpTokens: metadataOptions.httpTokens,
      },
      BlockDeviceMappings: [
        {
          DeviceName: Images[0]?.RootDeviceName,
          Ebs: {
            ...{ Encrypted: root.encrypted, KmsKeyId: root.kmsKeyId },
            // Without a size EC2 takes that of the image; moto asks for one.
            ...{ VolumeSize: root.volumeSize ?? 8, VolumeType: root.volumeType },
          },
        },
      ],
      Monitoring: { Enabled: inputs.monitoring },
      UserData: inputs.userData && Buffer.from(inputs.userData as string).toString("base64"),
      TagSpecifications: tagged("instance", inputs.tags),
    }),
  );
  const { InstanceId = "", PrivateIpAddress } = Instances[0] ?? {};
  // moto overlooks them where instances are run.
  for (const [attribute, input] of [
    ["DisableApiTermination", "disableApiTermination"],
    ["DisableApiStop", "disableApiStop"],
  ] as const) {
    const Value = inputs[input] === true;
    await clients.ec2.send(new ec2.ModifyInstanceAttributeCommand({ InstanceId, [attribute]: { Value } }));
  }
  return { id: InstanceId, privateIp: PrivateIpAddress };
};

const logGroup: Create = async (inputs, { logs }, logicalName) => {
  const logGroupName = (inputs.name ?? `${inputs.namePrefix ?? ""}${logicalName}`) as string;
  await logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId: inputs.kmsKeyId, tags: inputs.tags }));
  if (inputs.retentionInDays) {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: inputs.retentionInDays }));
  }
  const arn = `arn:aws:logs:eu-west-1:123456789012:log-group:${logGroupName}`;
  return { id: logGroupName, name: logGroupName, arn };
};

export const createCompute: Readonly<Record<string, Create>> = {
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:ec2/instance:Instance": instance,
  "aws:iam/instanceProfile:InstanceProfile": instanceProfile,
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": policyAttachment,
};
