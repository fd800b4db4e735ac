import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Properties, text, unknown } from "./properties";

/** Where and as whom the provider calls AWS. */
export interface Caller {
  readonly region: string;
  readonly accountId: string;
}

/** What the provider answers besides the inputs: unknown in a preview, made up but well formed afterwards. */
export function computed(
  caller: Caller,
  type: string,
  urn: string,
  inputs: Properties,
  id: string | undefined,
): Properties {
  // Providers made from Terraform's repeat the id among the outputs.
  const made: Properties = { id: id ?? unknown };
  for (const name of [...outputsOnly(type), ...(chosenByAws[type]?.(inputs) ?? [])]) {
    if (!(name in inputs)) made[name] = id === undefined ? unknown : value(caller, name, type, urn, inputs, id);
  }
  return made;
}

/** What an update moves on: each change of a launch template is a version more. */
export function moved(type: string, olds: Properties, isPreview: boolean): Properties {
  if (type !== "aws:ec2/launchTemplate:LaunchTemplate") return {};
  return { latestVersion: isPreview ? unknown : Number(olds.latestVersion) + 1 };
}

/** The id that AWS would give: a name for some types, an ARN for a few, a prefix and hex digits for the rest. */
export function idOf({ region, accountId }: Caller, type: string, urn: string, inputs: Properties): string {
  const named = namedBy[type];
  if (named !== undefined) return text(inputs[named]) ?? hex(urn, 12);
  if (arnIsId.has(type)) return arn({ region, accountId }, type, urn, inputs);
  if (type === "aws:sqs/queue:Queue") {
    return `https://sqs.${region}.amazonaws.com/${accountId}/${text(inputs.name) ?? hex(urn, 12)}`;
  }
  if (type === "aws:kms/key:Key") return hex(urn, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  return `${idPrefixes[type] ?? kind(type)}-0${hex(urn, 16)}`;
}

/** Inputs that AWS chooses when the program doesn't. */
const chosenByAws: Readonly<Record<string, (inputs: Properties) => string[]>> = {
  "aws:ec2/vpc:Vpc": ({ assignGeneratedIpv6CidrBlock }) => [
    "cidrBlock",
    ...(assignGeneratedIpv6CidrBlock === true ? ["ipv6CidrBlock"] : []),
  ],
  "aws:cloudwatch/logGroup:LogGroup": () => ["name"],
};

/** The generated class assigns an `undefined` marked "out" to every property that only the provider sets. */
function outputsOnly(type: string): string[] {
  const path = type.split(":")[1] ?? "";
  let source: string;
  try {
    source = readFileSync(require.resolve(`@pulumi/aws/${path}.js`), "utf8");
  } catch {
    return [];
  }
  return [...source.matchAll(/resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g)].map((match) => match[1] as string);
}

function value(caller: Caller, name: string, type: string, urn: string, inputs: Properties, id: string): unknown {
  switch (name) {
    case "tagsAll":
      return inputs.tags ?? {};
    case "arn":
      return arn(caller, type, urn, inputs, id);
    case "keyId":
      return id;
    case "ownerId":
    case "registryId":
      return caller.accountId;
    case "url":
      return type === "aws:sqs/queue:Queue" ? id : `https://${hex(urn, 10)}.${caller.region}.amazonaws.com`;
    case "cidrBlock":
      return `10.64.0.0/${inputs.ipv4NetmaskLength ?? 16}`;
    case "ipv6CidrBlock":
      return "2001:db8:1234:1a00::/56";
    case "repositoryUrl":
      return `${caller.accountId}.dkr.ecr.${caller.region}.amazonaws.com/${id}`;
    default:
      return ofType(declaredType(type, name), `${name}-${hex(urn + name, 8)}`);
  }
}

function ofType(declared: string, words: string): unknown {
  if (declared.endsWith("[]")) return [];
  if (declared === "number") return 1;
  if (declared === "boolean") return false;
  return declared.startsWith("string") ? words : {};
}

function declaredType(type: string, property: string): string {
  const source = readFileSync(require.resolve(`@pulumi/aws/${type.split(":")[1]}.d.ts`), "utf8");
  return new RegExp(`readonly ${property}: pulumi\\.Output<(.*)>;`).exec(source)?.[1] ?? "string";
}

function arn({ region, accountId }: Caller, type: string, urn: string, inputs: Properties, id?: string): string {
  const [service = "", rest = ""] = (type.split(":")[1] ?? "").split("/");
  const name = id ?? text(inputs.name) ?? hex(urn, 12);
  if (service === "s3") return `arn:aws:s3:::${name}`;
  if (service === "iam") return `arn:aws:iam::${accountId}:${rest}/${name}`;
  if (type === "aws:sns/topic:Topic") return `arn:aws:sns:${region}:${accountId}:${text(inputs.name) ?? name}`;
  if (type === "aws:sqs/queue:Queue") return `arn:aws:sqs:${region}:${accountId}:${text(inputs.name) ?? name}`;
  const owner = arnServices[service] ?? service;
  return `arn:aws:${owner}:${region}:${accountId}:${kind(type)}/${name.replace(/^arn:.*\//, "")}`;
}

const arnServices: Readonly<Record<string, string>> = {
  lb: "elasticloadbalancing",
  alb: "elasticloadbalancing",
  cloudwatch: "logs",
};

const arnIsId = new Set([
  "aws:sns/topic:Topic",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:lb/listener:Listener",
  "aws:lb/targetGroup:TargetGroup",
  "aws:alb/loadBalancer:LoadBalancer",
  "aws:alb/listener:Listener",
  "aws:ecs/cluster:Cluster",
  "aws:acm/certificate:Certificate",
]);

const namedBy: Readonly<Record<string, string>> = {
  "aws:s3/bucket:Bucket": "bucket",
  "aws:s3/bucketV2:BucketV2": "bucket",
  "aws:s3/bucketPolicy:BucketPolicy": "bucket",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "bucket",
  "aws:s3/bucketVersioning:BucketVersioning": "bucket",
  "aws:iam/role:Role": "name",
  "aws:iam/user:User": "name",
  "aws:iam/group:Group": "name",
  "aws:iam/instanceProfile:InstanceProfile": "name",
  "aws:autoscaling/group:Group": "name",
  "aws:autoscaling/policy:Policy": "name",
  "aws:lambda/function:Function": "name",
  "aws:dynamodb/table:Table": "name",
  "aws:ecr/repository:Repository": "name",
  "aws:cloudwatch/logGroup:LogGroup": "name",
  "aws:cloudtrail/trail:Trail": "name",
  "aws:rds/subnetGroup:SubnetGroup": "name",
  "aws:rds/instance:Instance": "identifier",
  "aws:rds/cluster:Cluster": "clusterIdentifier",
  "aws:redshift/cluster:Cluster": "clusterIdentifier",
};

const idPrefixes: Readonly<Record<string, string>> = {
  "aws:ec2/vpc:Vpc": "vpc",
  "aws:ec2/subnet:Subnet": "subnet",
  "aws:ec2/securityGroup:SecurityGroup": "sg",
  "aws:ec2/securityGroupRule:SecurityGroupRule": "sgrule",
  "aws:ec2/instance:Instance": "i",
  "aws:ec2/launchTemplate:LaunchTemplate": "lt",
  "aws:ec2/internetGateway:InternetGateway": "igw",
  "aws:ec2/natGateway:NatGateway": "nat",
  "aws:ec2/routeTable:RouteTable": "rtb",
  "aws:ec2/eip:Eip": "eipalloc",
  "aws:ec2/networkAcl:NetworkAcl": "acl",
  "aws:ec2/networkAclAssociation:NetworkAclAssociation": "aclassoc",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "rtbassoc",
  "aws:ec2/route:Route": "r-rtb",
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": "eigw",
  "aws:ec2/flowLog:FlowLog": "fl",
  "aws:ec2/networkInterface:NetworkInterface": "eni",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "vpce",
  "aws:ec2/vpcEncryptionControl:VpcEncryptionControl": "vpcec",
  "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion": "vpcbpa-exclude",
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "tgw-attach",
  "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": "rqlc",
  "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": "rslvr-frg",
  "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": "rslvr-fdl",
  "aws:ec2/managedPrefixList:ManagedPrefixList": "pl",
  "aws:ebs/volume:Volume": "vol",
  "aws:efs/fileSystem:FileSystem": "fs",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "sgr",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "sgr",
};

function kind(type: string): string {
  return (type.split(":")[2] ?? "resource").replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
}

function hex(seed: string, digits: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, digits);
}
