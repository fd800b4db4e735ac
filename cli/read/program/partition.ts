/**
 * What is the same for every account of a partition.
 * Source: AWS, "AWS Regions" and "Availability Zones" (docs.aws.amazon.com/global-infrastructure).
 */
export interface Partition {
  readonly name: string;
  readonly dnsSuffix: string;
  readonly reverseDnsPrefix: string;
}

interface RegionFacts {
  readonly name: string;
  readonly description: string;
  /** The prefix of zone ids: `use1` of `use1-az1`. */
  readonly zones: string;
  /** The letters of the zones that accounts see. */
  readonly letters: string;
  /** Off until an account switches it on. */
  readonly optIn: boolean;
}

const table = `
us-east-1 use1 abcdef - US East (N. Virginia)
us-east-2 use2 abc - US East (Ohio)
us-west-1 usw1 ac - US West (N. California)
us-west-2 usw2 abcd - US West (Oregon)
af-south-1 afs1 abc opt-in Africa (Cape Town)
ap-east-1 ape1 abc opt-in Asia Pacific (Hong Kong)
ap-east-2 ape2 abc opt-in Asia Pacific (Taipei)
ap-northeast-1 apne1 acd - Asia Pacific (Tokyo)
ap-northeast-2 apne2 abcd - Asia Pacific (Seoul)
ap-northeast-3 apne3 abc - Asia Pacific (Osaka)
ap-south-1 aps1 abc - Asia Pacific (Mumbai)
ap-south-2 aps2 abc opt-in Asia Pacific (Hyderabad)
ap-southeast-1 apse1 abc - Asia Pacific (Singapore)
ap-southeast-2 apse2 abc - Asia Pacific (Sydney)
ap-southeast-3 apse3 abc opt-in Asia Pacific (Jakarta)
ap-southeast-4 apse4 abc opt-in Asia Pacific (Melbourne)
ap-southeast-5 apse5 abc opt-in Asia Pacific (Malaysia)
ap-southeast-6 apse6 abc opt-in Asia Pacific (New Zealand)
ap-southeast-7 apse7 abc opt-in Asia Pacific (Thailand)
ca-central-1 cac1 abd - Canada (Central)
ca-west-1 caw1 abc opt-in Canada West (Calgary)
eu-central-1 euc1 abc - Europe (Frankfurt)
eu-central-2 euc2 abc opt-in Europe (Zurich)
eu-north-1 eun1 abc - Europe (Stockholm)
eu-south-1 eus1 abc opt-in Europe (Milan)
eu-south-2 eus2 abc opt-in Europe (Spain)
eu-west-1 euw1 abc - Europe (Ireland)
eu-west-2 euw2 abc - Europe (London)
eu-west-3 euw3 abc - Europe (Paris)
il-central-1 ilc1 abc opt-in Israel (Tel Aviv)
me-central-1 mec1 abc opt-in Middle East (UAE)
me-south-1 mes1 abc opt-in Middle East (Bahrain)
mx-central-1 mxc1 abc opt-in Mexico (Central)
sa-east-1 sae1 abc - South America (Sao Paulo)
us-gov-east-1 usge1 abc - AWS GovCloud (US-East)
us-gov-west-1 usgw1 abc - AWS GovCloud (US-West)
cn-north-1 cnn1 abd - China (Beijing)
cn-northwest-1 cnnw1 abc - China (Ningxia)`;

const regions: readonly RegionFacts[] = table
  .trim()
  .split("\n")
  .map((row) => {
    const [name = "", zones = "", letters = "", optIn, ...description] = row.split(" ");
    return { name, zones, letters, optIn: optIn === "opt-in", description: description.join(" ") };
  });

export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-"))
    return { name: "aws-cn", dnsSuffix: "amazonaws.com.cn", reverseDnsPrefix: "cn.com.amazonaws" };
  const name = region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return { name, dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
}

/** `undefined` for a region that this version doesn't know. */
export function descriptionOf(region: string): string | undefined {
  return regions.find(({ name }) => name === region)?.description;
}

/** The regions of the same partition; without `all`, those that no account has to switch on. */
export function regionsBeside(region: string, all: boolean): string[] {
  const { name: partition } = partitionOf(region);
  return regions
    .filter(({ name, optIn }) => partitionOf(name).name === partition && (all || !optIn))
    .map(({ name }) => name);
}

/** The zones of a region, or `undefined` when this version doesn't know it. Each account has its own order of ids. */
export function zonesOf(region: string): { name: string; id: string }[] | undefined {
  const facts = regions.find(({ name }) => name === region);
  return (
    facts &&
    Array.from(facts.letters).map((letter, index) => ({ name: region + letter, id: `${facts.zones}-az${index + 1}` }))
  );
}
