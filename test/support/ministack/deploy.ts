import { setTimeout as pause } from "node:timers/promises";
import { type Clients, clientsFor } from "../aws-emulator/clients";
import { locateMinistack, ministack, resetMinistack } from "./server";

/** Declares tests that need MiniStack; without it they are pending, and the title says why. */
export function describeWithMinistack(title: string, body: () => void): void {
  if (locateMinistack() === undefined) {
    describe.skip(`${title} (skipped: no MiniStack; bash test/support/aws-emulator/install.sh installs it)`, body);
    return;
  }
  describe(title, () => {
    before(() => resetMinistack());
    body();
  });
}

export async function ministackClients(): Promise<Clients> {
  return clientsFor(await ministack());
}

/** What comes of it, once there is something: the emulator's queues and streams take their time. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  seconds = 40,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`expected ${what} within ${String(seconds)} seconds, got none`);
    await pause(200);
  }
}
