import * as assert from "node:assert/strict";
import { ask, call, type Send } from "../../../operations/containment/calls";
import { kinds } from "../../../operations/containment/kinds";
import { targetOf } from "../../../operations/containment/target";
import { previewContainment } from "../../../operations/containment/request";
import { describeWithEmulator } from "../../support/aws-emulator/deploy";
import { account, emulated, region, Scene, settings } from "./emulated";

/** What matters of a target, read afresh. */
async function state(send: Send, id: string, given = settings): Promise<unknown> {
  const target = targetOf(id);
  const kind = kinds[target.kind];
  return kind.record(await kind.read(send, target, given, { since: "2026-11-24T09:00:00.000Z" }));
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
});
const own = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] });

describeWithEmulator("What is contained in the emulator", () => {
  let send: Send;
  let scene: Scene;
  beforeEach(async () => {
    send = await emulated();
    scene = new Scene(send, settings);
  });

  async function makeRole(name: string): Promise<string> {
    await send(call("iam", "CreateRole", { RoleName: name, AssumeRolePolicyDocument: trust }));
    await send(call("iam", "PutRolePolicy", { RoleName: name, PolicyName: "own", PolicyDocument: own }));
    return `role/${account}/${name}`;
  }

  it("denies all to a role and its older sessions, and gives back exactly its own policies when these have run out", async () => {
    const id = await makeRole("deploy");
    const before = await state(send, id);
    assert.equal((await scene.contain(id))?.state, "contained");
    const { PolicyNames } = await ask(send, "iam", "ListRolePolicies", { RoleName: "deploy" });
    assert.deepEqual(PolicyNames?.sort(), ["guardrails-containment", "guardrails-revoked-sessions", "own"]);
    const { PolicyDocument = "" } = await ask(send, "iam", "GetRolePolicy", {
      ...{ RoleName: "deploy", PolicyName: "guardrails-revoked-sessions" },
    });
    assert.deepEqual(JSON.parse(decodeURIComponent(PolicyDocument)).Statement[0].Condition, {
      DateLessThan: { "aws:TokenIssueTime": "2026-11-24T09:00:00.000Z" },
    });
    scene.pass(60);
    const partly = await scene.release(id);
    assert.deepEqual([partly?.state, partly?.restUntil], ["releasing", "2026-11-24T21:00:00.000Z"]);
    const rest = await ask(send, "iam", "ListRolePolicies", { RoleName: "deploy" });
    assert.deepEqual(rest.PolicyNames?.sort(), ["guardrails-revoked-sessions", "own"]);
    scene.pass(11 * 60);
    assert.equal((await scene.work(id))?.state, "free");
    assert.deepEqual(await state(send, id), before);
  });

  it("denies all to a user and leaves password and keys as they are", async () => {
    await send(call("iam", "CreateUser", { UserName: "bob" }));
    await send(call("iam", "CreateLoginProfile", { UserName: "bob", Password: "Not-4-real-use" }));
    await send(call("iam", "PutUserPolicy", { UserName: "bob", PolicyName: "own", PolicyDocument: own }));
    const id = `user/${account}/bob`;
    const before = await state(send, id);
    assert.equal((await scene.contain(id))?.state, "contained");
    const { PolicyNames } = await ask(send, "iam", "ListUserPolicies", { UserName: "bob" });
    assert.deepEqual(PolicyNames?.sort(), ["guardrails-containment", "guardrails-revoked-sessions", "own"]);
    scene.pass(48 * 60);
    assert.equal((await scene.release(id))?.state, "free");
    assert.deepEqual(await state(send, id), before);
    await ask(send, "iam", "GetLoginProfile", { UserName: "bob" });
  });

  it("disables a key and ends the sessions begun with it, beside a containment of its user", async () => {
    await send(call("iam", "CreateUser", { UserName: "bob" }));
    const { AccessKey } = await ask(send, "iam", "CreateAccessKey", { UserName: "bob" });
    const [key, user] = [`access-key/${account}/${AccessKey?.AccessKeyId ?? ""}`, `user/${account}/bob`];
    const before = [await state(send, key), await state(send, user)];
    await scene.contain(key);
    await scene.contain(user);
    const { AccessKeyMetadata = [] } = await ask(send, "iam", "ListAccessKeys", { UserName: "bob" });
    assert.equal(AccessKeyMetadata[0]?.Status, "Inactive");
    scene.pass(48 * 60);
    await scene.release(key);
    assert.equal(((await state(send, key)) as { status: string }).status, "Active");
    await scene.release(user);
    assert.deepEqual([await state(send, key), await state(send, user)], before);
  });

  it("leaves a key disabled that was disabled before", async () => {
    await send(call("iam", "CreateUser", { UserName: "bob" }));
    const { AccessKey } = await ask(send, "iam", "CreateAccessKey", { UserName: "bob" });
    const AccessKeyId = AccessKey?.AccessKeyId ?? "";
    await send(call("iam", "UpdateAccessKey", { UserName: "bob", AccessKeyId, Status: "Inactive" }));
    const id = `access-key/${account}/${AccessKeyId}`;
    const before = await state(send, id);
    await scene.contain(id);
    scene.pass(48 * 60);
    await scene.release(id);
    assert.deepEqual(await state(send, id), before);
    assert.equal(scene.sent.filter(({ command }) => command === "UpdateAccessKey").length, 0);
  });

  for (const reserved of [null, 7]) {
    it(`throttles a function to nothing and gives it back ${reserved ?? "no"} reserved concurrency`, async () => {
      await makeRole("fn");
      await send(
        call("lambda", "CreateFunction", {
          ...{ FunctionName: "pay", Role: `arn:aws:iam::${account}:role/fn`, Runtime: "nodejs24.x", Handler: "i.h" },
          Code: { ZipFile: Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64") },
        }),
      );
      if (reserved !== null) {
        const FunctionName = "pay";
        await send(call("lambda", "PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: reserved }));
      }
      const id = `function/${account}/${region}/pay`;
      assert.deepEqual(await state(send, id), { reserved });
      await scene.contain(id);
      assert.deepEqual(await state(send, id), { reserved: 0 });
      assert.equal((await scene.release(id))?.state, "free");
      assert.deepEqual(await state(send, id), { reserved });
    });
  }

  it("runs no task of an ECS service, and as many as before afterwards", async () => {
    await send(call("ecs", "CreateCluster", { clusterName: "shop" }));
    await send(
      call("ecs", "RegisterTaskDefinition", {
        family: "web",
        containerDefinitions: [{ name: "web", image: "web", memory: 64 }],
      }),
    );
    await send(
      call("ecs", "CreateService", { cluster: "shop", serviceName: "web", taskDefinition: "web", desiredCount: 3 }),
    );
    const id = `ecs-service/${account}/${region}/shop/web`;
    assert.deepEqual(await state(send, id), { desired: 3 });
    await scene.contain(id);
    assert.deepEqual(await state(send, id), { desired: 0 });
    await scene.release(id);
    assert.deepEqual(await state(send, id), { desired: 3 });
  });

  it("switches a flag off and back to its value, and refuses a secret, whose value would be kept", async () => {
    await send(call("ssm", "PutParameter", { Name: "/shop/checkout", Value: "on", Type: "String" }));
    await send(call("ssm", "PutParameter", { Name: "/shop/token", Value: "hidden", Type: "SecureString" }));
    const id = `flag/${account}/${region}//shop/checkout`;
    await scene.contain(id);
    assert.deepEqual(await state(send, id), { value: "false", type: "String" });
    await scene.release(id);
    assert.deepEqual(await state(send, id), { value: "on", type: "String" });
    await assert.rejects(scene.contain(`flag/${account}/${region}//shop/token`), /no secret/);
    assert.ok(
      !JSON.stringify(await scene.store.history(`containment/flag/${account}/${region}//shop/token`)).includes(
        "hidden",
      ),
    );
  });

  it("leaves alone what somebody else has changed since, and says what", async () => {
    await send(call("ssm", "PutParameter", { Name: "checkout", Value: "on", Type: "String" }));
    const id = `flag/${account}/${region}/checkout`;
    await scene.contain(id);
    await send(call("ssm", "PutParameter", { Name: "checkout", Value: "beta", Type: "String", Overwrite: true }));
    const failed = await scene.release(id);
    assert.deepEqual([failed?.state, failed?.failedIn], ["failed", "releasing"]);
    assert.match(failed?.error ?? "", /expected flag checkout to be false, got another value/);
    assert.deepEqual(await state(send, id), { value: "beta", type: "String" });
  });

  it("refuses what can't be read, what is protected by name or tag, and what the desk itself is", async () => {
    await makeRole("break-glass");
    await makeRole("guardrails-desk");
    await makeRole("tagged");
    await send(call("iam", "TagRole", { RoleName: "tagged", Tags: [{ Key: "protected", Value: "true" }] }));
    for (const [name, why] of [
      ["nobody", /does not exist/],
      ["break-glass", /not protected/],
      ["guardrails-desk", /not protected/],
      ["tagged", /not protected/],
    ] as const) {
      const id = `role/${account}/${name}`;
      await assert.rejects(scene.contain(id), why);
      const history = await scene.store.history(`containment/${id}`);
      assert.deepEqual(
        history.map(({ event }) => (event as { type: string }).type),
        ["ContainmentRefused"],
      );
    }
    assert.deepEqual(scene.sent, []);
  });

  describe("an address", () => {
    async function makeLists() {
      const make = async (Name: string, IPAddressVersion: "IPV4" | "IPV6", Addresses: string[]) => {
        const made = await ask(send, "wafv2", "CreateIPSet", { Name, Scope: "REGIONAL", IPAddressVersion, Addresses });
        return { name: Name, id: made.Summary?.Id ?? "", scope: "REGIONAL" as const, region };
      };
      const { Vpcs = [] } = await ask(send, "ec2", "DescribeVpcs", {});
      const { NetworkAcl } = await ask(send, "ec2", "CreateNetworkAcl", { VpcId: Vpcs[0]?.VpcId });
      const NetworkAclId = NetworkAcl?.NetworkAclId ?? "";
      const rule = { NetworkAclId, Protocol: "-1", RuleAction: "allow" as const, CidrBlock: "0.0.0.0/0" };
      for (const Egress of [true, false]) {
        await send(call("ec2", "CreateNetworkAclEntry", { ...rule, RuleNumber: 100, Egress }));
      }
      const ipSets = [await make("four", "IPV4", ["192.0.2.0/24"]), await make("six", "IPV6", [])];
      return { ...settings, ipSets, networkAcls: [{ id: NetworkAclId, region }] };
    }

    async function entries(id: string) {
      const { NetworkAcls = [] } = await ask(send, "ec2", "DescribeNetworkAcls", { NetworkAclIds: [id] });
      return NetworkAcls[0]?.Entries?.map((entry) => [
        entry.Egress,
        entry.RuleNumber,
        entry.RuleAction,
        entry.CidrBlock,
      ]);
    }

    it("is put beside the others into the list of its version and before all that network ACLs allow", async () => {
      const given = await makeLists();
      scene = new Scene(send, given);
      const [first, second] = ["203.0.113.7", "203.0.113.8"].map((each) => `address/${account}/${region}/${each}/32`);
      const list = async () => {
        const { name, id } = given.ipSets[0]!;
        const answer = await ask(send, "wafv2", "GetIPSet", { Name: name, Id: id, Scope: "REGIONAL" });
        return answer.IPSet?.Addresses?.sort();
      };
      const [listBefore, aclBefore] = [await list(), await entries(given.networkAcls[0]!.id)];
      await scene.contain(first!);
      await scene.contain(second!);
      assert.deepEqual(await list(), ["192.0.2.0/24", "203.0.113.7/32", "203.0.113.8/32"]);
      const denied = (await entries(given.networkAcls[0]!.id))?.filter(([, number]) => Number(number) < 100);
      assert.deepEqual(
        new Set(denied?.map((entry) => entry.join(" "))),
        new Set([
          ...["false 99 deny 203.0.113.7/32", "true 99 deny 203.0.113.7/32"],
          ...["false 98 deny 203.0.113.8/32", "true 98 deny 203.0.113.8/32"],
        ]),
      );
      await scene.release(first!);
      assert.deepEqual(await list(), ["192.0.2.0/24", "203.0.113.8/32"]);
      assert.equal((await scene.release(second!))?.state, "free");
      assert.deepEqual([await list(), await entries(given.networkAcls[0]!.id)], [listBefore, aclBefore]);
    });

    it("stays blocked after its release when it was before", async () => {
      const given = { ...(await makeLists()), networkAcls: [] };
      scene = new Scene(send, given);
      const id = `address/${account}/${region}/192.0.2.0/24`;
      await scene.contain(id);
      await scene.release(id);
      assert.deepEqual(await state(send, id, given), { ipSets: { [given.ipSets[0]!.id]: true }, acls: {} });
      assert.deepEqual(scene.sent, []);
    });

    it("is read anew when another has written the list in between", async () => {
      const given = { ...(await makeLists()), networkAcls: [] };
      const { name, id } = given.ipSets[0]!;
      const set = { Name: name, Id: id, Scope: "REGIONAL" as const };
      let isFirst = true;
      scene = new Scene(async (sending) => {
        if (sending.command === "UpdateIPSet" && isFirst) {
          isFirst = false;
          const { LockToken } = await ask(send, "wafv2", "GetIPSet", set);
          await send(call("wafv2", "UpdateIPSet", { ...set, LockToken, Addresses: ["198.51.100.0/24"] }));
        }
        return send(sending);
      }, given);
      assert.equal((await scene.contain(`address/${account}/${region}/203.0.113.7/32`))?.state, "contained");
      const answer = await ask(send, "wafv2", "GetIPSet", set);
      assert.deepEqual(answer.IPSet?.Addresses?.sort(), ["198.51.100.0/24", "203.0.113.7/32"]);
    });
  });

  it("shows the calls that would be made, and makes none", async () => {
    const id = await makeRole("deploy");
    const calls = await previewContainment(scene.parts, id);
    assert.deepEqual(
      calls.map(({ service, command, input }) => [service, command, input["PolicyName"]]),
      [
        ["iam", "PutRolePolicy", "guardrails-containment"],
        ["iam", "PutRolePolicy", "guardrails-revoked-sessions"],
      ],
    );
    assert.deepEqual(scene.sent, []);
    await scene.contain(id);
    assert.deepEqual(scene.sent, calls);
  });
});
