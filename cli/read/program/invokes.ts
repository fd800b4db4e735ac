import { createHash } from "node:crypto";
import { answerTo, type Answers } from "./answers";
import { descriptionOf, partitionOf, regionsBeside, zonesOf } from "./partition";
import { unknownString } from "../../../policies/core/value";
import { policyDocument } from "./policy-document";

type Arguments = Readonly<Record<string, unknown>>;
type Result = Readonly<Record<string, unknown>>;

/** Where and as whom the program calls AWS. */
export interface Caller {
  readonly region: string;
  readonly accountId: string;
}

/** The account that AWS's documentation uses for examples: whose program this is can't be known offline. */
export const exampleAccount = "123456789012";

/** The result of a function, from the user's answers or from what holds for everyone in the partition; else `undefined`. */
export function resultOf(token: string, args: Arguments, caller: Caller, answers?: Answers): Result | undefined {
  const answer = answerTo(answers, token, args);
  if (answer) return answer;
  if (containsUnknown(args)) return undefined;
  const region = typeof args.region === "string" ? args.region : caller.region;
  const known = functions[token]?.(args, { ...caller, region });
  return known && withoutAbsent({ ...args, ...known });
}

function containsUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === unknownString;
  return Object.values(value).some(containsUnknown);
}

const functions: Readonly<Record<string, (args: Arguments, caller: Caller) => Result | undefined>> = {
  "aws:index/getRegion:getRegion": getRegion,
  "aws:index/getRegions:getRegions": getRegions,
  "aws:index/getAvailabilityZones:getAvailabilityZones": getAvailabilityZones,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getServicePrincipal:getServicePrincipal": getServicePrincipal,
  "aws:index/getBillingServiceAccount:getBillingServiceAccount": getBillingServiceAccount,
  "aws:index/getArn:getArn": getArn,
  "aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
};

function getRegion(args: Arguments, caller: Caller): Result | undefined {
  if (args.endpoint !== undefined) return undefined;
  const name = typeof args.name === "string" ? args.name : caller.region;
  const description = descriptionOf(name);
  if (!description) return undefined;
  return { id: name, name, region: name, description, endpoint: `ec2.${name}.${partitionOf(name).dnsSuffix}` };
}

function getRegions(args: Arguments, caller: Caller): Result | undefined {
  if (isFiltered(args)) return undefined;
  const { name: partition } = partitionOf(caller.region);
  return { id: partition, names: regionsBeside(caller.region, args.allRegions === true) };
}

function getAvailabilityZones(args: Arguments, { region }: Caller): Result | undefined {
  const zones = zonesOf(region);
  if (!zones || (isFiltered(args) && !asksForOrdinaryZones(args)) || args.allAvailabilityZones === true)
    return undefined;
  if (args.state !== undefined && args.state !== "available") return undefined;
  const excluded = [args.excludeNames, args.excludeZoneIds].flat();
  const kept = zones.filter(({ name, id }) => !excluded.includes(name) && !excluded.includes(id));
  return {
    id: region,
    region,
    names: kept.map(({ name }) => name),
    zoneIds: kept.map(({ id }) => id),
    groupNames: [region],
  };
}

function isFiltered(args: Arguments): boolean {
  return Array.isArray(args.filters) && args.filters.length > 0;
}

/** The filter that leaves out local zones is in most programs that filter at all. */
function asksForOrdinaryZones(args: Arguments): boolean {
  const filters = args.filters as { name?: unknown; values?: unknown[] }[];
  return filters.every(({ name, values }) =>
    name === "opt-in-status"
      ? values?.includes("opt-in-not-required")
      : name === "zone-type"
        ? values?.includes("availability-zone")
        : false,
  );
}

function getPartition(_: Arguments, { region }: Caller): Result {
  const { name, dnsSuffix, reverseDnsPrefix } = partitionOf(region);
  return { id: name, partition: name, dnsSuffix, reverseDnsPrefix };
}

function getCallerIdentity(_: Arguments, { region, accountId }: Caller): Result {
  const arn = `arn:${partitionOf(region).name}:iam::${accountId}:root`;
  return { id: accountId, accountId, arn, userId: accountId };
}

function getServicePrincipal(args: Arguments, { region }: Caller): Result | undefined {
  const { name: partition } = partitionOf(region);
  // In China it depends on the service whether its principal ends in .cn.
  if (typeof args.serviceName !== "string" || partition === "aws-cn") return undefined;
  const suffix = "amazonaws.com";
  return { id: `${args.serviceName}.${region}.${suffix}`, name: `${args.serviceName}.${suffix}`, region, suffix };
}

function getBillingServiceAccount(_: Arguments, { region }: Caller): Result | undefined {
  // https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/billing-getting-started.html
  const id = "386209384616";
  return partitionOf(region).name === "aws" ? { id, arn: `arn:aws:iam::${id}:root` } : undefined;
}

function getArn(args: Arguments): Result | undefined {
  const [prefix, partition, service, region, account, ...resource] = String(args.arn).split(":");
  if (prefix !== "arn" || resource.length === 0)
    throw new Error("expected `arn` to be written arn:partition:service:region:account:resource");
  return { id: args.arn, partition, service, region, account, resource: resource.join(":") };
}

function getPolicyDocument(args: Arguments): Result {
  const document = policyDocument(args);
  const minifiedJson = JSON.stringify(document);
  const id = createHash("sha256").update(minifiedJson).digest("hex").slice(0, 10);
  return { id, json: JSON.stringify(document, null, 2), minifiedJson };
}

function withoutAbsent(result: Result): Result {
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
}
