import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Configuration } from "./configuration";
import { preloadArgument } from "./preload";
import type { Project } from "./project";

/** The user's program, running in a process and a process group of its own. */
export interface Child {
  /** Settles when the process has ended: its exit code, or `undefined` after a signal. */
  readonly exited: Promise<number | undefined>;
  /** Ends the process and all that it started. */
  kill(): void;
}

/** Starts the program as Pulumi's language host for Node.js does (cmd/run of @pulumi/pulumi). */
export function startProgram(
  project: Project,
  configuration: Configuration,
  address: string,
  onLine: (line: string) => void,
): Child {
  const child = spawn(process.execPath, argumentsOf(project, configuration, address), {
    cwd: project.folder,
    env: environmentOf(project, configuration),
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own lets us end what the program started, too.
    detached: process.platform !== "win32",
  });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", onLine);
  const kill = () => killGroup(child);
  const forget = killWithUs(kill);
  const exited = new Promise<number | undefined>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? undefined));
  }).finally(forget);
  return { exited, kill };
}

function argumentsOf(project: Project, configuration: Configuration, address: string): string[] {
  return [
    preloadArgument,
    ...project.nodeArguments,
    join(project.sdk, "cmd", "run"),
    ...["--monitor", address, "--engine", address],
    ...["--project", project.name, "--stack", configuration.stack, "--organization", "organization"],
    ...["--root-directory", project.root, "--pwd", project.folder],
    ...["--parallel", "32", "--dry-run"],
    project.entry,
  ];
}

function environmentOf(project: Project, configuration: Configuration): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(configuration.values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(configuration.secretKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(project.typescript),
    // Type errors are the compiler's business, and checking types costs twenty seconds.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    ...(project.isModule ? moduleEnvironment : {}),
    ...(project.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig } : {}),
    FORCE_COLOR: "0",
  };
}

/** For ES modules the SDK starts ts-node without options of its own (cmd/run/hooks.ts), but ts-node reads these. */
const moduleEnvironment = {
  TS_NODE_TRANSPILE_ONLY: "true",
  TS_NODE_COMPILER_OPTIONS: JSON.stringify({ module: "nodenext", moduleResolution: "nodenext" }),
};

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch {
    // Nothing of the group is left.
  }
}

/** Another process group doesn't get the terminal's Ctrl-C, so it is passed on. */
function killWithUs(kill: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const onSignal = (signal: NodeJS.Signals) => {
    kill();
    forget();
    process.kill(process.pid, signal);
  };
  const forget = () => {
    process.off("exit", kill);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on("exit", kill);
  for (const signal of signals) process.on(signal, onSignal);
  return forget;
}
