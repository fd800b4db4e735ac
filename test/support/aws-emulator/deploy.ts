import { GetParameterCommand } from "@aws-sdk/client-ssm";
import * as pulumi from "@pulumi/pulumi";
import { answers } from "../deploy";
import { type Clients, clientsFor } from "./clients";
import { create } from "./create";
import { emulator, locateServer, reset } from "./server";

/** Declares tests that need the emulator; without it they are pending, and the title says why. */
export function describeWithEmulator(title: string, body: () => void): void {
  if (locateServer() === undefined) {
    describe.skip(`${title} (skipped: no moto; bash test/support/aws-emulator/install.sh installs it)`, body);
    return;
  }
  describe(title, () => {
    beforeEach(() => reset());
    body();
  });
}

export async function clients(): Promise<Clients> {
  return clientsFor(await emulator());
}

/** A resource that the emulator refused, in its words. */
export class Refusal extends Error {
  constructor(type: string, name: string, cause: unknown) {
    const { name: code, message } = cause as Error;
    super(`${type} ${name}: ${code}: ${message}`, { cause });
  }
}

/**
 * Runs a program whose resources are made in the emulator, each as soon as those that it needs exist.
 *
 * @returns what the program returns, its outputs known
 */
export async function deployToEmulator<T>(program: () => T): Promise<pulumi.Unwrap<T>> {
  return deployTo(await clients(), program);
}

/** The same in another emulator. */
export async function deployTo<T>(made: Clients, program: () => T): Promise<pulumi.Unwrap<T>> {
  const refusals: Refusal[] = [];
  await pulumi.runtime.setMocks(
    {
      async call({ token, inputs }) {
        if (token !== "aws:ssm/getParameter:getParameter") return answers[token] ?? {};
        const { Parameter } = await made.ssm.send(new GetParameterCommand({ Name: inputs.name }));
        return { value: Parameter?.Value, insecureValue: Parameter?.Value };
      },
      async newResource({ type, name, inputs }) {
        if (!type.startsWith("aws:")) return { id: "", state: inputs as object };
        try {
          const { id, ...outputs } = await create(type, inputs, made, name);
          return { id, state: { ...(inputs as object), ...outputs } };
        } catch (error) {
          refusals.push(new Refusal(type, name, error));
          return { id: `refused-${name}`, state: inputs as object };
        }
      },
    },
    "test",
    "dev",
  );
  let outputs: pulumi.Output<pulumi.Unwrap<T>> | undefined;
  await pulumi.runtime.runInPulumiStack(() => {
    outputs = pulumi.output(program());
    return Promise.resolve();
  });
  const known = await new Promise<pulumi.Unwrap<T>>((done) => outputs?.apply(done));
  await pulumi.runtime.disconnect();
  // What follows a refusal may fail for lack of it.
  if (refusals[0]) throw refusals[0];
  return known;
}
