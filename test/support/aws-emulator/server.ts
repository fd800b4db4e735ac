import { join } from "node:path";
import { locate, start } from "./python-server";

let running: Promise<string> | undefined;

/** The address of moto's server, which is started on first use and ends with this process. */
export function emulator(): Promise<string> {
  return (running ??= start({
    program: locateServer() ?? "moto_server",
    args: (port) => ["-H", "127.0.0.1", "-p", String(port)],
    health: "/moto-api/",
  }));
}

/** Forgets everything that was made. */
export async function reset(): Promise<void> {
  await fetch(`${await emulator()}/moto-api/reset`, { method: "POST" });
}

/** The server of the version that is pinned, where install.sh puts it. */
export function locateServer(): string | undefined {
  return locate("moto", join(__dirname, "requirements.txt"), "moto_server");
}
