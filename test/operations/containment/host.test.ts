import * as assert from "node:assert/strict";
import { ask, call, type Call, type Send } from "../../../operations/containment/calls";
import { containments } from "../../../operations/containment/decide";
import { kinds } from "../../../operations/containment/kinds";
import type { Before } from "../../../operations/containment/kinds/host";
import { previewContainment } from "../../../operations/containment/request";
import { targetOf } from "../../../operations/containment/target";
import { execute } from "../../../operations/core/execute";
import { SqliteStore } from "../../../operations/store/sqlite";
import { describeWithEmulator } from "../../support/aws-emulator/deploy";
import { mortal } from "../core/mortal-store";
import { account, emulated, region, Scene, settings } from "./emulated";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
});

interface Made {
  readonly id: string;
  readonly instance: string;
  readonly role: string;
  readonly groups: readonly string[];
}

let image: string | undefined;
let count = 0;

/** An instance with two interfaces in different groups, two volumes, a role, and a VPC of its own. */
async function makeHost(send: Send): Promise<Made> {
  const { Vpc } = await ask(send, "ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" });
  const vpc = Vpc?.VpcId ?? "";
  const { Subnet } = await ask(send, "ec2", "CreateSubnet", { VpcId: vpc, CidrBlock: "10.0.0.0/24" });
  const [SubnetId, role] = [Subnet?.SubnetId ?? "", `web-${count++}`];
  const groups: string[] = [];
  for (const GroupName of ["web", "monitored", "backup"]) {
    const made = await ask(send, "ec2", "CreateSecurityGroup", { GroupName, Description: GroupName, VpcId: vpc });
    groups.push(made.GroupId ?? "");
  }
  await send(call("iam", "CreateRole", { RoleName: role, AssumeRolePolicyDocument: trust }));
  await send(call("iam", "CreateInstanceProfile", { InstanceProfileName: role }));
  await send(call("iam", "AddRoleToInstanceProfile", { InstanceProfileName: role, RoleName: role }));
  image ??= (await ask(send, "ec2", "DescribeImages", {})).Images?.[0]?.ImageId;
  const { Instances = [] } = await ask(send, "ec2", "RunInstances", {
    ...{ ImageId: image, MinCount: 1, MaxCount: 1, InstanceType: "t3.micro" },
    IamInstanceProfile: { Name: role },
    // Groups of the interface: the emulator shows those of the instance on all its interfaces, whatever they have.
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, Groups: groups.slice(0, 2) }],
  });
  const instance = Instances[0]?.InstanceId ?? "";
  const second = await ask(send, "ec2", "CreateNetworkInterface", { SubnetId, Groups: [groups[2] ?? ""] });
  const NetworkInterfaceId = second.NetworkInterface?.NetworkInterfaceId;
  await send(call("ec2", "AttachNetworkInterface", { NetworkInterfaceId, InstanceId: instance, DeviceIndex: 1 }));
  const volume = await ask(send, "ec2", "CreateVolume", { AvailabilityZone: `${region}a`, Size: 8 });
  await send(call("ec2", "AttachVolume", { VolumeId: volume.VolumeId, InstanceId: instance, Device: "/dev/sdf" }));
  return { id: `host/${account}/${region}/${instance}`, instance, role, groups };
}

async function state(send: Send, id: string): Promise<Before> {
  const kind = kinds.host;
  return kind.record(await kind.read(send, targetOf(id), settings, { since: "2026-11-24T09:00:00.000Z" })) as Before;
}

async function groupNamed(send: Send, name: string) {
  const { SecurityGroups = [] } = await ask(send, "ec2", "DescribeSecurityGroups", {
    Filters: [{ Name: "group-name", Values: [name] }],
  });
  return SecurityGroups;
}

/** Policies of the role, groups of interfaces and protection, with what was revoked left out: it outlasts a release. */
const lasting = (before: Before) => ({
  ...before,
  role: {
    ...before.role,
    policies: Object.keys(before.role?.policies ?? {}).filter((name) => !name.includes("revoked")),
  },
});

describeWithEmulator("A host in the emulator", () => {
  let send: Send;
  let scene: Scene;
  let made: Made;
  beforeEach(async () => {
    send = await emulated();
    scene = new Scene(send, settings);
    made = await makeHost(send);
  });

  it("is cut off on every interface, by way of the group that makes connections untracked", async () => {
    assert.equal((await scene.contain(made.id))?.state, "contained");
    const [open, closed] = [
      await groupNamed(send, "guardrails-quarantine-open"),
      await groupNamed(send, "guardrails-quarantine"),
    ];
    assert.deepEqual([open.length, closed.length], [1, 1]);
    assert.deepEqual([closed[0]?.IpPermissions, closed[0]?.IpPermissionsEgress], [[], []]);
    assert.equal(open[0]?.IpPermissions?.[0]?.IpRanges?.[0]?.CidrIp, "0.0.0.0/0");
    const { interfaces } = await state(send, made.id);
    assert.deepEqual(Object.values(interfaces), [[closed[0]?.GroupId], [closed[0]?.GroupId]]);
    const swaps = scene.sent.filter(({ command }) => command === "ModifyNetworkInterfaceAttribute");
    assert.deepEqual(
      swaps.map(({ input }) => input["Groups"]),
      [[open[0]?.GroupId], [closed[0]?.GroupId], [open[0]?.GroupId], [closed[0]?.GroupId]],
    );
  });

  it("keeps its evidence, and its role's other hosts go on", async () => {
    await scene.contain(made.id);
    const { Snapshots = [] } = await ask(send, "ec2", "DescribeSnapshots", {
      Filters: [{ Name: "tag:guardrails:containment", Values: [`${made.id} ${scene.at()} *`] }],
    });
    assert.equal(new Set(Snapshots.map(({ VolumeId }) => VolumeId)).size, 2);
    const InstanceIds = [made.instance];
    await assert.rejects(send(call("ec2", "TerminateInstances", { InstanceIds })), /disableApiTermination/);
    const { Role } = await ask(send, "iam", "GetRole", { RoleName: made.role });
    const PolicyName = `guardrails-containment-${made.instance}`;
    const { PolicyDocument = "" } = await ask(send, "iam", "GetRolePolicy", { RoleName: made.role, PolicyName });
    assert.deepEqual(JSON.parse(decodeURIComponent(PolicyDocument)).Statement[0].Condition, {
      StringEquals: { "aws:userid": `${Role?.RoleId ?? ""}:${made.instance}` },
    });
  });

  it("is given back exactly what each interface had, and evidence stays", async () => {
    const before = await state(send, made.id);
    assert.deepEqual(
      Object.values(before.interfaces).map(({ length }) => length),
      [2, 1],
    );
    await scene.contain(made.id);
    assert.deepEqual((await scene.load(made.id))?.before, JSON.parse(JSON.stringify(before)));
    scene.pass(13 * 60);
    assert.equal((await scene.release(made.id))?.state, "free");
    assert.deepEqual(await state(send, made.id), before);
    const { Snapshots = [] } = await ask(send, "ec2", "DescribeSnapshots", { OwnerIds: ["self"] });
    assert.equal(Snapshots.filter(({ Description }) => Description?.startsWith("Evidence")).length, 2);
  });

  it("stays contained while another hold is left", async () => {
    const before = await state(send, made.id);
    await scene.contain(made.id, "h1");
    const contained = await state(send, made.id);
    await scene.contain(made.id, "h2");
    assert.equal((await scene.release(made.id, "h1"))?.state, "contained");
    assert.deepEqual(await state(send, made.id), contained);
    scene.pass(13 * 60);
    assert.equal((await scene.release(made.id, "h2"))?.state, "free");
    assert.deepEqual(await state(send, made.id), before);
  });

  it("is not touched where somebody has changed its groups since; all else is restored", async () => {
    await scene.contain(made.id);
    const [first = "", second = ""] = Object.keys((await state(send, made.id)).interfaces);
    const Groups = [made.groups[1] ?? ""];
    await send(call("ec2", "ModifyNetworkInterfaceAttribute", { NetworkInterfaceId: first, Groups }));
    scene.pass(13 * 60);
    const failed = await scene.release(made.id);
    assert.deepEqual([failed?.state, failed?.failedIn], ["failed", "releasing"]);
    assert.match(
      failed?.error ?? "",
      new RegExp(`expected interface ${first} in quarantine, got it with ${Groups[0]!}`),
    );
    const after = await state(send, made.id);
    assert.deepEqual([after.interfaces[first], after.interfaces[second]], [Groups, [made.groups[2]]]);
    assert.deepEqual([after.terminationProtection, after.role?.policies], [false, {}]);
  });

  it("that is gone by its release leaves no policy of ours on its role", async () => {
    await scene.contain(made.id);
    const InstanceId = made.instance;
    await send(call("ec2", "ModifyInstanceAttribute", { InstanceId, DisableApiTermination: { Value: false } }));
    await send(call("ec2", "TerminateInstances", { InstanceIds: [InstanceId] }));
    scene.pass(13 * 60);
    assert.equal((await scene.release(made.id))?.state, "free");
    assert.deepEqual((await ask(send, "iam", "ListRolePolicies", { RoleName: made.role })).PolicyNames, []);
  });

  it("is seen to be reachable again when somebody opens the group that it is in, and cut off again on request", async () => {
    await scene.contain(made.id);
    const [closed] = await groupNamed(send, "guardrails-quarantine");
    const rule = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "203.0.113.0/24" }] };
    await send(call("ec2", "AuthorizeSecurityGroupIngress", { GroupId: closed?.GroupId, IpPermissions: [rule] }));
    scene.pass(60);
    const undone = await scene.work(made.id);
    assert.deepEqual([undone?.state, undone?.failedIn], ["failed", "applying"]);
    assert.match(undone?.error ?? "", /got calls to make again: ec2 RevokeSecurityGroupIngress/);
    await execute(scene.store, containments, { id: made.id, command: { type: "retry" }, by: "user:ana" }, scene.at());
    assert.equal((await scene.work(made.id))?.state, "contained");
    assert.deepEqual((await groupNamed(send, "guardrails-quarantine"))[0]?.IpPermissions, []);
  });

  it("is shown with all calls before any is made", async () => {
    const calls = await previewContainment(scene.parts, made.id);
    assert.deepEqual(scene.sent, []);
    await scene.contain(made.id);
    const names = (given: readonly Call[]) => given.map(({ service, command }) => `${service} ${command}`).sort();
    // What AWS puts into a new group by itself is known once it is there.
    const revoked = scene.sent.filter(({ command }) => /^(Revoke|Authorize)SecurityGroup/.test(command)).length;
    assert.equal(calls.length, scene.sent.length - revoked);
    assert.deepEqual(
      names(calls),
      names(scene.sent).filter((name) => !/(Revoke|Authorize)SecurityGroup/.test(name)),
    );
  });
});

/** After this many effects of its process, all that it does fails: it is dead. */
class Killed extends Error {}

describeWithEmulator("A worker that is killed between any two effects", () => {
  it("is carried on with to the same end", async function () {
    this.timeout(300_000);
    const whole = await run(Infinity);
    assert.ok(whole.effects > 20, `${whole.effects} effects`);
    // What is left by a process that ends before an effect is the same as by one that ends after the effect before.
    for (let last = 0; last < whole.effects; last++) {
      const cut = await run(last);
      assert.deepEqual({ ...cut, effects: 0 }, { ...whole, effects: 0 }, `killed after effect ${last}`);
    }
  });

  async function run(last: number) {
    const send = await emulated();
    const made = await makeHost(send);
    const before = await state(send, made.id);
    let effects = 0;
    let isDead = false;
    const effect = async <T>(act: () => Promise<T>): Promise<T> => {
      if (isDead) throw new Killed();
      isDead = effects++ === last;
      const done = await act();
      if (isDead) throw new Killed();
      return done;
    };
    const scene = new Scene((sent) => {
      if (isDead) throw new Killed();
      return /^(Get|List|Describe)/.test(sent.command) ? send(sent) : effect(() => send(sent));
    }, settings);
    scene.store = mortal(SqliteStore.open(), effect);
    /** Another process, after the dead one's lease has ended. */
    const untilDone = async (act: () => Promise<unknown>) => {
      for (;;) {
        try {
          await act();
          return;
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          isDead = false;
          scene.pass(11);
        }
      }
    };
    await untilDone(async () => {
      if (((await scene.load(made.id))?.attempts ?? 0) === 0) await scene.contain(made.id);
      else await scene.work(made.id);
    });
    const contained = { state: (await scene.load(made.id))?.state, aws: summary(await state(send, made.id)) };
    scene.pass(24 * 60);
    await untilDone(async () => {
      if (((await scene.load(made.id))?.holds ?? {})["h1"]) await scene.release(made.id);
      else await scene.work(made.id);
    });
    assert.deepEqual(await state(send, made.id), before);
    const evidence = [{ Name: "value", Values: [`${made.id} *`] }];
    const { Tags = [] } = await ask(send, "ec2", "DescribeTags", { Filters: evidence });
    return { contained, freed: (await scene.load(made.id))?.state, evidence: Tags.length, effects };
  }

  const summary = (before: Before) => ({
    interfaces: Object.values(before.interfaces).map(({ length }) => length),
    protected: before.terminationProtection,
    policies: Object.keys(lasting(before).role.policies).length,
  });
});
