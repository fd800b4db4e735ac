export { AccountBaseline } from "./account/account-baseline";
export type { AccountBaselineArgs } from "./account/account-baseline-args";
export type { SecurityContact } from "./account/account-defaults";
export { ServiceControlPolicies, type ServiceControlPoliciesArgs } from "./account/service-control-policies";
export { LogGroup, type LogGroupArgs } from "./audit/log-group";
export { Fleet } from "./compute/fleet";
export { Deploy, type FleetArgs } from "./compute/fleet-args";
export { Architecture, Function, type FunctionArgs, type Invoker } from "./compute/function";
export { Instance, type InstanceArgs } from "./compute/instance";
export { Repository, type RepositoryArgs } from "./compute/repository";
export { Database, type DatabaseArgs } from "./data/database";
export { DatabaseEngine } from "./data/engines";
export { Table, type TableArgs, type TableIndex } from "./data/table";
export { Key, type KeyArgs } from "./identity/key";
export { Queue, type QueueArgs, type Sender } from "./messaging/queue";
export { Topic, type TopicArgs } from "./messaging/topic";
export type { Flow } from "./network/flows";
export { LoadBalancer } from "./network/load-balancer";
export { type LoadBalancerArgs, TargetProtocol, TargetType } from "./network/load-balancer-args";
export type { Never } from "./network/reachability";
export { SecurityGroups } from "./network/security-groups";
export type { Group, PrefixList, SecurityGroupsArgs } from "./network/security-groups-args";
export { Vpc } from "./network/vpc";
export {
  type DnsFirewall,
  EncryptionMode,
  type FlowLogs,
  Nat,
  PublicAccess,
  type Transit,
  type VpcArgs,
} from "./network/vpc-args";
export { Bucket, type BucketArgs, LockMode, type ObjectLock } from "./storage/bucket";
export { LogBucket, type LogBucketArgs } from "./storage/log-bucket";
