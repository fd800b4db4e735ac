import * as assert from "node:assert/strict";
import { ask, type Call, type Send } from "../../../operations/containment/calls";
import { after } from "../../../operations/core/decider";
import { type Access, accessName } from "../../../operations/access-review/access";
import { collect, type Collected } from "../../../operations/access-review/collect";
import { presentOf, revoke } from "../../../operations/access-review/effects";
import { itemsOf } from "../../../operations/access-review/items";
import { account, emptyAccount, inlineDocument, instanceOf, organisation, settings } from "./organisation";

const start = "2026-11-24T09:00:00.000Z";
const iam = (rest: string) => `iam/${account}/${rest}`;
const center = (rest: string) => `identity-center/${account}/${rest}`;

/** Names without what chance gave keys. */
const namesOf = ({ held }: Collected) => held.map(({ access }) => accessName(access).replace(/AKIA\w+/, "AKIA")).sort();

const everything = [
  iam(`bo.builder/group/administrators`),
  iam(`bo.builder/inline-policy/files`),
  iam(`bo.builder/password/`),
  iam(`bo.builder/policy/arn:aws:iam::${account}:policy/machines`),
  iam(`break-glass-1/password/`),
  iam(`robot/access-key/AKIA`),
  center(`ana/permission-set/ReadOnly`),
  center(`chen/group/database-admins`),
].sort();

async function revoked(send: Send, access: Access): Promise<readonly Call[]> {
  const present = await presentOf(send, access);
  const calls = revoke(access, present ?? assert.fail(`${accessName(access)} is not there`));
  for (const call of calls) await send(call);
  return calls;
}

describe("who has what in AWS", () => {
  let send: Send;
  let found: Collected;
  before(async () => {
    send = await organisation();
    found = await collect(send);
  });

  it("is all that can be revoked alone, of IAM and of Identity Center, without keys that are inactive", () => {
    assert.deepEqual(namesOf(found), everything);
  });

  it("comes with what groups give", () => {
    const gives = (kind: string) =>
      found.held.filter(({ access }) => access.kind === kind).map(({ access }) => access.gives);
    assert.deepEqual(gives("group"), [
      ["policy everything"],
      [`DatabaseAdministrator in ${account}`, `ReadOnly in ${account}`],
    ]);
  });

  it("comes with when keys were last used, and without a guess where AWS doesn't tell", async () => {
    const { lastUsed, userLastSeen, access } =
      found.held.find(({ access }) => access.kind === "access-key") ?? assert.fail();
    const told = await ask(send, "iam", "GetAccessKeyLastUsed", { AccessKeyId: access.name });
    assert.equal(lastUsed, told.AccessKeyLastUsed?.LastUsedDate?.toISOString());
    assert.equal(userLastSeen, lastUsed);
    assert.ok(found.held.filter(({ access }) => access.source === "identity-center").every((each) => !each.lastUsed));
  });

  it("says what was not looked at", () => {
    assert.equal(found.gaps.length, 3);
    assert.match(found.gaps.join(), /Roles of account 123456789012/);
  });

  it("is nothing in an account without users", async () => {
    assert.deepEqual((await collect(await emptyAccount())).held, []);
    await organisation();
  });
});

describe("the questions of a campaign", () => {
  it("go to the manager, else to the head of the department, else to the owner, and never to the person themself", async () => {
    const items = itemsOf(await collect(await organisation()), settings, "2026-q4", start);
    const asked = items.map(({ access, principal, reviewer, exempt }) => [
      access.user,
      principal,
      reviewer,
      exempt ?? "",
    ]);
    assert.deepEqual([...new Set(asked.map((each) => each.join(" ")))].sort(), [
      "ana ana maria ",
      "bo.builder bo ana ",
      `break-glass-1 arn:aws:iam::${account}:user/break-glass-1 senior the way in when all else fails`,
      "chen chen ana ",
      `robot arn:aws:iam::${account}:user/robot senior `,
    ]);
    assert.ok(items.every(({ deadline }) => deadline === after(start, 14 * 24 * 60)));
  });

  it("skip a manager who is the person, and are refused when nobody else could answer", async () => {
    const collected = await collect(await organisation());
    const { chen } = settings.people;
    const alone = { ...settings, accessReview: { owner: "chen", exempt: [], days: 14 }, departments: {} };
    assert.throws(() => itemsOf(collected, alone, "2026-q4", start), /expected a manager of chen .* got none/);
    const headed = {
      ...settings,
      people: { ...settings.people, chen: { ...(chen ?? assert.fail()), manager: "chen" } },
    };
    const item = itemsOf(collected, headed, "2026-q4", start).find(({ principal }) => principal === "chen");
    assert.equal(item?.reviewer, "ana");
  });

  it("are refused of settings without access reviews", () => {
    const none = { ...settings, accessReview: undefined };
    assert.throws(
      () => itemsOf({ held: [], gaps: [] }, none, "2026-q4", start),
      /expected accessReview in the settings/,
    );
  });
});

describe("revoking", () => {
  it("takes each access away by one call, and leaves all others", async () => {
    const send = await organisation();
    const { held } = await collect(send);
    let left = everything;
    for (const { access } of held) {
      assert.equal((await revoked(send, access)).length, 1);
      assert.equal(await presentOf(send, access), undefined, accessName(access));
      left = left.filter((name) => name !== accessName(access).replace(/AKIA\w+/, "AKIA"));
      assert.deepEqual(namesOf(await collect(send)), left);
    }
    assert.deepEqual(left, []);
  });

  it("makes a key inactive, so that it can be given back", async () => {
    const send = await organisation();
    const { access } = (await collect(send)).held.find(({ access }) => access.kind === "access-key") ?? assert.fail();
    await revoked(send, access);
    const { AccessKeyMetadata = [] } = await ask(send, "iam", "ListAccessKeys", { UserName: "robot" });
    assert.deepEqual(
      AccessKeyMetadata.map(({ Status }) => Status),
      ["Inactive", "Inactive"],
    );
  });

  it("reads an inline policy before it is deleted, as it was written", async () => {
    const send = await organisation();
    const { access } =
      (await collect(send)).held.find(({ access }) => access.kind === "inline-policy") ?? assert.fail();
    const { before } = (await presentOf(send, access)) ?? assert.fail();
    assert.deepEqual(JSON.parse(before ?? ""), JSON.parse(inlineDocument));
  });

  it("has nothing to do when the user is gone", async () => {
    const send = await organisation();
    const { held } = await collect(send);
    const other = (access: Access): Access => ({
      ...{ ...access, user: "nobody", name: access.kind === "access-key" ? access.name : "nothing" },
      details: { ...access.details, userId: "00000000-0000-0000-0000-000000000000" },
    });
    for (const { access } of held) assert.equal(await presentOf(send, other(access)), undefined, accessName(access));
  });

  it("doesn't take a missing identity store for a missing membership", async () => {
    const send = await organisation();
    const { held } = await collect(send);
    const { access } = held.find(({ access }) => access.details["groupId"] !== undefined) ?? assert.fail();
    const { IdentityStoreId } = await instanceOf(send);
    assert.equal(access.details["store"], IdentityStoreId);
    const missing: Send = () =>
      Promise.reject(
        Object.assign(new Error("none"), { name: "ResourceNotFoundException", ResourceType: "IDENTITY_STORE" }),
      );
    await assert.rejects(presentOf(missing, access), /expected the identity store that was found before/);
  });
});
