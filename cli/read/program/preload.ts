/**
 * Runs in the program's process before the SDK is loaded. It mends two things there.
 *
 * The SDK colours the errors that it reports, and Node 20.20 never comes back from colouring a frame whose path ends
 * right below a scope, as the SDK's own do by their source maps (`node_modules/@pulumi/config.ts`).
 *
 * The SDK finds the user's line in stack traces, but passes over frames without a function: those of the top level of
 * ES modules, `at file:///…/index.js:3:1`. The setter below outlives the SDK's own assignment (sdk/nodejs/resource.ts).
 */
const source = String.raw`
import util from "node:util";

const { inspect } = util;
const plain = (value, ...rest) =>
  typeof rest[0] === "object" ? inspect(value, { ...rest[0], colors: false }) : inspect(value, ...rest);
util.inspect = Object.defineProperties(plain, Object.getOwnPropertyDescriptors(inspect));

const frame = /^\s*at (?:.* \(|async )?(?:file:\/\/)?(?<file>(?:\/|[A-Za-z]:).*?):(?<line>\d+):(?<column>\d+)\)?$/;
Object.defineProperty(Function.prototype, "framePositionRegExp", { configurable: true, get: () => frame, set() {} });
`;

/** The argument that makes Node run it. The SDK looks for `--import` by itself, and would then not load ES modules. */
export const preloadArgument = `--import=data:text/javascript,${encodeURIComponent(source)}`;
