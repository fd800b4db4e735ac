import type * as pulumi from "@pulumi/pulumi";

/** How private subnets reach the internet. */
export const Nat = {
  /** Not at all. */
  None: "none",
  /** By one gateway that follows the workloads into each zone, without public subnets. */
  Regional: "regional",
  /** By a gateway in each zone, which no failure of another zone concerns. */
  PerZone: "perZone",
  /** By a gateway in one zone. */
  Single: "single",
  /**
   * By an instance in one zone, for small networks where a gateway costs too much. While it restarts for patches, is replaced
   * or fails, private subnets don't reach the internet. Its public address breaches `ec2-instance-no-public-ip` (Security
   * Hub's EC2.9), and no other rule. Security Hub's EC2.180 reports, too, that it forwards what others send.
   */
  Instance: "instance",
} as const;
export type Nat = (typeof Nat)[keyof typeof Nat];

/** What happens to traffic that is not encrypted in transit. */
export const EncryptionMode = {
  /** Flow logs tell. */
  Monitor: "monitor",
  /** AWS refuses what could send it. */
  Enforce: "enforce",
} as const;
export type EncryptionMode = (typeof EncryptionMode)[keyof typeof EncryptionMode];

/** What a VPC may do although the account blocks public access. */
export const PublicAccess = { Egress: "allow-egress", Bidirectional: "allow-bidirectional" } as const;
export type PublicAccess = (typeof PublicAccess)[keyof typeof PublicAccess];

/** Where flow logs and DNS query logs go. */
export interface FlowLogs {
  /**
   * Days for which CloudWatch Logs keeps them: one of the numbers that it offers.
   * @default 365
   */
  retentionInDays?: number;
  /**
   * ARN of the KMS key that encrypts them; its policy must let CloudWatch Logs use it (`new Key("…", { services: ["logs"] })`).
   * @default - a key that CloudWatch Logs owns
   */
  keyArn?: pulumi.Input<string>;
  /**
   * ARN of the bucket that takes them, in place of CloudWatch Logs; its policy must let `delivery.logs.amazonaws.com` write, as
   * that of a `LogBucket` does.
   * @default - CloudWatch Logs
   */
  bucketArn?: pulumi.Input<string>;
}

/** What becomes of DNS queries that look like domain generation algorithms or tunnels, or that are on a list. */
export interface DnsFirewall {
  /**
   * Answers them with NXDOMAIN, in place of noting them in the query log.
   * @default false
   */
  block?: boolean;
  /**
   * Domains that nobody should ask for, such as `example.com` or `*.example.com`.
   * @default - none
   */
  domains?: string[];
  /**
   * Ids of lists that AWS manages, such as AWSManagedDomainsMalwareDomainList. They differ by region:
   * `aws route53resolver list-firewall-domain-lists` tells them.
   * @default - none
   */
  managedDomainListIds?: string[];
}

/** The way to other networks. */
export interface Transit {
  /** Id of the transit gateway. */
  gatewayId: pulumi.Input<string>;
  /** Blocks behind it. Private subnets reach them all; data subnets all but 0.0.0.0/0 and ::/0. */
  cidrs: string[];
}

export interface VpcArgs {
  /** Availability zones of one region, 2 to 6, such as `eu-west-1a`. Each has its place by its letter, whatever the others are. */
  zones: string[];
  /**
   * Private IPv4 block, from /16 to /22. From /20 on there is room for zones a to d only, otherwise for a to h.
   * @default 10.0.0.0/16
   */
  cidr?: string;
  /**
   * Id of the IPAM pool that gives the IPv4 block, in place of `cidr`.
   * @default - `cidr` decides
   */
  ipamPoolId?: pulumi.Input<string>;
  /**
   * Prefix length of the block from the pool, from 16 to 22.
   * @default - 16 with `ipamPoolId`
   */
  ipamPrefix?: number;
  /**
   * How private subnets reach the internet: by a `regional` gateway, one `perZone`, a `single` one, or an `instance`, whose
   * public address breaches `ec2-instance-no-public-ip` until an exception in guardrails.yaml names it. Data subnets never do.
   * @default none
   */
  nat?: Nat;
  /**
   * The zone that holds the gateway or instance when `nat` is single or instance.
   * @default - the first by letter
   */
  natZone?: string;
  /**
   * The type of the instance when `nat` is instance, with a Graviton processor. Changing it stops and starts the instance.
   * @default - t4g.nano when `nat` is instance
   */
  natInstanceType?: string;
  /**
   * Makes public subnets, for load balancers that face the internet. No subnet assigns public addresses by itself.
   * @default - true when `nat` is perZone, single or instance, else false
   */
  publicSubnets?: boolean;
  /**
   * Adds an IPv6 block of Amazon's. Private subnets reach the internet by an egress-only gateway, unless `nat` is none.
   * @default false
   */
  ipv6?: boolean;
  /**
   * AWS services that have an interface endpoint in each private subnet, such as `ssm` or `ecr.api`, beside the gateway
   * endpoints of S3 and DynamoDB, which are always there.
   * @default - ssm and ssmmessages, for Session Manager, when `nat` is none; else none
   */
  endpoints?: string[];
  /**
   * Id of the organization whose principals and resources the endpoints serve.
   * @default - they serve this account only
   */
  organizationId?: pulumi.Input<string>;
  /**
   * Other accounts whose buckets and tables may be reached through the gateway endpoints.
   * @default - none
   */
  trustedAccountIds?: string[];
  /**
   * Where flow logs and DNS query logs go. Both are always on.
   * @default - a log group each, for 365 days
   */
  flowLogs?: FlowLogs;
  /**
   * Looks at DNS queries.
   * @default - off
   */
  dnsFirewall?: DnsFirewall;
  /**
   * Attaches the VPC to a transit gateway, by a link subnet in each zone.
   * @default - not attached
   */
  transit?: Transit;
  /**
   * Watches over encryption in transit, or demands it of everything but the ways to the internet.
   * @default - off
   */
  encryptionControl?: EncryptionMode;
  /**
   * Excludes the VPC from the account's block of public access.
   * @default - not excluded
   */
  publicAccessExclusion?: PublicAccess;
  /**
   * Tags of every child that can have tags; those that the console lists also get a `Name`.
   * @default - none
   */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}
