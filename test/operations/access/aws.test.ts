import * as assert from "node:assert/strict";
import { addTemporaryAccess, reachOf, requestAccess } from "../../../operations/access/kind";
import type { AccessCommand, TemporaryAccess } from "../../../operations/access/temporary-access";
import { ask, type Send } from "../../../operations/containment/calls";
import { after } from "../../../operations/core/decider";
import type { Settings } from "../../../operations/settings/settings";
import type { Ticket } from "../../../operations/tickets/ticket";
import { assign, emptyAccount, identityGroup, identityUser, instanceOf, settings } from "../access-review/organisation";
import { DeskTrial, start } from "../access-review/trial";

const limits = { maxMinutes: 60, approvers: ["ana"] };
const withGroups: Settings = {
  ...settings,
  temporaryAccess: {
    groups: {
      admins: { source: "iam", group: "administrators", ...limits },
      databases: { source: "identity-center", group: "database-admins", ...limits },
      ghosts: { source: "iam", group: "nowhere", ...limits },
    },
  },
};

/** With Bo in IAM and Chen in Identity Center, both in no group. */
class Trial extends DeskTrial {
  constructor(send: Send) {
    super(send, withGroups);
    addTemporaryAccess(
      this.desk,
      reachOf(this.desk, () => Promise.resolve(this.sent)),
    );
  }

  static async start(): Promise<Trial> {
    const send = await emptyAccount();
    await ask(send, "iam", "CreateGroup", { GroupName: "administrators" });
    await ask(send, "iam", "CreateUser", { UserName: "bo@example.com" });
    await identityUser(send, "chen");
    await assign(send, "DatabaseAdministrator", { [await identityGroup(send, "database-admins")]: "GROUP" });
    return new Trial(send);
  }

  /** Asks and approves, and gives the stream's id. */
  async give(person: string, group: string, minutes = 30): Promise<string> {
    const { id, grant } = await requestAccess(this.desk, {
      person,
      group,
      requestedBy: person,
      reason: "incident",
      minutes,
    });
    await this.do(id, { type: "approve", grant, person: "ana" });
    await this.at(this.now);
    return id;
  }

  async do(id: string, command: AccessCommand): Promise<void> {
    const done = await this.desk.execute({ kind: "temporary-access", id, command, by: "user:ana" });
    assert.ok("outcome" in done, JSON.stringify(done));
  }

  async state(id: string): Promise<TemporaryAccess> {
    return ((await this.store.load(`temporary-access/${id}`)) ?? assert.fail()).state as TemporaryAccess;
  }

  async iamGroups(): Promise<readonly (string | undefined)[]> {
    const { Groups = [] } = await ask(this.send, "iam", "ListGroupsForUser", { UserName: "bo@example.com" });
    return Groups.map(({ GroupName }) => GroupName);
  }

  async centerMembers(): Promise<number> {
    const { IdentityStoreId } = await instanceOf(this.send);
    const { Groups: [group] = [] } = await ask(this.send, "identitystore", "ListGroups", { IdentityStoreId });
    const listed = { IdentityStoreId, GroupId: group?.GroupId };
    return ((await ask(this.send, "identitystore", "ListGroupMemberships", listed)).GroupMemberships ?? []).length;
  }

  async evidence(id: string): Promise<{ readonly evidence: string; readonly sessionsUntil?: string }> {
    const events = await this.store.history(`temporary-access/${id}`);
    const removed = events
      .map(({ event }) => event as { type: string; evidence: string })
      .filter(({ type }) => type === "AccessRemoved");
    return removed.at(-1) ?? assert.fail("nothing was removed");
  }
}

describe("temporary access at AWS", () => {
  it("puts an IAM user into a group, tells everybody, and takes the user out when the time is over", async () => {
    const trial = await Trial.start();
    const id = await trial.give("bo", "admins");
    assert.deepEqual(await trial.iamGroups(), ["administrators"]);
    await trial.at(after(start, 29));
    assert.deepEqual(await trial.iamGroups(), ["administrators"]);
    await trial.at(after(start, 30));
    assert.deepEqual(await trial.iamGroups(), []);
    assert.match(
      (await trial.evidence(id)).evidence,
      /bo is not a member of administrators; the user's own sessions have lost it/,
    );
    assert.deepEqual(
      trial.told.map(({ to, message }) => [to, message.about]),
      [
        ["ana@example.com", "AccessRequested"],
        ["bo@example.com", "AccessActivated"],
        ["bo@example.com", "AccessEnded"],
      ],
    );
  });

  it("does so in Identity Center, and says until when sessions live on, which AWS doesn't end", async () => {
    const trial = await Trial.start();
    const id = await trial.give("chen", "databases");
    assert.equal(await trial.centerMembers(), 1);
    await trial.at(after(start, 30));
    assert.equal(await trial.centerMembers(), 0);
    const { evidence, sessionsUntil } = await trial.evidence(id);
    assert.equal(sessionsUntil, after(start, 30 + 4 * 60));
    assert.match(evidence, /only a service control policy that denies user [\w-]+ ends them before/);
  });

  it("lasts until the last of two grants ends", async () => {
    const trial = await Trial.start();
    await trial.give("chen", "databases", 30);
    await trial.give("chen", "databases", 60);
    await trial.at(after(start, 30));
    assert.equal(await trial.centerMembers(), 1);
    await trial.at(after(start, 60));
    assert.equal(await trial.centerMembers(), 0);
  });

  it("leaves a membership that was there before, in IAM and in Identity Center", async () => {
    const trial = await Trial.start();
    await ask(trial.send, "iam", "AddUserToGroup", { UserName: "bo@example.com", GroupName: "administrators" });
    const { IdentityStoreId } = await instanceOf(trial.send);
    const { Users: [chen] = [] } = await ask(trial.send, "identitystore", "ListUsers", { IdentityStoreId });
    const { Groups: [group] = [] } = await ask(trial.send, "identitystore", "ListGroups", { IdentityStoreId });
    const MemberId = { UserId: chen?.UserId ?? "" };
    await ask(trial.send, "identitystore", "CreateGroupMembership", {
      IdentityStoreId,
      GroupId: group?.GroupId,
      MemberId,
    });
    for (const [person, name] of [
      ["bo", "admins"],
      ["chen", "databases"],
    ] as const) {
      const id = await trial.give(person, name);
      await trial.at(after(trial.now, 30));
      assert.equal((await trial.state(id)).state, "out");
    }
    assert.deepEqual([await trial.iamGroups(), await trial.centerMembers()], [["administrators"], 1]);
  });

  it("makes a critical ticket of what can't be removed, tries on, and resolves the ticket when it succeeds", async () => {
    const trial = await Trial.start();
    const id = await trial.give("bo", "admins", 10);
    trial.refused.add("RemoveUserFromGroup");
    for (const minutes of [10, 11, 12, 14, 20, 21]) await trial.at(after(start, minutes));
    const { state, error, ticket = "" } = await trial.state(id);
    assert.deepEqual([state, error], ["failed", "AccessDeniedException: not authorized"]);
    const opened = (await trial.store.load(`ticket/${ticket}`))?.state as Ticket;
    assert.deepEqual([opened.severity, opened.state], ["critical", "triggered"]);
    trial.refused.clear();
    await trial.at(after(start, 120));
    assert.deepEqual([(await trial.state(id)).state, await trial.iamGroups()], ["out", []]);
    assert.equal(((await trial.store.load(`ticket/${ticket}`))?.state as Ticket).state, "resolved");
  });

  it("fails with what is missing at AWS, and tells the person", async () => {
    const trial = await Trial.start();
    const nobody = await trial.give("senior", "admins");
    const nowhere = await trial.give("bo", "ghosts");
    for (const minutes of [1, 2, 4, 10, 20]) await trial.at(after(start, minutes));
    const reasons = [nobody, nowhere].map(
      async (id) => Object.values((await trial.state(id)).grants)[0]?.ended?.reason,
    );
    const [user, group] = await Promise.all(reasons);
    assert.equal(user, "expected an IAM user called senior@example.com or senior, got none");
    assert.match(group ?? "", /NoSuchEntity.*nowhere/);
    const ended = trial.told.filter(({ message }) => message.about === "AccessEnded").map(({ to }) => to);
    assert.deepEqual(ended.sort(), ["bo@example.com", "senior@example.com"]);
  });

  it("is refused for groups and people that the settings don't name", async () => {
    const trial = await Trial.start();
    const request = { person: "bo", group: "admins", requestedBy: "bo", reason: "incident", minutes: 30 };
    const refused = (changes: Partial<typeof request>) => requestAccess(trial.desk, { ...request, ...changes });
    await assert.rejects(
      refused({ group: "root" }),
      /expected a group for temporary access \(admins, databases, ghosts\), got root/,
    );
    await assert.rejects(refused({ person: "nobody" }), /expected a person, got nobody/);
    await assert.rejects(refused({ minutes: 600 }), /expected 1 to 60 minutes, got 600/);
  });
});
