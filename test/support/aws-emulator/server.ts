import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

let running: Promise<string> | undefined;

/** The address of moto's server, which is started on first use and ends with this process. */
export function emulator(): Promise<string> {
  return (running ??= start());
}

/** Forgets everything that was made. */
export async function reset(): Promise<void> {
  await fetch(`${await emulator()}/moto-api/reset`, { method: "POST" });
}

/** The server of the version that is pinned, where install.sh puts it. */
export function locateServer(): string | undefined {
  const requirements = readFileSync(join(__dirname, "requirements.txt"));
  const key = createHash("sha256").update(requirements).digest("hex").slice(0, 16);
  const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(caches, "pulumi-guardrails", `moto-${key}`);
  return existsSync(join(folder, "installed")) ? join(folder, "bin/moto_server") : undefined;
}

async function start(): Promise<string> {
  const port = await freePort();
  const server = spawn(locateServer() ?? "moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
  });
  process.on("exit", () => server.kill());
  // Tests end when they are done, although the server still runs.
  server.unref();
  const address = `http://127.0.0.1:${port}`;
  await untilItAnswers(address, server);
  return address;
}

async function untilItAnswers(address: string, server: ChildProcess): Promise<void> {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      await fetch(`${address}/moto-api/`);
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
