import type { Graph, Subject } from "../core/graph";
import { NotKnown, type Value } from "../core/value";
import { accountSettings } from "./account-setting";
import { type BlockDevice, mappings, rootDeviceNames } from "./block-device";
import { isWritten } from "./known";
import { launchTemplateOf } from "./launch-template";
import { some } from "./some";

const copies = ["aws:ebs/snapshotCopy:SnapshotCopy", "aws:ebs/snapshot:Snapshot"];

/**
 * Whether EBS encrypts a volume that does not say so itself: because the account does so by default, because the launch
 * template says so for the same device, or because its snapshot is encrypted (EBS User Guide, "Amazon EBS encryption").
 */
export function isEncryptedAnyway(resource: Subject<any>, { volume, names }: BlockDevice, graph: Graph): boolean {
  if (isEncryptedByDefault(resource, graph) || isEncryptedByTemplate(resource, names, graph)) return true;
  const snapshot = volume.at("snapshotId");
  if (!isWritten(snapshot)) return false;
  if (volume === resource && isEncryptedSnapshot(resource, snapshot, graph)) return true;
  throw new NotKnown(`${volume.at("encrypted").path} is not set, so the snapshot decides`);
}

/**
 * Whether the root volume of an instance is declared somewhere, or encrypted by default. Otherwise it is a copy of the
 * AMI's snapshot, encrypted if that is.
 */
export function isRootSettled(instance: Subject<any>, graph: Graph): boolean {
  if (instance.at("rootBlockDevice").isPresent || isEncryptedByDefault(instance, graph)) return true;
  const template = templateOf(instance, graph);
  return template !== undefined && mappings(template).some(({ names }) => isShared(names, rootDeviceNames));
}

function isEncryptedByDefault(resource: Subject<any>, graph: Graph): boolean {
  const settings = accountSettings(graph, resource, "aws:ebs/encryptionByDefault:EncryptionByDefault");
  return settings.some((setting) => setting.at("enabled").boolean() ?? true);
}

function isEncryptedByTemplate(resource: Subject<any>, names: readonly string[], graph: Graph): boolean {
  const template = templateOf(resource, graph);
  if (!template) return false;
  return some(mappings(template), (mapping) => {
    return isShared(mapping.names, names) && mapping.volume.at("encrypted").boolean() === true;
  });
}

function isEncryptedSnapshot(volume: Subject<any>, snapshotId: Value<any>, graph: Graph): boolean {
  const snapshot = graph.target<any>(volume, "snapshotId", snapshotId, copies, ({ resource: { id } }) =>
    id ? [id] : [],
  );
  return snapshot !== undefined && snapshot.type === copies[0] && snapshot.at("encrypted").boolean() === true;
}

function templateOf(resource: Subject<any>, graph: Graph): Subject<any> | undefined {
  return resource.type === "aws:ec2/instance:Instance" ? launchTemplateOf(resource, graph) : undefined;
}

function isShared(names: readonly string[], others: readonly string[]): boolean {
  return names.some((name) => others.includes(name));
}
