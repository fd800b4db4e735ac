import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../../policies/core/user-error";
import { isObject } from "../../../policies/core/json";
import { readYaml } from "./project";

/** The answer to calls of a function that reads from AWS, or from elsewhere. */
export interface InvokeAnswer {
  /** As the program writes it (`aws.ec2.getAmi`), or the token (`aws:ec2/getAmi:getAmi`). */
  readonly function: string;
  /** Answers only calls that have these arguments, whatever else they have. @default every call */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** What the call returns. Properties left out stay unknown. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** What a program is told of the world outside of it. Everything else is unknown to it. */
export interface Answers {
  /** The first one that fits a call answers it. */
  readonly invokes?: readonly InvokeAnswer[];
  /** The outputs of other stacks, by `organization/project/stack`. */
  readonly stackReferences?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Reads an answers file: YAML or JSON with the keys `invokes` and `stackReferences`. */
export function readAnswers(path: string): Answers {
  if (!existsSync(path)) throw new UserError(`${path}: expected a file with answers, found none`);
  const { invokes = [], stackReferences = {}, ...others } = readYaml(path);
  const other = Object.keys(others)[0];
  if (other !== undefined)
    throw new UserError(`${path}: expected only \`invokes\` and \`stackReferences\`, got \`${other}\``);
  if (!Array.isArray(invokes)) throw new UserError(`${path}: expected \`invokes\` to be a list`);
  if (!isObject(stackReferences))
    throw new UserError(`${path}: expected \`stackReferences\` to hold outputs by the stack's name`);
  for (const [name, outputs] of Object.entries(stackReferences))
    if (!isObject(outputs))
      throw new UserError(`${path}: expected \`stackReferences.${name}\` to hold outputs by name`);
  return {
    invokes: invokes.map((invoke: unknown, index) => invokeAnswer(path, `invokes[${index}]`, invoke)),
    stackReferences: stackReferences as Answers["stackReferences"],
  };
}

function invokeAnswer(path: string, place: string, invoke: unknown): InvokeAnswer {
  const expected = `${path}: expected \`${place}\``;
  if (!isObject(invoke)) throw new UserError(`${expected} to have the keys \`function\` and \`result\``);
  const { function: name, arguments: args, result, ...others } = invoke;
  if (typeof name !== "string") throw new UserError(`${expected}.function to name a function, such as aws.ec2.getAmi`);
  if (args !== undefined && !isObject(args)) throw new UserError(`${expected}.arguments to hold values by argument`);
  if (!isObject(result)) throw new UserError(`${expected}.result to hold what ${name} returns, by property`);
  const other = Object.keys(others)[0];
  if (other !== undefined)
    throw new UserError(`${expected} to have the keys \`function\`, \`arguments\` and \`result\`, got \`${other}\``);
  return { function: name, arguments: args, result };
}

/** The result for a call, or `undefined` when the answers hold none. */
export function answerTo(
  answers: Answers | undefined,
  token: string,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const names = namesOf(token);
  const fits = (answer: InvokeAnswer) =>
    names.includes(answer.function) &&
    Object.entries(answer.arguments ?? {}).every(([name, value]) => isDeepStrictEqual(args[name], value));
  return answers?.invokes?.find(fits)?.result;
}

/** A function as programs write it: `aws.ec2.getAmi` for `aws:ec2/getAmi:getAmi`. */
export function codeName(token: string): string {
  const [pkg = "", module = "", name = ""] = token.split(":");
  const folder = module.split("/")[0];
  return [pkg, ...(folder === "" || folder === "index" ? [] : [folder]), name].join(".");
}

function namesOf(token: string): string[] {
  const code = codeName(token);
  return [token, code, code.replaceAll(".", ":"), code.slice(code.lastIndexOf(".") + 1)];
}
