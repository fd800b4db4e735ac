import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A program of the environment of this name, where install.sh puts the version that is pinned. */
export function locate(name: string, requirements: string, program: string): string | undefined {
  const key = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(caches, "pulumi-guardrails", `${name}-${key}`);
  return existsSync(join(folder, "installed")) ? join(folder, "bin", program) : undefined;
}

/** How a server is started on a port, and what it answers when it is there. */
export interface Server {
  readonly program: string;
  args(port: number): readonly string[];
  environment?(port: number): NodeJS.ProcessEnv;
  readonly health: string;
}

/** Starts a server that ends with this process, and gives its address once it answers. */
export async function start({ program, args, environment, health }: Server): Promise<string> {
  const port = await freePort();
  const env = { ...process.env, ...environment?.(port) };
  const server = spawn(program, args(port), { stdio: "ignore", env });
  process.on("exit", () => server.kill());
  // Tests end when they are done, although the server still runs.
  server.unref();
  const address = `http://127.0.0.1:${port}`;
  await untilItAnswers(`${address}${health}`, server);
  return address;
}

async function untilItAnswers(address: string, server: ChildProcess): Promise<void> {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      await fetch(address);
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > end) throw error;
      await pause(50);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const probe = createServer()
      .on("error", fail)
      .listen(0, "127.0.0.1", () => {
        const address = probe.address();
        probe.close(() => found(typeof address === "object" && address ? address.port : 0));
      });
  });
}
