import { stripVTControlCharacters } from "node:util";
import { UserError } from "../../../policies/core/user-error";
import { codeName } from "./answers";
import { missingKey } from "./configuration";
import type { Deployment } from "./deployment";
import { isOwnCode, shownPath } from "./location";

/** How a program's run ended. */
export interface Ending {
  readonly exitCode: number | undefined;
  /** What the SDK reported as errors, in order. */
  readonly errors: readonly string[];
  /** The last lines that the program wrote. */
  readonly output: readonly string[];
}

/** Tells in one line why a program didn't run to its end. */
export function failure(folder: string, deployment: Deployment, ending: Ending): UserError {
  const message = stripVTControlCharacters(ending.errors[0] ?? "");
  const missing = /Missing required configuration variable '([^']+)'/.exec(message)?.[1];
  if (missing) return withEnvironment(missingKey(missing, deployment.stack), deployment);
  const module = /Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
  if (module && !/^[./\\]|^[A-Za-z]:/.test(module))
    return new UserError(
      `${folder}: the program needs the package ${module}, which isn't installed; run \`npm install\` in ${folder}`,
    );
  const encrypted = deployment.configuration.encryptedKeys.find((key) => message.includes(`'${key}'`));
  if (encrypted)
    return new UserError(
      `${folder}: the program reads the secret ${encrypted}, which can't be decrypted here; give a value to check with by \`--config ${encrypted}=value\``,
    );
  if (message === "") return new UserError(`${folder}: ${ended(ending)}`);
  return new UserError(`${folder}: the program failed: ${summary(message)}${place(message)}${hint(deployment)}`);
}

function ended({ exitCode, output }: Ending): string {
  const lines = output.map((line) => stripVTControlCharacters(line).trim()).filter((line) => line !== "");
  if (lines.some((line) => line.includes("failed to locate the entry point")))
    return "expected a program in index.ts or index.js, or `main` in Pulumi.yaml to name one; found none";
  // The SDK turns the exit code 0 into 1 when it finds promises that nothing will settle any more.
  if (
    exitCode === 0 ||
    lines.some((line) => /promises were still active|exited before the following resource/.test(line))
  )
    return "the program ended before all of its resources were declared; it must neither call process.exit nor wait for what never comes";
  const how = exitCode === undefined ? "was killed" : `ended with exit code ${exitCode}`;
  const last = lines.at(-1);
  return `the program ${how} before all of its resources were declared${last ? `; it last wrote: ${last}` : ""}`;
}

/** The error's own words, without the SDK's preamble and the stack. */
function summary(message: string): string {
  const lines = message
    .replace(/^Running program '.*' failed with an unhandled exception:\s*/, "")
    .replace(/^<ref \*\d+> /, "")
    .split("\n")
    .map((line) => line.trim());
  const frame = lines.findIndex((line) => line.startsWith("at "));
  const words = (frame < 0 ? lines : lines.slice(0, frame)).filter((line) => line !== "" && !/^[\^~]+$/.test(line));
  // A syntax error puts the place and the source line before what is wrong.
  if (words[0]?.startsWith("TSError") && words[1]) return words[1];
  const told = words.find((line) => /^(Uncaught )?\w*Error\b/.test(line)) ?? words[0] ?? "";
  return told
    .replace(/^Error: /, "")
    .replace(/ \{$/, "")
    .slice(0, 500);
}

/** The first frame in the user's own code. */
function place(message: string): string {
  for (const [, file = "", line] of message.matchAll(/(?:^|[\s(]|file:\/\/)((?:\/|[A-Za-z]:\\)[^():\n]+):(\d+)/gm))
    if (isOwnCode(file)) return ` (${shownPath(file)}:${line})`;
  return "";
}

function hint({ unanswered }: Deployment): string {
  if (unanswered.size === 0) return "";
  const names = [...unanswered].map(codeName).join(", ");
  return `; what ${names} would return isn't known offline, and can be given with \`--answers\``;
}

function withEnvironment(error: UserError, { configuration }: Deployment): UserError {
  if (!configuration.hasEnvironment) return error;
  return new UserError(`${error.message}; values from the stack's Pulumi ESC environment can't be read offline`);
}
