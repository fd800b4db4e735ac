import { isDeepStrictEqual } from "node:util";
import type { Properties } from "./properties";

/** Properties that can't be changed in place, from the "ForceNew" marks in the provider's reference. */
const immutable: Readonly<Record<string, readonly string[]>> = {
  "aws:s3/bucket:Bucket": ["bucket", "bucketPrefix", "objectLockEnabled"],
  "aws:s3/bucketV2:BucketV2": ["bucket", "bucketPrefix", "objectLockEnabled"],
  "aws:s3/bucketPolicy:BucketPolicy": ["bucket"],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["bucket"],
  "aws:s3/bucketVersioning:BucketVersioning": ["bucket"],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["bucket"],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ["bucket"],
  "aws:s3/bucketLogging:BucketLogging": ["bucket"],
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ["bucket"],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ["bucket"],
  "aws:ec2/vpc:Vpc": ["cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  "aws:ec2/subnet:Subnet": ["vpcId", "cidrBlock", "availabilityZone"],
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": ["defaultNetworkAclId"],
  "aws:ec2/defaultRouteTable:DefaultRouteTable": ["defaultRouteTableId"],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["vpcId"],
  "aws:ec2/networkAcl:NetworkAcl": ["vpcId"],
  "aws:ec2/networkAclAssociation:NetworkAclAssociation": ["networkAclId", "subnetId"],
  "aws:ec2/routeTable:RouteTable": ["vpcId"],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["subnetId", "gatewayId"],
  "aws:ec2/route:Route": [
    ...["routeTableId", "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"],
  ],
  "aws:ec2/eip:Eip": ["domain", "address", "publicIpv4Pool", "networkBorderGroup"],
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": ["vpcId"],
  "aws:ec2/networkInterface:NetworkInterface": ["subnetId"],
  "aws:ec2/flowLog:FlowLog": [
    ...["vpcId", "subnetId", "eniId", "trafficType", "logDestination", "logDestinationType", "logFormat"],
    ...["iamRoleArn", "maxAggregationInterval", "destinationOptions"],
  ],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["vpcId", "serviceName", "vpcEndpointType"],
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": ["vpcEndpointId", "routeTableId"],
  "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation": ["vpcEndpointId", "subnetId"],
  "aws:ec2/vpcEncryptionControl:VpcEncryptionControl": ["vpcId"],
  "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion": ["vpcId", "subnetId"],
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": ["transitGatewayId", "vpcId"],
  "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": ["destinationArn", "name"],
  "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": [
    ...["resolverQueryLogConfigId", "resourceId"],
  ],
  "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": ["name"],
  "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": ["name"],
  "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation": [
    ...["firewallRuleGroupId", "vpcId"],
  ],
  "aws:route53/resolverFirewallRule:ResolverFirewallRule": [
    ...["firewallRuleGroupId", "firewallDomainListId", "dnsThreatProtection"],
  ],
  "aws:ec2/securityGroup:SecurityGroup": ["name", "description", "vpcId"],
  "aws:ec2/securityGroupRule:SecurityGroupRule": [
    ...["securityGroupId", "type", "protocol", "fromPort", "toPort", "cidrBlocks", "ipv6CidrBlocks"],
    ...["sourceSecurityGroupId", "self", "prefixListIds"],
  ],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["securityGroupId"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["securityGroupId"],
  "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive": ["securityGroupId"],
  "aws:ec2/instance:Instance": ["ami", "subnetId", "availabilityZone", "keyName", "associatePublicIpAddress"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["name", "namePrefix"],
  "aws:autoscaling/group:Group": ["name", "namePrefix"],
  "aws:autoscaling/policy:Policy": ["name", "autoscalingGroupName"],
  "aws:autoscaling/notification:Notification": ["topicArn"],
  "aws:ec2/natGateway:NatGateway": ["subnetId", "allocationId", "availabilityMode", "connectivityType", "vpcId"],
  "aws:ec2/internetGateway:InternetGateway": [],
  "aws:ebs/volume:Volume": ["availabilityZone", "encrypted", "kmsKeyId", "snapshotId"],
  "aws:efs/fileSystem:FileSystem": ["encrypted", "kmsKeyId", "creationToken", "performanceMode"],
  "aws:rds/instance:Instance": ["engine", "storageEncrypted", "kmsKeyId", "username", "dbName", "dbSubnetGroupName"],
  "aws:rds/cluster:Cluster": ["clusterIdentifier", "engine", "storageEncrypted", "kmsKeyId", "masterUsername"],
  "aws:rds/clusterInstance:ClusterInstance": ["identifier", "clusterIdentifier", "engine", "dbSubnetGroupName"],
  "aws:rds/parameterGroup:ParameterGroup": ["name", "family", "description"],
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": ["name", "family", "description"],
  "aws:rds/eventSubscription:EventSubscription": ["name"],
  "aws:rds/subnetGroup:SubnetGroup": ["name"],
  "aws:redshift/cluster:Cluster": ["clusterIdentifier", "masterUsername"],
  "aws:iam/role:Role": ["name", "path"],
  "aws:iam/policy:Policy": ["name", "path", "description"],
  "aws:iam/rolePolicy:RolePolicy": ["name", "role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "aws:iam/instanceProfile:InstanceProfile": ["name", "namePrefix", "path"],
  "aws:lambda/function:Function": ["name", "packageType"],
  "aws:lambda/permission:Permission": ["action", "function", "principal", "sourceArn", "statementId"],
  "aws:lb/loadBalancer:LoadBalancer": ["name", "internal", "loadBalancerType"],
  "aws:lb/listener:Listener": ["loadBalancerArn"],
  "aws:lb/targetGroup:TargetGroup": ["name", "port", "protocol", "vpcId", "targetType"],
  "aws:wafv2/webAcl:WebAcl": ["name", "scope"],
  "aws:wafv2/webAclAssociation:WebAclAssociation": ["resourceArn", "webAclArn"],
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": ["resourceArn"],
  "aws:dynamodb/table:Table": ["name", "hashKey", "rangeKey"],
  "aws:sqs/queue:Queue": ["name", "fifoQueue"],
  "aws:sns/topic:Topic": ["name", "fifoTopic"],
  "aws:ecr/repository:Repository": ["name", "encryptionConfigurations"],
  "aws:ecs/cluster:Cluster": ["name"],
  "aws:ecs/taskDefinition:TaskDefinition": ["family", "containerDefinitions", "cpu", "memory", "networkMode"],
  "aws:cloudtrail/trail:Trail": ["name"],
  "aws:cloudwatch/logGroup:LogGroup": ["name", "namePrefix"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name"],
  "aws:kms/key:Key": ["keyUsage", "customerMasterKeySpec"],
  "aws:kms/grant:Grant": [
    ...["name", "keyId", "granteePrincipal", "operations", "constraints", "retiringPrincipal", "grantCreationTokens"],
  ],
  "aws:ssm/association:Association": ["name", "instanceId"],
};

export interface Difference {
  readonly changed: string[];
  readonly replacing: string[];
}

/** Which top-level inputs changed and which of them force a new resource. */
export function difference(type: string, olds: Properties, news: Properties, ignored: readonly string[]): Difference {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  const changed = [...names].filter(
    (name) => !name.startsWith("__") && !ignored.includes(name) && !isDeepStrictEqual(olds[name], news[name]),
  );
  return { changed, replacing: changed.filter((name) => immutable[type]?.includes(name)) };
}
