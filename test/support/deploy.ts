import * as pulumi from "@pulumi/pulumi";
import { findingsIn } from "./findings";
import type { Resource } from "../../policies/core/stack";

/** Answers of the invokes that components make, for an account in eu-west-1. */
const answers: Readonly<Record<string, object>> = {
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "123456789012" },
  "aws:index/getRegion:getRegion": { region: "eu-west-1", name: "eu-west-1" },
};

/** Declares what a program declares, against Pulumi's mocks, and gives it as rules see a stack that is deployed. */
export async function deploy(program: () => void): Promise<Resource[]> {
  const resources: Resource[] = [];
  await pulumi.runtime.setMocks(
    {
      call: ({ token }) => answers[token] ?? {},
      newResource: ({ type, name, inputs }) => {
        const id = `${name}-id`;
        const outputs = { arn: arnOf(type, name), url: `https://${name}.example.com`, name, keyId: id, ...inputs };
        const isCustom = type.startsWith("aws:");
        const urn = `urn:pulumi:dev::test::${type}::${name}`;
        resources.push({
          urn,
          type,
          name,
          inputs: inputs as Record<string, unknown>,
          propertyDependencies: {},
          ...(isCustom ? { id, outputs } : {}),
        });
        return { id, state: outputs };
      },
    },
    "test",
    "dev",
  );
  await pulumi.runtime.runInPulumiStack(() => {
    program();
    return Promise.resolve();
  });
  await pulumi.runtime.disconnect();
  return resources;
}

function arnOf(type: string, name: string): string {
  return `arn:aws:${type.split(":")[1]?.split("/")[0] ?? ""}:eu-west-1:123456789012:${name}`;
}

/** What our own rules say of it; nothing, for everything that a component makes. */
export async function findingsOf(program: () => void): Promise<string[]> {
  return findingsIn(await deploy(program));
}
