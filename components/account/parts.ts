import { features } from "./detection";
import { alarms } from "./security-alarms";

/** A part of the baseline that can be left out by name. */
export interface Part {
  /** By which `skip` names it; what it makes is called `<component>-<name>`. */
  readonly name: string;
  /** What it does, for the reader. */
  readonly does: string;
}

/** Every part of the baseline that is made without being asked for. Those asked for by an argument are left out without it. */
export const parts: readonly Part[] = [
  { name: "trail", does: "records every change to the account, in all regions; the alarms go with it" },
  { name: "alarms", does: "lets CloudWatch watch the trail; every alarm below goes with it" },
  ...alarms.map(({ name, on }) => ({ name, does: `an alarm on ${on}` })),
  { name: "config", does: "records how every resource is configured" },
  { name: "config-role", does: "the service-linked role of AWS Config; to be left out where the account has it" },
  { name: "guardduty", does: "looks for intruders in the account's logs" },
  // Not every region has each of them: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html
  ...features.map(({ part, does }) => ({ name: part, does })),
  { name: "guardduty-runtime-monitoring", does: "has GuardDuty install agents on instances and containers" },
  { name: "security-hub", does: "checks resources against AWS Foundational Security Best Practices" },
  { name: "access-analyzer", does: "finds what outsiders can reach" },
  { name: "ebs-encryption", does: "encrypts every new volume and snapshot" },
  { name: "snapshot-public-access", does: "keeps snapshots from being shared with everyone" },
  { name: "image-public-access", does: "keeps images from being shared with everyone" },
  { name: "instance-metadata", does: "has new instances ask for a token before they tell credentials" },
  { name: "serial-console", does: "keeps serial consoles of instances closed" },
  { name: "s3-public-access", does: "keeps every bucket of the account from being public" },
  { name: "password-policy", does: "asks users for long passwords that they haven't used before" },
];
