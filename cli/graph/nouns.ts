import { type Path } from "./links";

/** What a node is, which decides how it is drawn. */
export type Kind =
  | "internet"
  | "balancer"
  | "compute"
  | "function"
  | "database"
  | "storage"
  | "messaging"
  | "key"
  | "gateway"
  | "addresses"
  | "group"
  | "component";

/** A resource that a reader would name when asked what a stack consists of. */
export interface Noun {
  readonly title: string;
  readonly kind: Kind;
  /** Where it names its subnets, or the subnet group that does. Absent of what never stands in a VPC. */
  readonly subnets?: readonly Path[];
  /** Where it names its security groups. */
  readonly groups?: readonly Path[];
  /** Whether it stands in a VPC even when it names none. */
  readonly isAlwaysInside?: boolean;
}

const balancer: Noun = {
  title: "load balancer",
  kind: "balancer",
  subnets: [["subnets"], ["subnetMappings", "subnetId"]],
  groups: [["securityGroups"]],
  isAlwaysInside: true,
};
const bucket: Noun = { title: "S3 bucket", kind: "storage" };
const databaseIn = (title: string, groups: string, subnetGroup: string): Noun => ({
  title,
  kind: "database",
  subnets: [[subnetGroup]],
  groups: [[groups]],
  isAlwaysInside: true,
});
const cache = (title: string) => databaseIn(title, "securityGroupIds", "subnetGroupName");

/** Every type that is drawn. Others are parts of these, or say nothing about the shape of a network. */
export const nouns: Readonly<Record<string, Noun>> = {
  "aws:lb/loadBalancer:LoadBalancer": balancer,
  "aws:alb/loadBalancer:LoadBalancer": balancer,
  "aws:elb/loadBalancer:LoadBalancer": balancer,
  "aws:ec2/instance:Instance": {
    title: "EC2 instance",
    kind: "compute",
    subnets: [["subnetId"]],
    groups: [["vpcSecurityGroupIds"], ["securityGroups"]],
    isAlwaysInside: true,
  },
  "aws:autoscaling/group:Group": {
    title: "Auto Scaling group",
    kind: "compute",
    subnets: [["vpcZoneIdentifiers"]],
    isAlwaysInside: true,
  },
  "aws:ecs/service:Service": {
    title: "ECS service",
    kind: "compute",
    subnets: [["networkConfiguration", "subnets"]],
    groups: [["networkConfiguration", "securityGroups"]],
  },
  "aws:eks/cluster:Cluster": {
    title: "EKS cluster",
    kind: "compute",
    subnets: [["vpcConfig", "subnetIds"]],
    groups: [["vpcConfig", "securityGroupIds"]],
    isAlwaysInside: true,
  },
  "aws:eks/nodeGroup:NodeGroup": {
    title: "EKS node group",
    kind: "compute",
    subnets: [["subnetIds"]],
    isAlwaysInside: true,
  },
  "aws:lambda/function:Function": {
    title: "Lambda function",
    kind: "function",
    subnets: [["vpcConfig", "subnetIds"]],
    groups: [["vpcConfig", "securityGroupIds"]],
  },
  "aws:rds/instance:Instance": databaseIn("RDS database", "vpcSecurityGroupIds", "dbSubnetGroupName"),
  "aws:rds/cluster:Cluster": databaseIn("RDS cluster", "vpcSecurityGroupIds", "dbSubnetGroupName"),
  "aws:docdb/cluster:Cluster": databaseIn("DocumentDB cluster", "vpcSecurityGroupIds", "dbSubnetGroupName"),
  "aws:neptune/cluster:Cluster": databaseIn("Neptune cluster", "vpcSecurityGroupIds", "neptuneSubnetGroupName"),
  "aws:redshift/cluster:Cluster": databaseIn("Redshift cluster", "vpcSecurityGroupIds", "clusterSubnetGroupName"),
  "aws:elasticache/cluster:Cluster": cache("ElastiCache cluster"),
  "aws:elasticache/replicationGroup:ReplicationGroup": cache("ElastiCache group"),
  "aws:opensearch/domain:Domain": {
    title: "OpenSearch domain",
    kind: "database",
    subnets: [["vpcOptions", "subnetIds"]],
    groups: [["vpcOptions", "securityGroupIds"]],
  },
  "aws:mq/broker:Broker": {
    title: "MQ broker",
    kind: "messaging",
    subnets: [["subnetIds"]],
    groups: [["securityGroups"]],
    isAlwaysInside: true,
  },
  "aws:msk/cluster:Cluster": {
    title: "MSK cluster",
    kind: "messaging",
    subnets: [["brokerNodeGroupInfo", "clientSubnets"]],
    groups: [["brokerNodeGroupInfo", "securityGroups"]],
    isAlwaysInside: true,
  },
  "aws:efs/mountTarget:MountTarget": {
    title: "EFS mount target",
    kind: "storage",
    subnets: [["subnetId"]],
    groups: [["securityGroups"]],
    isAlwaysInside: true,
  },
  "aws:ec2/natGateway:NatGateway": {
    title: "NAT gateway",
    kind: "gateway",
    subnets: [["subnetId"]],
    isAlwaysInside: true,
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    title: "VPC endpoint",
    kind: "gateway",
    subnets: [["subnetIds"]],
    groups: [["securityGroupIds"]],
    isAlwaysInside: true,
  },
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:efs/fileSystem:FileSystem": { title: "EFS file system", kind: "storage" },
  "aws:dynamodb/table:Table": { title: "DynamoDB table", kind: "database" },
  "aws:sqs/queue:Queue": { title: "SQS queue", kind: "messaging" },
  "aws:sns/topic:Topic": { title: "SNS topic", kind: "messaging" },
  "aws:kinesis/stream:Stream": { title: "Kinesis stream", kind: "messaging" },
  "aws:kms/key:Key": { title: "KMS key", kind: "key" },
  "aws:ecr/repository:Repository": { title: "ECR repository", kind: "storage" },
  "aws:cloudfront/distribution:Distribution": { title: "CloudFront distribution", kind: "balancer" },
  "aws:apigatewayv2/api:Api": { title: "API Gateway", kind: "balancer" },
  "aws:apigateway/restApi:RestApi": { title: "API Gateway", kind: "balancer" },
};

export const groupTypes = ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"];
export const vpcTypes = ["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"];
export const subnetTypes = ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"];
export const subnetGroupTypes = [
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:docdb/subnetGroup:SubnetGroup",
  "aws:neptune/subnetGroup:SubnetGroup",
  "aws:redshift/subnetGroup:SubnetGroup",
  "aws:elasticache/subnetGroup:SubnetGroup",
];
export const launchTypes = ["aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/launchConfiguration:LaunchConfiguration"];
