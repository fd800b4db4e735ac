import type { Observations, Rule } from "../../core/rule";
import { NotKnown, type Value } from "../../core/value";
import { on } from "../../facts/check";
import { saw } from "../../facts/expect";
import { deprecationOf, lambdaRuntimesAsOf } from "../../facts/lambda-runtimes";
import { unless } from "../../facts/unless";

export const functionRuntimeSupported: Rule = {
  id: "lambda-function-runtime-supported",
  title: "Lambda functions must run on a runtime that AWS supports",
  severity: "medium",
  why: "A deprecated runtime gets no more security patches, and later its functions can't be updated at all.",
  fix: "Set runtime to a supported version of the language, such as nodejs24.x or python3.14, and test the function with it.",
  catalogue: ["Lambda.2"],
  equivalents: {
    checkov: ["CKV_AWS_363"],
    prowler: ["awslambda_function_using_supported_runtimes"],
  },
  checks: [
    on("aws:lambda/function:Function", (lambdaFunction, { now }) =>
      unless(
        // Container images bring their own runtime.
        () => lambdaFunction.at("packageType").string() === "Image",
        () => deprecated(lambdaFunction.at("runtime"), now),
      ),
    ),
  ],
};

function deprecated(runtime: Value<any>, now: Date): Observations {
  const name = runtime.string();
  if (name === undefined) return [];
  const date = deprecationOf(name);
  if (date === undefined) {
    throw new NotKnown(`${saw(runtime)}, which the table of runtimes of ${lambdaRuntimesAsOf} does not list`);
  }
  return date !== null && new Date(date) <= now ? [`${saw(runtime)}, deprecated since ${date}`] : [];
}
