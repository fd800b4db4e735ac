import { functionRuntimeSupported } from "../../../../policies/rules/lambda/function-runtime-supported";
import { resource, testRule, unknown } from "../../../../policies/testing";

const lambdaFunction = "aws:lambda/function:Function";
const runs = (runtime: string) => [resource(lambdaFunction, { runtime })];

testRule(functionRuntimeSupported, {
  now: new Date("2026-10-31T00:00:00Z"),
  passes: {
    "a supported runtime": runs("nodejs24.x"),
    "a runtime whose deprecation is ahead": runs("dotnet8"),
    "a runtime without a deprecation date": runs("java17.al2023"),
    "the supported OS-only runtime": runs("provided.al2023"),
    "a container image brings its own runtime (Lambda Developer Guide, Lambda runtimes)": [
      resource(lambdaFunction, { packageType: "Image", imageUri: unknown }),
    ],
    "a container image whose runtime is left unknown": [
      resource(lambdaFunction, { packageType: "Image", runtime: unknown }),
    ],
  },
  violates: {
    "deprecated long ago": {
      stack: runs("python2.7"),
      observes: ['runtime is "python2.7", deprecated since 2021-07-15'],
    },
    "deprecated today": {
      stack: runs("python3.10"),
      observes: ['runtime is "python3.10", deprecated since 2026-10-31'],
    },
    "a deprecated OS-only runtime": {
      stack: runs("provided.al2"),
      observes: ['runtime is "provided.al2", deprecated since 2026-07-31'],
    },
    "deprecated, its package type not known yet but the runtime given": {
      stack: [resource(lambdaFunction, { runtime: "go1.x", packageType: "Zip" })],
      observes: ['runtime is "go1.x", deprecated since 2024-01-08'],
    },
  },
  undetermined: {
    "the runtime is not known yet": [resource(lambdaFunction, { runtime: unknown })],
    "a runtime newer than the table": runs("nodejs98.x"),
    "a runtime named like a property of every object": runs("constructor"),
  },
});

describe("lambda-function-runtime-supported, the day before", () => {
  testRule(functionRuntimeSupported, {
    now: new Date("2026-10-30T23:59:59Z"),
    passes: { "a runtime that is deprecated tomorrow": runs("python3.10") },
    violates: {},
  });
});
