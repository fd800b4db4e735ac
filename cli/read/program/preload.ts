/**
 * Runs in the program's process before the SDK is loaded. It mends three things there.
 *
 * The SDK colours the errors that it reports, and Node 20.20 never comes back from colouring a frame whose path ends
 * right below a scope, as the SDK's own do by their source maps (`node_modules/@pulumi/config.ts`).
 *
 * The SDK finds the user's line in stack traces, but passes over frames without a function: those of the top level of
 * ES modules, `at file:///…/index.js:3:1`. The setter below outlives the SDK's own assignment (sdk/nodejs/resource.ts).
 *
 * The SDK answers a function call by itself, with nothing, when an argument isn't known (sdk/nodejs/runtime/invoke.ts). In a
 * real preview that is rare: what a lookup returned is known, and often goes into the next lookup. Here it isn't known, so
 * calls that a program awaits are passed on all the same, and answered with the properties that the function has.
 */
const source = String.raw`
import { AsyncLocalStorage } from "node:async_hooks";
import Module from "node:module";
import util from "node:util";

const { inspect } = util;
const plain = (value, ...rest) =>
  typeof rest[0] === "object" ? inspect(value, { ...rest[0], colors: false }) : inspect(value, ...rest);
util.inspect = Object.defineProperties(plain, Object.getOwnPropertyDescriptors(inspect));

const frame = /^\s*at (?:.* \(|async )?(?:file:\/\/)?(?<file>(?:\/|[A-Za-z]:).*?):(?<line>\d+):(?<column>\d+)\)?$/;
Object.defineProperty(Function.prototype, "framePositionRegExp", { configurable: true, get: () => frame, set() {} });

const awaited = new AsyncLocalStorage();
const replaced = new WeakSet();
const replace = (exports, name, make) => {
  if (replaced.has(exports[name]) || !Object.getOwnPropertyDescriptor(exports, name)?.writable) return;
  exports[name] = make(exports[name]);
  replaced.add(exports[name]);
};
const load = Module._load;
Module._load = function (...args) {
  const exports = load.apply(this, args);
  if (typeof exports?.containsUnknownValues === "function")
    replace(exports, "containsUnknownValues", (contains) => (value) => !awaited.getStore() && contains(value));
  if (typeof exports?.invokeOutput === "function" && typeof exports.invoke === "function")
    replace(exports, "invoke", (invoke) => (...call) => awaited.run(true, () => invoke(...call)));
  return exports;
};
`;

/** The argument that makes Node run it. The SDK looks for `--import` by itself, and would then not load ES modules. */
export const preloadArgument = `--import=data:text/javascript,${encodeURIComponent(source)}`;
