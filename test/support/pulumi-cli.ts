import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { locateCli } from "./pulumi-cli/locate";

export const repository = resolve(__dirname, "../..");
export const pack = join(repository, "policies");

export interface Output {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Pulumi project with a stack of its own, in a temporary home with a file backend. */
export interface Project {
  readonly folder: string;
  /** Runs the CLI in the project's folder. A non-zero exit is an answer, not an error. */
  pulumi(...args: string[]): Promise<Output>;
  /** The same, with more environment. */
  pulumiWith(environment: Readonly<Record<string, string>>, ...args: string[]): Promise<Output>;
  remove(): void;
}

export function isPulumiAvailable(): boolean {
  return locateCli() !== undefined;
}

/** Declares tests that need the CLI; without one they are pending, and the title says why. */
export function describeWithPulumi(title: string, body: (this: Mocha.Suite) => void): void {
  if (isPulumiAvailable()) {
    describe(title, function () {
      this.timeout(180_000);
      body.call(this);
    });
  } else {
    describe.skip(
      `${title} (skipped: no Pulumi CLI on the PATH; bash test/support/pulumi-cli/build.sh builds one)`,
      body,
    );
  }
}

/** Copies a program, so that no test writes into the tree, and makes the stack `test`. */
export async function project(program: string, { stack = "test" } = {}): Promise<Project> {
  const root = mkdtempSync(join(tmpdir(), "guardrails-pulumi-"));
  const folder = join(root, "project");
  cpSync(program, folder, { recursive: true, filter: (path) => !path.endsWith("node_modules") });
  if (!existsSync(join(folder, "node_modules"))) {
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  }
  for (const part of ["home", "backend"]) mkdirSync(join(root, part));
  const environment = environmentIn(root);
  const pulumiWith = (more: Readonly<Record<string, string>>, ...args: string[]) =>
    run("pulumi", [...args, "--non-interactive", "--color", "never"], folder, { ...environment, ...more });
  const pulumi = (...args: string[]) => pulumiWith({}, ...args);
  const made = await pulumi("stack", "init", stack);
  if (made.exitCode !== 0) throw new Error(`expected a new stack, got exit code ${made.exitCode}: ${made.stderr}`);
  return { folder, pulumi, pulumiWith, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function environmentIn(root: string): NodeJS.ProcessEnv {
  const path = [
    join(__dirname, "pulumi-cli/bin"),
    join(__dirname, "aws-stand-in"),
    locateCli() ?? "",
    process.env.PATH ?? "",
  ].join(delimiter);
  return {
    ...process.env,
    PATH: path,
    PULUMI_HOME: join(root, "home"),
    PULUMI_BACKEND_URL: `file://${join(root, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "passphrase",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    AWS_REGION: "us-east-1",
    // Set by mocha's own loader; the program and the pack are to run as they would for a user.
    NODE_OPTIONS: "",
  };
}

export function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Output> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
    child.on("error", fail);
    child.on("close", (code) => done({ exitCode: code ?? -1, stdout, stderr }));
  });
}
