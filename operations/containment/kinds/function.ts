import { ask, call, unlessMissing } from "../calls";
import type { ContainmentKind } from "./kind";

interface Before {
  /** `null`: none is reserved, the function takes what the account has. */
  readonly reserved: number | null;
}

interface Present extends Before {
  readonly names: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Throttles a function to nothing: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
export const lambdaFunction: ContainmentKind<Present, Before> = {
  async read(send, { name }) {
    const found = await unlessMissing(
      ask(send, "lambda", "GetFunction", { FunctionName: name }),
      "ResourceNotFoundException",
    );
    if (!found) return undefined;
    const { ReservedConcurrentExecutions } = await ask(send, "lambda", "GetFunctionConcurrency", {
      FunctionName: name,
    });
    const { FunctionArn = "", Role = "" } = found.Configuration ?? {};
    return { names: [FunctionArn, Role], tags: found.Tags ?? {}, reserved: ReservedConcurrentExecutions ?? null };
  },
  facts: ({ names, tags }) => ({ names, tags }),
  record: ({ reserved }) => ({ reserved }),
  contain: (_before, { reserved }, { target }) => ({
    calls:
      reserved === 0
        ? []
        : [call("lambda", "PutFunctionConcurrency", { FunctionName: target.name, ReservedConcurrentExecutions: 0 })],
  }),
  release({ reserved: was }, { reserved: is }, { target: { name } }) {
    if (is === was) return { calls: [] };
    if (is !== 0) {
      return { calls: [], different: [`expected function ${name} to have no concurrency, got ${String(is)}`] };
    }
    return {
      calls: [
        was === null
          ? call("lambda", "DeleteFunctionConcurrency", { FunctionName: name })
          : call("lambda", "PutFunctionConcurrency", { FunctionName: name, ReservedConcurrentExecutions: was }),
      ],
    };
  },
};
