import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Properties } from "./properties";

const nameProperties = ["name", "bucket", "identifier", "clusterIdentifier"];

/** AWS has no say in these names: they are a DNS name, a metric's, or another resource's, and the provider makes up none. */
const notNamed = /^aws:(route53|servicediscovery|ssm|s3\/bucket[A-Z](?!2:)|s3\/bucketO|lambda\/permission)/;

/** The provider's Check gives a name to whatever the program left unnamed: the logical name and seven hex digits. */
export function named(
  type: string,
  logicalName: string,
  seed: Uint8Array,
  olds: Properties,
  news: Properties,
): Properties {
  if (notNamed.test(type)) return news;
  const property = nameProperties.find((name) => accepts(type, name));
  if (!property || news[property] !== undefined || news[`${property}Prefix`] !== undefined) return news;
  const suffix = createHash("sha256").update(seed).digest("hex").slice(0, 7);
  return { ...news, [property]: olds[property] ?? `${logicalName}-${suffix}` };
}

function accepts(type: string, property: string): boolean {
  try {
    const source = readFileSync(require.resolve(`@pulumi/aws/${type.split(":")[1]}.js`), "utf8");
    return source.includes(`resourceInputs["${property}"] = args?.${property};`);
  } catch {
    return false;
  }
}
