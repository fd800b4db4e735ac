import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const officeCidr = config.require("officeCidr");
const tags = { Owner: "shop-team", Environment: pulumi.getStack(), CostCenter: "4711" };
const account = aws.getCallerIdentityOutput();
const zones = aws.getAvailabilityZonesOutput({ state: "available" });

// --- network ---

const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, tags });
const gateway = new aws.ec2.InternetGateway("shop", { vpcId: vpc.id, tags });
const routes = new aws.ec2.RouteTable("public", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
  tags,
});
const subnets = [0, 1].map((index) => {
  const subnet = new aws.ec2.Subnet(`public-${index}`, {
    vpcId: vpc.id,
    cidrBlock: `10.0.${index}.0/24`,
    availabilityZone: zones.names[index],
    // Deliberate: whatever starts here gets a public address.
    mapPublicIpOnLaunch: true,
    tags,
  });
  new aws.ec2.RouteTableAssociation(`public-${index}`, { subnetId: subnet.id, routeTableId: routes.id });
  return subnet.id;
});

const balancerGroup = new aws.ec2.SecurityGroup("balancer", {
  vpcId: vpc.id,
  description: "The load balancer",
  ingress: [
    { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], description: "HTTPS from everywhere" },
  ],
  egress: [
    { protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: [vpc.cidrBlock], description: "To the service" },
  ],
  tags,
});
const serviceGroup = new aws.ec2.SecurityGroup("service", { vpcId: vpc.id, description: "The service", tags });
new aws.vpc.SecurityGroupIngressRule("service-http", {
  securityGroupId: serviceGroup.id,
  referencedSecurityGroupId: balancerGroup.id,
  ipProtocol: "tcp",
  fromPort: 8080,
  toPort: 8080,
  description: "From the load balancer",
});
// Deliberate: half of the internet may try passwords here.
new aws.vpc.SecurityGroupIngressRule("service-ssh", {
  securityGroupId: serviceGroup.id,
  cidrIpv4: "0.0.0.0/1",
  ipProtocol: "tcp",
  fromPort: 22,
  toPort: 22,
  description: "Maintenance",
});
const databaseGroup = new aws.ec2.SecurityGroup("database", {
  vpcId: vpc.id,
  description: "The database",
  ingress: [
    {
      protocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [serviceGroup.id],
      description: "From the service",
    },
    { protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: [officeCidr], description: "From the office" },
  ],
  tags,
});

// --- data ---

const key = new aws.kms.Key("data", { description: "Encrypts the shop's data", enableKeyRotation: true, tags });

new aws.rds.Instance("orders", {
  engine: "postgres",
  engineVersion: "17.4",
  instanceClass: "db.t4g.medium",
  allocatedStorage: 50,
  username: "orders",
  manageMasterUserPassword: true,
  storageEncrypted: true,
  kmsKeyId: key.arn,
  vpcSecurityGroupIds: [databaseGroup.id],
  deletionProtection: true,
  backupRetentionPeriod: 14,
  copyTagsToSnapshot: true,
  // Deliberate: the database gets a public address.
  publiclyAccessible: true,
  tags,
});

const receipts = new aws.s3.Bucket("receipts", { tags });
new aws.s3.BucketVersioning("receipts", {
  bucket: receipts.id,
  versioningConfiguration: { status: "Enabled" },
});
new aws.s3.BucketServerSideEncryptionConfiguration("receipts", {
  bucket: receipts.id,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn } }],
});
new aws.s3.BucketPublicAccessBlock("receipts", {
  bucket: receipts.id,
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  // Deliberate: a policy that is public already stays so.
  restrictPublicBuckets: false,
});

const events = new aws.sqs.Queue("events", { kmsMasterKeyId: key.id, tags });
const alarms = new aws.sns.Topic("alarms", { kmsMasterKeyId: key.id, tags });
// Deliberate: everyone may publish.
new aws.sns.TopicPolicy("alarms", {
  arn: alarms.arn,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [{ principals: [{ type: "AWS", identifiers: ["*"] }], actions: ["sns:Publish"], resources: ["*"] }],
  }).json,
});

// --- identity ---

const assumedBy = (service: string) =>
  aws.iam.getPolicyDocumentOutput({
    statements: [{ principals: [{ type: "Service", identifiers: [service] }], actions: ["sts:AssumeRole"] }],
  }).json;
const serviceRole = new aws.iam.Role("service", { assumeRolePolicy: assumedBy("ec2.amazonaws.com"), tags });
new aws.iam.Policy("deploy", {
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [
      { sid: "Read", actions: ["ecr:BatchGetImage"], resources: ["*"] },
      // Deliberate: whoever has this policy is an administrator.
      { sid: "Rest", actions: ["*"], resources: ["*"] },
    ],
  }).json,
  tags,
});

// --- compute ---

const profile = new aws.iam.InstanceProfile("service", { role: serviceRole.name, tags });
const image = aws.ec2.getAmiOutput({
  owners: ["amazon"],
  mostRecent: true,
  filters: [{ name: "name", values: ["al2023-ami-2023.*-x86_64"] }],
});
new aws.ec2.Instance("service", {
  ami: image.id,
  instanceType: config.require("instanceType"),
  subnetId: subnets[0],
  vpcSecurityGroupIds: [serviceGroup.id],
  iamInstanceProfile: profile.name,
  rootBlockDevice: { encrypted: true },
  // Deliberate: version 1 of the metadata service hands credentials to whoever can make the service fetch a URL.
  metadataOptions: { httpTokens: "optional" },
  tags,
});

const balancer = new aws.lb.LoadBalancer("shop", {
  loadBalancerType: "application",
  securityGroups: [balancerGroup.id],
  subnets,
  enableDeletionProtection: true,
  dropInvalidHeaderFields: true,
  tags,
});
const targets = new aws.lb.TargetGroup("service", { port: 8080, protocol: "HTTP", vpcId: vpc.id, tags });
// Deliberate: what customers type travels in clear text.
new aws.lb.Listener("http", {
  loadBalancerArn: balancer.arn,
  port: 80,
  protocol: "HTTP",
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});

const functionRole = new aws.iam.Role("mailer", { assumeRolePolicy: assumedBy("lambda.amazonaws.com"), tags });
const mailer = new aws.lambda.Function("mailer", {
  role: functionRole.arn,
  handler: "index.handler",
  // Deliberate: AWS no longer mends this runtime.
  runtime: "nodejs16.x",
  code: new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = async (event) => console.log(event.Records.length);"),
  }),
  environment: { variables: { SENDER: pulumi.interpolate`shop-${account.accountId}@example.com` } },
  tags,
});
new aws.lambda.EventSourceMapping("mailer", { eventSourceArn: events.arn, functionName: mailer.arn });

export const address = balancer.dnsName;
