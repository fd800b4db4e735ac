import * as pulumi from "@pulumi/pulumi";
import { unnamedProperty } from "../../cli/read/program/physical-name";
import { findingsIn } from "./findings";
import type { Resource } from "../../policies/core/stack";

/** Answers of the invokes that components make, for an account in eu-west-1. */
export const answers: Readonly<Record<string, object>> = {
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "123456789012" },
  "aws:index/getRegion:getRegion": { region: "eu-west-1", name: "eu-west-1" },
  "aws:ssm/getParameter:getParameter": { insecureValue: "ami-0123456789abcdef0" },
};

/** Outputs that components read, of types that have more than a name, by type. Inputs of the same name come first. */
const outputsOf: Readonly<Record<string, (inputs: Readonly<Record<string, unknown>>) => object>> = {
  "aws:ec2/vpc:Vpc": ({ ipv4NetmaskLength = 16 }) => ({
    cidrBlock: `10.64.0.0/${ipv4NetmaskLength}`,
    ipv6CidrBlock: "2001:db8:1234:1a00::/56",
    defaultNetworkAclId: "acl-0default",
    defaultRouteTableId: "rtb-0default",
  }),
  "aws:ec2/eip:Eip": () => ({ publicIp: "192.0.2.1" }),
  "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 7 }),
  "aws:ec2/natGateway:NatGateway": () => ({
    publicIp: "192.0.2.1",
    regionalNatGatewayAddresses: [{ publicIp: "192.0.2.1" }],
  }),
};

/** Declares what a program declares, against Pulumi's mocks, and gives it as rules see a stack that is deployed. */
export async function deploy(program: () => void): Promise<Resource[]> {
  const resources: Resource[] = [];
  await pulumi.runtime.setMocks(
    {
      call: ({ token }) => answers[token] ?? {},
      newResource: ({ type, name, inputs }) => {
        const id = `${name}-id`;
        const named = unnamedProperty(type, inputs as Record<string, unknown>, process.cwd());
        const outputs = {
          ...{ arn: arnOf(type, name), url: `https://${name}.example.com`, name, keyId: id },
          masterUserSecrets: [{ secretArn: arnOf("aws:secretsmanager/secret:Secret", name) }],
          ...{ resourceId: `db-${name}`, clusterResourceId: `cluster-${name}` },
          ...outputsOf[type]?.(inputs),
          ...(named && { [named]: name }),
          ...inputs,
        };
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
