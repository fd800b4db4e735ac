import { join } from "node:path";
import { locate, start } from "../aws-emulator/python-server";

let running: Promise<string> | undefined;

/** The address of MiniStack, in which functions run. It is started on first use and ends with this process. */
export function ministack(): Promise<string> {
  return (running ??= start({
    program: locateMinistack() ?? "ministack",
    args: () => [],
    environment: (port) => ({
      ...{ GATEWAY_PORT: String(port), BIND_HOST: "127.0.0.1", MINISTACK_HOST: "127.0.0.1" },
      ...{ MINISTACK_ACCOUNT_ID: "123456789012", MINISTACK_REGION: "eu-west-1", SFTP_ENABLED: "false" },
      LOG_LEVEL: "ERROR",
    }),
    health: "/_ministack/health",
  }));
}

/** Forgets everything that was made. */
export async function resetMinistack(): Promise<void> {
  await fetch(`${await ministack()}/_ministack/reset`, { method: "POST" });
}

/** The program of the version that is pinned, where install.sh puts it. */
export function locateMinistack(): string | undefined {
  return locate("ministack", join(__dirname, "requirements.txt"), "ministack");
}
