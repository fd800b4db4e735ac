import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../../../policies/core/stack";
import { UserError } from "../../../policies/core/user-error";
import type { Answers } from "./answers";
import { startProgram } from "./child";
import { readConfiguration } from "./configuration";
import { Deployment } from "./deployment";
import { failure } from "./failure";
import { startHost } from "./host";
import { readProject, type Project } from "./project";

export { readAnswers, type Answers, type InvokeAnswer } from "./answers";

export interface ReadProgramOptions {
  /** @default the only stack that has a file Pulumi.<stack>.yaml, or `dev` */
  readonly stack?: string;
  /** Configuration by key, over the stack's own; a key without a namespace belongs to the project. */
  readonly config?: Readonly<Record<string, string>>;
  readonly answers?: Answers;
  /** @default 120 */
  readonly timeoutSeconds?: number;
  /** Gets each line that the program writes or logs. */
  readonly onLog?: (line: string) => void;
}

const keptLines = 20;

/**
 * Runs a Node.js program of Pulumi's as a preview does, without the CLI, an account or a network, and gives what it
 * declares. The program runs in a process of its own.
 *
 * @param folder - holds Pulumi.yaml
 * @throws UserError when the program can't be run to its end
 */
export async function readProgram(folder: string, options: ReadProgramOptions = {}): Promise<Stack> {
  const project = readProject(folder);
  const configuration = readConfiguration(project, options);
  const deployment = new Deployment(project.name, configuration);
  const errors: string[] = [];
  const output: string[] = [];
  let isDone = false;
  let fail: (error: UserError) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  // Whoever awaits it comes later.
  failed.catch(() => undefined);
  const onLine = (line: string): void => {
    output.push(line);
    if (output.length > keptLines) output.shift();
    options.onLog?.(line);
  };
  const host = await startHost({
    deployment,
    answers: options.answers,
    programFolder: project.folder,
    onDone: () => (isDone = true),
    onMistake: fail,
    onLog(message, isError) {
      if (isError) errors.push(message);
      message.split("\n").forEach((line) => options.onLog?.(line));
    },
  });
  const child = startProgram(project, configuration, host.address, onLine);
  const seconds = options.timeoutSeconds ?? 120;
  const timer = setTimeout(() => fail(tooLong(folder, seconds)), seconds * 1000);
  try {
    host.serve();
    const exitCode = await Promise.race([child.exited, failed]);
    const complete = isDone || (exitCode === 0 && !signalsShutdown(project) && hasOutputs(deployment));
    if (exitCode !== 0 || errors.length > 0 || !complete)
      throw failure(folder, deployment, { exitCode, errors, output });
  } finally {
    clearTimeout(timer);
    child.kill();
    host.close();
  }
  return { source: folder, kind: "program", resources: deployment.resources, notSeen: deployment.notSeen };
}

function tooLong(folder: string, seconds: number): UserError {
  return new UserError(
    `${folder}: the program was still running after ${seconds} seconds; a server or timer may keep it alive, or it waits for the network`,
  );
}

/** SDKs before 3.164 end without saying that they are done. */
function signalsShutdown(project: Project): boolean {
  return readFileSync(join(project.sdk, "runtime", "settings.js"), "utf8").includes("signalAndWaitForShutdown");
}

function hasOutputs(deployment: Deployment): boolean {
  return deployment.resources.some(({ type, outputs }) => type === "pulumi:pulumi:Stack" && outputs !== undefined);
}
