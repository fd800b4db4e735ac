import type * as pulumi from "@pulumi/pulumi";
import type { Flow } from "./flows";
import type { Never } from "./reachability";

/** A group of the table. */
export interface Group {
  /**
   * What it is for. Can't be changed later: another description is another group.
   * @default - the component's name and the group's
   */
  description?: string;
  /**
   * Tags of the instances that belong to it: `idsFor` gives the groups all of whose tags an instance has.
   * @default - instances get it by name only
   */
  match?: { [key: string]: string };
}

/** A prefix list that flows name. */
export interface PrefixList {
  /** Its id, `pl-…`. */
  prefixListId: pulumi.Input<string>;
  /**
   * Entries that it may have, or the weight that AWS gives to a list of its own: a rule that names it takes up as many of the
   * quota. 1 for those of S3 and DynamoDB, 55 for CloudFront's.
   */
  maxEntries: number;
}

export interface SecurityGroupsArgs {
  /** The VPC of the groups. */
  vpcId: pulumi.Input<string>;
  /**
   * The VPC's IPv4 block, for flows from or to `vpc`. As a plain string, `never` knows which blocks hold members of the groups.
   * @default - no flow may name `vpc`
   */
  vpcCidr?: pulumi.Input<string>;
  /**
   * The VPC's IPv6 block, as a `Vpc` with `ipv6` gives it: `vpc` means both then.
   * @default - `vpc` means IPv4 only
   */
  vpcIpv6Cidr?: pulumi.Input<string>;
  /** The groups by name: up to 60 of a to z, 0 to 9 and `-`. */
  groups: { [name: string]: Group };
  /** All traffic that is wanted; nothing else is possible. */
  flows: Flow[];
  /**
   * What the flows must not come to, in whatever combination; checked before anything is made, and again for the groups that
   * `idsFor` gives together. What can't be told, because of a prefix list or of groups from elsewhere, is warned of.
   * @default - nothing is checked
   */
  never?: Never[];
  /**
   * Ids of groups that are managed elsewhere, by the names that flows use for them. They get no rules from here.
   * @default - none
   */
  external?: { [name: string]: pulumi.Input<string> };
  /**
   * Prefix lists by the names that flows use for them. A list that a flow names by its id counts as one rule.
   * @default - none
   */
  prefixLists?: { [name: string]: PrefixList };
  /**
   * Lets others add rules to the groups. Without it, a rule that isn't of this table is removed by the next update that
   * refreshes (`pulumi up --refresh`) or changes the group's rules.
   * @default false
   */
  shared?: boolean;
  /**
   * Rules that AWS allows in a group, for each direction and each version of IP: the account's quota.
   * @default 60
   */
  rulesPerGroup?: number;
  /**
   * Groups that AWS allows on an instance's interface: the account's quota, up to 16.
   * @default 5
   */
  groupsPerInterface?: number;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}
