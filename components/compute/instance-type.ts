import { expectArgument } from "../check-argument";
import { Architecture } from "./function";

const pattern = /^([a-z]+)-?(\d+)([a-z]*\d*)(-[a-z0-9]+)?\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/;

/**
 * The architecture of an instance type, by its name: a `g` after the generation means Graviton.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 *
 * @returns undefined for what is no name of an instance type, and for Macs, which need a host of their own
 */
export function architectureOf(instanceType: string): Architecture | undefined {
  const [, family = "", generation = "", options = "", suffix = ""] = pattern.exec(instanceType) ?? [];
  if (family === "" || family === "mac") return undefined;
  const isGraviton = options.includes("g") || `${family}${generation}` === "a1";
  // Grace, which NVIDIA makes, stands in the suffix.
  return isGraviton || suffix.startsWith("-gb") ? Architecture.Arm64 : Architecture.X86;
}

/** Refuses types that don't exist, or that no one image fits. */
export function expectInstanceTypes(name: string, instanceTypes: readonly string[]): Architecture {
  for (const instanceType of instanceTypes) {
    expectArgument(architectureOf(instanceType) !== undefined, name, "types such as t4g.small", instanceType);
  }
  const architectures = new Set(instanceTypes.map(architectureOf));
  expectArgument(architectures.size === 1, name, "types of one architecture, which one image fits", instanceTypes);
  return architectureOf(instanceTypes[0] as string) as Architecture;
}
