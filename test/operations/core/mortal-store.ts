import type { Outbox, Store } from "../../../operations/core/store";

/** A store whose changes pass through `effect`, which may end the process before or after them. */
export function mortal(store: Store & Outbox, effect: <T>(change: () => Promise<T>) => Promise<T>): Store & Outbox {
  return {
    ...{ load: (stream) => store.load(stream), history: (stream) => store.history(stream) },
    ...{ knows: (commandId) => store.knows(commandId), holder: (key) => store.holder(key) },
    ...{ due: (now, limit, kind) => store.due(now, limit, kind), list: (list, options) => store.list(list, options) },
    ...{ unsettled: (limit) => store.unsettled(limit), close: () => store.close() },
    commit: (change) => effect(() => store.commit(change)),
    settle: (events) => effect(() => store.settle(events)),
  };
}
