import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { ConnectorOf } from "../../connectors/deliver";
import { addTemporaryAccess, reachOf } from "../../access/kind";
import { addAccessReviews } from "../../access-review/kinds";
import type { Reach } from "../../access-review/work";
import { type ContainmentParts, containmentKind } from "../../containment/drive";
import { scheduleKind } from "../../containment/schedule";
import { canaryKind } from "../../desk/canary";
import { Desk } from "../../desk/desk";
import type { Settings } from "../../settings/settings";
import { DynamoStore } from "../../store/dynamodb";
import { deployedSettings, variable } from "./environment";

export interface Running {
  readonly desk: Desk;
  readonly store: DynamoStore;
  readonly settings: Settings;
}

/** What a function may do beside deciding; absent for those that may not. */
export interface Abilities {
  readonly connectorOf?: ConnectorOf;
  readonly containment?: Pick<ContainmentParts, "sendTo" | "self">;
  readonly reach?: Reach;
  /** Gives and takes temporary access. */
  readonly sendToGroups?: Parameters<typeof reachOf>[1];
}

/** The desk on its table, with all its kinds: any function may have to react to any event. */
export function deskOn(store: DynamoStore, settings: Settings, abilities: Abilities = {}): Running {
  const { connectorOf = () => cannot("deliver messages"), containment, reach = noReach } = abilities;
  const { sendToGroups = () => cannot("give access") } = abilities;
  const desk = new Desk(store, settings, connectorOf);
  const { sendTo = () => cannot("contain anything"), self = () => cannot("contain anything") } = containment ?? {};
  desk.add(containmentKind({ store, settings: settings.containment, sendTo, self }));
  desk.add(scheduleKind(store, settings.containment, () => desk.now()));
  desk.add(canaryKind(desk));
  addAccessReviews(desk, reach);
  addTemporaryAccess(desk, reachOf(desk, sendToGroups));
  return { desk, store, settings };
}

/** The desk of the function that this runs in. */
export function deployedDesk(abilities: (settings: Settings) => Abilities = () => ({})): Running {
  const settings = deployedSettings();
  return deskOn(new DynamoStore(new DynamoDBClient(), variable("TABLE")), settings, abilities(settings));
}

const noReach: Reach = {
  sendTo: () => cannot("revoke access"),
  protection: { protected: ["*"], self: [] },
};

function cannot(what: string): Promise<never> {
  return Promise.reject(new Error(`expected a function that may ${what}, got another one`));
}
