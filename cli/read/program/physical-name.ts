import { packageFile } from "./package-file";

type Properties = Readonly<Record<string, unknown>>;

/** Properties that hold a resource's own name in AWS. */
const candidates = ["name", "bucket", "identifier", "clusterIdentifier"];

/** AWS has no say in these names: they are a DNS name, a metric's, or another resource's, and the provider makes up none. */
const notNamed = /^aws:(route53|servicediscovery|ssm|s3\/bucket[A-Z](?!2:)|s3\/bucketO|lambda\/permission)/;

/**
 * The property of an AWS resource for which the provider makes up a name, because the program gives none; undefined when
 * there is no such property. It does so before it plans anything, so that previews know the name.
 * https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
 */
export function unnamedProperty(type: string, inputs: Properties, programFolder: string): string | undefined {
  if (!type.startsWith("aws:") || notNamed.test(type)) return undefined;
  const property = candidates.find((name) => takes(type, name, programFolder));
  return property && inputs[property] === undefined && inputs[`${property}Prefix`] === undefined ? property : undefined;
}

/** Such as `jobs-1a2b3c4`: the logical name and seven hexadecimal digits; SQS and SNS want `.fifo` after it. */
export function physicalName(logicalName: string, digits: string, { fifoQueue, fifoTopic }: Properties): string {
  return `${logicalName}-${digits.slice(0, 7)}${fifoQueue === true || fifoTopic === true ? ".fifo" : ""}`;
}

/** The generated class hands each argument that it takes to the provider. */
function takes(type: string, property: string, programFolder: string): boolean {
  const source = packageFile("@pulumi/aws", `${type.split(":")[1] ?? ""}.js`, programFolder);
  return source?.includes(`resourceInputs["${property}"] = args?.${property};`) === true;
}
