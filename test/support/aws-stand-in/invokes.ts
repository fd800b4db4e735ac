import { account, region } from "./outputs";
import type { Properties } from "./properties";

const zones = ["a", "b", "c", "d"].map((letter) => `${region}${letter}`);

/** What AWS would answer for an account with nothing in it; undefined for a question that has no such answer. */
export function answer(token: string, args: Properties): Properties | undefined {
  return answers[token]?.(args);
}

const answers: Readonly<Record<string, (args: Properties) => Properties>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
    id: region,
    names: zones,
    zoneIds: zones.map((_, index) => `use1-az${index + 1}`),
    groupNames: [region],
    region,
  }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: account,
    accountId: account,
    arn: `arn:aws:iam::${account}:user/stand-in`,
    userId: "AIDASTANDINSTANDIN",
  }),
  "aws:index/getRegion:getRegion": (args) => ({
    id: args.region ?? region,
    region: args.region ?? region,
    name: args.region ?? region,
    description: "US East (N. Virginia)",
    endpoint: `ec2.${region}.amazonaws.com`,
  }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:ec2/getAmi:getAmi": (args) => ({
    ...args,
    id: "ami-0123456789abcdef0",
    imageId: "ami-0123456789abcdef0",
    arn: `arn:aws:ec2:${region}::image/ami-0123456789abcdef0`,
    architecture: "x86_64",
    name: "al2023-ami-stand-in",
    rootDeviceName: "/dev/xvda",
    blockDeviceMappings: [],
    productCodes: [],
    tags: {},
  }),
};
