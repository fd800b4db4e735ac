import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";

const command = resolve("dist/guardrails.js");

/** A desk as its user runs it. */
export interface RunningProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** Ends it, and gives its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a desk, and waits until it is there. */
export async function runDesk(
  args: readonly string[],
  variables: Record<string, string> = {},
): Promise<RunningProcess> {
  const child = spawn(process.execPath, [command, "desk", ...args], { env: { ...process.env, ...variables } });
  let output = "";
  child.stdout.on("data", (part: Buffer) => (output += part.toString()));
  child.stderr.on("data", (part: Buffer) => (output += part.toString()));
  const exited = once(child, "exit");
  const url = await new Promise<string>((found, failed) => {
    const look = () => {
      const [, address] = /The desk is at (\S+),/.exec(output) ?? [];
      if (address !== undefined) found(address);
    };
    child.stdout.on("data", look);
    void exited.then(([code]) => failed(new Error(`the desk ended with ${code}: ${output}`)));
  });
  return {
    ...{ url, process: child, output: () => output },
    async end(signal) {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
