import { renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../../policies/core/user-error";
import type { Threshold } from "../../policies/settings/decisions";
import { check, type CheckOptions } from "../check";
import { partitionOf } from "../read/program/partition";
import { sourceLines } from "../read/source-lines";
import { sourcesOf } from "../read/sources";
import { formats, type FormatName, type ReportOptions } from "../report/formats";
import { onProgress } from "./progress";

/** Options as commander hands them over. */
export interface ReadingOptions {
  readonly stack?: string;
  readonly config: readonly string[];
  readonly answers?: string;
  readonly timeout?: number;
  readonly settings?: string;
  readonly verbose?: boolean;
}

interface Options extends ReadingOptions {
  readonly format: FormatName;
  readonly output: readonly string[];
  readonly failOn: Threshold;
  readonly undetermined: "fail" | "warn";
  readonly unusedExceptions: "fail" | "warn";
  readonly account?: string;
  readonly region?: string;
  readonly color: boolean;
}

export async function run(paths: readonly string[], given: object): Promise<void> {
  const options = given as Options;
  const outputs = options.output.map(outputOf);
  const sources = await sourcesOf(paths);
  const done = onProgress(sources);
  const { report, failures } = await check(sources, {
    ...readingOptions(options),
    failOn: options.failOn,
    undetermined: options.undetermined,
    unusedExceptions: options.unusedExceptions,
  }).finally(done);

  const render = (format: FormatName, terminal: boolean) =>
    formats[format]()(report, { ...reportOptions(options), color: terminal && colored(options) });
  // All are rendered before any is written: either every report is there, or none.
  const files = outputs.map(({ format, path }) => ({ path, text: render(format, false) }));
  const printed = render(options.format, true);
  for (const file of files) writeWhole(file.path, file.text);
  process.stdout.write(printed);
  for (const failure of failures) process.stderr.write(`guardrails: failed: ${failure}\n`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

function colored({ color }: Options): boolean {
  return color && process.stdout.isTTY && !process.env.NO_COLOR;
}

function reportOptions({ account, region }: Options): ReportOptions {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = process.env;
  return {
    width: Math.min(process.stdout.columns || 100, 120),
    readLine: sourceLines(),
    root: pathToFileURL(`${process.cwd()}/`).href,
    ...(server && repository && commit ? { links: `${server}/${repository}/blob/${commit}/` } : {}),
    ...(account === undefined ? {} : { accountId: account }),
    ...(region === undefined ? {} : { region, partition: partitionOf(region).name }),
  };
}

/** The part of the options that says how to read sources. */
export function readingOptions({ config, timeout, verbose, ...options }: ReadingOptions): CheckOptions {
  return {
    ...(options.stack === undefined ? {} : { stack: options.stack }),
    ...(options.answers === undefined ? {} : { answers: options.answers }),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(verbose ? { onLog: (line: string) => process.stderr.write(`${line}\n`) } : {}),
    config: Object.fromEntries(config.map(configEntry)),
  };
}

function configEntry(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UserError(`--config: expected key=value, got ${JSON.stringify(text)}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function outputOf(text: string): { format: FormatName; path: string } {
  const at = text.indexOf("=");
  const [format, path] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || path === "" || !Object.hasOwn(formats, format)) {
    throw new UserError(
      `--output: expected format=path, the format one of ${Object.keys(formats).join(", ")}, got ${JSON.stringify(text)}`,
    );
  }
  return { format: format as FormatName, path };
}

/** A reader never sees half a file: it is written beside and renamed into place. */
export function writeWhole(path: string, text: string): void {
  const beside = join(dirname(path), `.${process.pid}.guardrails`);
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new UserError(`${path}: expected a path that can be written: ${(error as Error).message}`);
  }
}
