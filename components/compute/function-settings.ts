import { deprecationOf, lambdaRuntimesAsOf } from "../../policies/facts/lambda-runtimes";
import { expectRetention } from "../audit/log-group";
import { expectArgument, isServiceName, isWithin } from "../check-argument";
import type { FunctionArgs } from "./function";

/** Refuses what Lambda or our own rules would refuse. */
export function functionSettings(name: string, args: FunctionArgs) {
  const { memorySize = 256, timeout = 30, reservedConcurrentExecutions, unreserved, logRetentionInDays } = args;
  // Names of Lambda hold 64 characters; Pulumi adds eight.
  expectArgument(/^[\w-]{1,56}$/.test(name), "name", "up to 56 letters, digits, - and _", name);
  expectArgument(isWithin(memorySize, 128, 10240), "memorySize", "128 to 10240", memorySize);
  expectArgument(isWithin(timeout, 1, 900), "timeout", "1 to 900", timeout);
  const isReserved = reservedConcurrentExecutions !== undefined;
  expectArgument(
    !isReserved || isWithin(reservedConcurrentExecutions, 0, 100_000),
    "reservedConcurrentExecutions",
    "0 to 100000",
    reservedConcurrentExecutions,
  );
  expectArgument(
    !isReserved || unreserved !== true,
    "reservedConcurrentExecutions",
    "absent beside `unreserved`",
    reservedConcurrentExecutions,
  );
  if (logRetentionInDays !== undefined) expectRetention("logRetentionInDays", logRetentionInDays);
  expectInvokers(args);
  const isInVpc = args.subnetIds !== undefined;
  expectArgument(
    isInVpc === (args.securityGroupIds !== undefined),
    isInVpc ? "securityGroupIds" : "subnetIds",
    "given, as the other is",
    undefined,
  );
  return {
    ...{ memorySize, timeout, isInVpc, ...packageOf(args) },
    reservedConcurrentExecutions: unreserved === true ? undefined : (reservedConcurrentExecutions ?? 10),
  };
}

/** An image says itself what runs; an archive does not. */
function packageOf({ code, imageUri, handler, runtime }: FunctionArgs) {
  if (imageUri !== undefined) {
    expectArgument(code === undefined, "code", "absent beside `imageUri`", "an archive");
    expectArgument(handler === undefined, "handler", "absent beside `imageUri`", handler);
    expectArgument(runtime === undefined, "runtime", "absent beside `imageUri`", runtime);
    return { packageType: "Image", imageUri };
  }
  expectArgument(code !== undefined, "code", "an archive, or `imageUri` to be given", code);
  expectArgument(handler !== undefined && /^\S{1,128}$/.test(handler), "handler", "such as index.handler", handler);
  const supported = runtime ?? "nodejs24.x";
  const deprecated = deprecationOf(supported);
  expectArgument(
    deprecated == null || deprecated > lambdaRuntimesAsOf,
    "runtime",
    "one that AWS supports, such as nodejs24.x or python3.14",
    supported,
  );
  return { packageType: "Zip", code, handler, runtime: supported };
}

function expectInvokers({ invokers = {} }: FunctionArgs): void {
  for (const [invoker, { service }] of Object.entries(invokers)) {
    expectArgument(/^[\w-]{1,100}$/.test(invoker), "invokers", "named by letters, digits, - and _", invoker);
    const expected = "a name such as events, without amazonaws.com";
    expectArgument(isServiceName(service), `invokers.${invoker}.service`, expected, service);
  }
}
