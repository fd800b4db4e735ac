import type { Instant } from "../core/decider";
import { execute } from "../core/execute";
import type { Store } from "../core/store";
import { type Connector, Undeliverable } from "./connector";
import { type Delivery, type DeliveryCommand, deliveries } from "./delivery";

/** The connector of a name in the settings. */
export type ConnectorOf = (name: string) => Promise<Connector>;

/**
 * Tries a delivery that is due, and keeps what came of it. Between what is sent and what is kept, the process may end: then
 * it is sent again, and the other system sees the same `message.event`.
 */
export async function deliver(store: Store, connectorOf: ConnectorOf, id: string, now: () => Instant): Promise<void> {
  const delivery = (await store.load(`${deliveries.kind}/${id}`))?.state as Delivery | undefined;
  const address = delivery?.addresses[delivery.address];
  if (!delivery || !address || delivery.state !== "waiting") return;
  const command = await attempt(delivery, address.to, connectorOf(address.connector));
  await execute(store, deliveries, { id, command, by: `connector:${address.connector}` }, now());
}

async function attempt({ message }: Delivery, to: string, connector: Promise<Connector>): Promise<DeliveryCommand> {
  try {
    return { type: "succeed", receipt: await (await connector).send(message, to) };
  } catch (error) {
    return { type: "fail", error: String(error), permanent: error instanceof Undeliverable };
  }
}
