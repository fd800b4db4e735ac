import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { linkModules } from "./linked-modules";
import { locateCli } from "./pulumi-cli/locate";

export const repository = resolve(__dirname, "../..");

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
  /** Runs `preview` or `up` and reads what the engine itself says happened. */
  watched(command: "preview" | "up", ...args: string[]): Promise<Watched>;
  /** Writes a file into the project's folder. */
  write(file: string, text: string): void;
  /** The same project, run with more environment. */
  withEnvironment(more: Readonly<Record<string, string>>): Project;
  remove(): void;
}

/** A policy's word on a resource, as the engine received it. */
export interface Violation {
  readonly policyName: string;
  readonly enforcementLevel: string;
  readonly resourceUrn: string;
  readonly message: string;
}

export interface Watched extends Output {
  readonly violations: readonly Violation[];
  readonly remediations: readonly { readonly policyName: string; readonly after: Readonly<Record<string, unknown>> }[];
  /** Names of the resources that were created. */
  readonly created: readonly string[];
  /** What was done, in order, such as `create-replacement aws:autoscaling/group:Group web`; nothing for what stays the same. */
  readonly steps: readonly string[];
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

/** Copies a program, so that no test writes into the tree, and makes a stack. */
export async function project(program: string, stack = "test"): Promise<Project> {
  const root = mkdtempSync(join(tmpdir(), "guardrails-pulumi-"));
  const folder = join(root, "project");
  cpSync(program, folder, { recursive: true, filter: (path) => !path.endsWith("node_modules") });
  linkModules(folder);
  symlinkSync(repository, join(folder, "node_modules/pulumi-guardrails"));
  for (const part of ["home", "backend"]) mkdirSync(join(root, part));
  const made = projectAt(root, environmentIn(root));
  const { exitCode, stderr } = await made.pulumi("stack", "init", stack);
  if (exitCode !== 0) throw new Error(`expected a new stack, got exit code ${exitCode}: ${stderr}`);
  return made;
}

function projectAt(root: string, environment: NodeJS.ProcessEnv): Project {
  const folder = join(root, "project");
  const pulumi = (...args: string[]) =>
    run("pulumi", [...args, "--non-interactive", "--color", "never"], folder, environment);
  return {
    folder,
    pulumi,
    async watched(command, ...args) {
      const log = join(root, "events.json");
      rmSync(log, { force: true });
      const output = await pulumi(command, ...args, "--event-log", log);
      return { ...output, ...happened(existsSync(log) ? readFileSync(log, "utf8") : "") };
    },
    write: (file, text) => writeFileSync(join(folder, file), text),
    withEnvironment: (more) => projectAt(root, { ...environment, ...more }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
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
    // Brings the flag --event-log.
    PULUMI_DEBUG_COMMANDS: "true",
    AWS_REGION: "us-east-1",
    // Set by mocha's own loader; the program and the pack are to run as they would for a user.
    NODE_OPTIONS: "",
  };
}

/** `<level> <rule> <resource>: <observation>`, sorted: Pulumi registers resources in no fixed order. */
export function spoken(violations: readonly Violation[]): string[] {
  return violations
    .map(({ enforcementLevel, policyName, resourceUrn, message }) => {
      const [observation] = message.split("\n");
      return `${enforcementLevel} ${policyName} ${resourceUrn.slice(resourceUrn.lastIndexOf("::") + 2)}: ${observation}`;
    })
    .sort();
}

interface EngineEvent {
  readonly policyEvent?: Violation;
  readonly policyRemediationEvent?: Watched["remediations"][number];
  readonly resOutputsEvent?: {
    readonly metadata: { readonly op: string; readonly urn: string; readonly type: string };
  };
}

function happened(log: string): Omit<Watched, keyof Output> {
  const events = log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
  const outputs = events.flatMap(({ resOutputsEvent }) => (resOutputsEvent ? [resOutputsEvent.metadata] : []));
  return {
    violations: events.flatMap(({ policyEvent }) => (policyEvent ? [policyEvent] : [])),
    remediations: events.flatMap(({ policyRemediationEvent }) =>
      policyRemediationEvent ? [policyRemediationEvent] : [],
    ),
    created: outputs.filter(({ op }) => op === "create").map(({ urn }) => nameOf(urn)),
    steps: outputs.filter(({ op }) => op !== "same").map(({ op, type, urn }) => `${op} ${type} ${nameOf(urn)}`),
  };
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/**
 * The pack as installed in a project: its settings are the project's guardrails.yaml. Bundled afresh, so that no test
 * runs yesterday's rules.
 *
 * @returns what to pass as `--policy-pack`
 */
export function installPack({ folder }: Pick<Project, "folder">): string {
  const installed = join(folder, "installed/pulumi-guardrails");
  cpSync(join(repository, "policies/package.json"), join(installed, "policies/package.json"));
  cpSync(join(repository, "policies/PulumiPolicy.yaml"), join(installed, "policies/PulumiPolicy.yaml"));
  buildSync({
    entryPoints: [join(repository, "policies/pack/index.ts")],
    outfile: join(installed, "dist/pack.js"),
    bundle: true,
    platform: "node",
    external: ["@pulumi/*", "@grpc/grpc-js", "google-protobuf", "typescript"],
  });
  return join(installed, "policies");
}

function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Output> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
    child.on("error", fail);
    child.on("close", (code) => done({ exitCode: code ?? -1, stdout, stderr }));
  });
}
