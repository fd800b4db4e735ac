import { Undeliverable } from "../../../operations/connectors/connector";
import type { Message } from "../../../operations/connectors/delivery";
import type { Send } from "../../../operations/containment/calls";
import { Desk } from "../../../operations/desk/desk";
import type { Settings } from "../../../operations/settings/settings";
import { SqliteStore } from "../../../operations/store/sqlite";

export const start = "2026-11-24T09:00:00.000Z";

/** A desk on an account of moto, a clock that is set, and what everybody was told. */
export class DeskTrial {
  readonly store = SqliteStore.open();
  readonly told: { readonly to: string; readonly message: Message }[] = [];
  readonly unreachable = new Set<string>();
  readonly desk: Desk;
  now = start;
  /** Calls that AWS refuses. */
  readonly refused = new Set<string>();

  constructor(
    readonly send: Send,
    settings: Settings,
  ) {
    const connector = {
      send: (message: Message, to: string) => {
        if (this.unreachable.has(to)) return Promise.reject(new Undeliverable(`nobody is called ${to}`));
        this.told.push({ to, message });
        return Promise.resolve(undefined);
      },
    };
    this.desk = new Desk(
      this.store,
      settings,
      () => Promise.resolve(connector),
      () => this.now,
    );
  }

  sent: Send = (call) => {
    if (!this.refused.has(call.command)) return this.send(call);
    return Promise.reject(Object.assign(new Error("not authorized"), { name: "AccessDeniedException" }));
  };

  /** Lets everything happen that is due. */
  async at(now: string): Promise<void> {
    this.now = now;
    for (let round = 0; round < 4; round++) {
      await this.desk.drain(this.store);
      const { failed } = await this.desk.sweep();
      if (failed[0]) throw failed[0].error;
    }
    await this.desk.drain(this.store);
  }
}
