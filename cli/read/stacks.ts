import type { Stack } from "../../policies/core/stack";
import { UserError } from "../../policies/core/user-error";
import type { OtherLanguage } from "./program/project";
import type { Source } from "./sources";

export interface ReadingOptions {
  /** The stack whose configuration programs get. */
  readonly stack?: string;
  /** Configuration by key, over that of the stack. */
  readonly config?: Readonly<Record<string, string>>;
  /** A file of answers to invokes and stack references. */
  readonly answers?: string;
  /** How long a program may run. @default 120 */
  readonly timeoutSeconds?: number;
  readonly onLog?: (line: string) => void;
}

/** Programs run side by side, two at a time; each is a process of its own. */
export async function readAll(sources: readonly Source[], options: ReadingOptions): Promise<Stack[]> {
  const stacks: Stack[] = [];
  const waiting = [...sources.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) stacks[next[0]] = await read(next[1], options);
  };
  await Promise.all([work(), work()]);
  return stacks;
}

/**
 * A program's errors don't say which program; with several, one wants to know. A project in another language that was only
 * found on the way doesn't keep the others from being checked; it is not seen.
 */
async function read(source: Source, options: ReadingOptions): Promise<Stack> {
  try {
    return await readSource(source, options);
  } catch (error) {
    if (source.kind !== "program" || !(error instanceof UserError)) throw error;
    const language = source.isFound ? await otherLanguage(error) : undefined;
    if (language) return unseen(source.path, language);
    if (error.message.startsWith(source.path)) throw error;
    throw new UserError(`${source.path}: ${error.message}`, { cause: error });
  }
}

async function otherLanguage(error: UserError): Promise<OtherLanguage | undefined> {
  const { OtherLanguage } = await import("./program/project");
  return error instanceof OtherLanguage ? error : undefined;
}

function unseen(source: string, { project, runtime }: OtherLanguage): Stack {
  const type = "pulumi:pulumi:Stack";
  const urn = `urn:pulumi:unknown::${project}::${type}::${project}`;
  const reason = `programs of runtime ${runtime} can't be run offline; check the output of \`pulumi preview --json\``;
  return { source, kind: "program", resources: [], notSeen: [{ urn, type, reason }] };
}

async function readSource(source: Source, options: ReadingOptions): Promise<Stack> {
  if (source.kind !== "program") {
    const { readDocument } = await import("./document");
    return readDocument(source.path);
  }
  const { readProgram } = await import("./program/read-program");
  const { readAnswers } = await import("./program/answers");
  return readProgram(source.path, {
    ...(options.stack === undefined ? {} : { stack: options.stack }),
    ...(options.config === undefined ? {} : { config: { ...options.config } }),
    ...(options.answers === undefined ? {} : { answers: readAnswers(options.answers) }),
    ...(options.timeoutSeconds === undefined ? {} : { timeoutSeconds: options.timeoutSeconds }),
    ...(options.onLog === undefined ? {} : { onLog: options.onLog }),
  });
}
