import * as assert from "node:assert/strict";
import { firstBroken } from "../../../operations/core/audit";
import { after } from "../../../operations/core/decider";
import { ask, type Send } from "../../../operations/containment/calls";
import type { Ticket } from "../../../operations/tickets/ticket";
import { accessName, reviewId } from "../../../operations/access-review/access";
import {
  type Campaign,
  campaigns,
  openCampaign,
  progressOf,
  reviewsOf,
} from "../../../operations/access-review/campaign";
import { collect } from "../../../operations/access-review/collect";
import type { Review, ReviewCommand } from "../../../operations/access-review/decide";
import { itemsOf } from "../../../operations/access-review/items";
import { addAccessReviews } from "../../../operations/access-review/kinds";
import { csvOf, reportOf } from "../../../operations/access-review/report";
import { inlineDocument, organisation, settings } from "./organisation";
import { DeskTrial, start } from "./trial";

const campaign = "2026-q4";

class Trial extends DeskTrial {
  protection = { protected: [] as string[], self: [] as string[] };

  constructor(send: Send) {
    super(send, settings);
    addAccessReviews(this.desk, {
      sendTo: () => Promise.resolve((call) => this.sent(call)),
      protection: this.protection,
    });
  }

  async open(): Promise<number> {
    const found = await collect(this.send);
    return openCampaign(this.desk, itemsOf(found, settings, campaign, this.now), {
      by: "user:senior",
      gaps: found.gaps,
    });
  }

  async review(part: string): Promise<Review> {
    const all = await reviewsOf(this.store, campaign);
    return all.find(({ access }) => accessName(access).includes(part)) ?? assert.fail(part);
  }

  async decide(part: string, person: string, decision: "keep" | "revoke"): Promise<void> {
    const command: ReviewCommand = { type: "decide", decision, person, reason: "asked the team" };
    const id = reviewId(campaign, (await this.review(part)).access);
    const done = await this.desk.execute({ kind: "access-review", id, command, by: `user:${person}` });
    assert.ok("outcome" in done, JSON.stringify(done));
  }

  /** How often each was told of an event. */
  count(about: string): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { to, message } of this.told) if (message.about === about) counts[to] = (counts[to] ?? 0) + 1;
    return counts;
  }

  async tickets(): Promise<readonly Ticket[]> {
    return (await this.store.list("ticket/open")).aggregates.map(({ state }) => state as Ticket);
  }
}

const days = (count: number) => after(start, count * 24 * 60);

describe("a campaign", () => {
  it("tells each reviewer once however much there is to answer, reminds who owes answers, and revokes what nobody answered", async () => {
    const trial = new Trial(await organisation());
    assert.equal(await trial.open(), 8);
    await trial.at(start);
    assert.deepEqual(trial.count("ReviewOpened"), {
      ...{ "ana@example.com": 1, "maria@example.com": 1, "senior@example.com": 1 },
    });
    await trial.decide("ana/permission-set", "maria", "keep");
    await trial.decide("robot", "senior", "keep");
    await trial.decide("administrators", "ana", "revoke");
    await trial.at(days(1));
    assert.equal(
      (await trial.review("administrators")).effect?.evidence,
      "bo.builder is not a member of administrators",
    );
    for (const day of [7, 12, 13]) await trial.at(days(day));
    assert.deepEqual(trial.count("ReviewReminded"), { "ana@example.com": 3, "senior@example.com": 3 });
    await trial.at(days(14));
    assert.deepEqual(trial.count("ReviewDecided"), { "ana@example.com": 1, "senior@example.com": 2 });

    const progress = progressOf(await reviewsOf(trial.store, campaign), trial.now);
    assert.deepEqual(progress.states, { open: 0, decided: 0, done: 8, error: 0 });
    assert.deepEqual([progress.kept, progress.revoked, progress.unanswered, progress.overdue], [3, 5, 5, 0]);
    assert.deepEqual(progress.reviewers["ana"], { open: 0, answered: 1 });
    const left = (await collect(trial.send)).held.map(({ access }) => `${access.user} ${access.kind}`).sort();
    assert.deepEqual(left, ["ana permission-set", "break-glass-1 password", "robot access-key"]);
    assert.equal(firstBroken(trial.store.audit()), undefined);
    assert.deepEqual(await trial.tickets(), []);
  });

  it("keeps the document of an inline policy on record, from which it can be restored", async () => {
    const trial = new Trial(await organisation());
    await trial.open();
    await trial.decide("inline-policy", "ana", "revoke");
    await trial.at(days(1));
    const { before, state, access } = await trial.review("inline-policy");
    assert.equal(state, "done");
    assert.deepEqual(JSON.parse(before ?? ""), JSON.parse(inlineDocument));
    const events = await trial.store.history(`access-review/${reviewId(campaign, access)}`);
    const types = events.map(({ event }) => (event as { type: string }).type);
    assert.deepEqual(types, ["ReviewOpened", "ReviewDecided", "FormerStateRecorded", "ReviewApplied"]);
  });

  it("opens once, and when it was cut off the rest with the first deadline", async () => {
    const trial = new Trial(await organisation());
    const items = itemsOf(await collect(trial.send), settings, campaign, start);
    const by = "user:senior";
    assert.equal(await openCampaign(trial.desk, items.slice(0, 3), { by }), 3);
    trial.now = days(1);
    assert.equal(
      await openCampaign(trial.desk, itemsOf(await collect(trial.send), settings, campaign, trial.now), { by }),
      5,
    );
    assert.equal(await trial.open(), 0);
    const all = await reviewsOf(trial.store, campaign);
    assert.deepEqual([all.length, new Set(all.map(({ deadline }) => deadline)).size], [8, 1]);
    const { aggregates } = await trial.store.list("access-campaign");
    assert.deepEqual(
      aggregates.map(({ state }) => (state as Campaign).id),
      [campaign],
    );
    trial.now = days(15);
    const late = itemsOf(await collect(trial.send), settings, "other", start);
    await assert.rejects(openCampaign(trial.desk, late, { by }), /expected a deadline after/);
  });

  it("refuses an id that could be mistaken for a part of a name, and to ask for nothing", async () => {
    const trial = new Trial(await organisation());
    const items = itemsOf(await collect(trial.send), settings, "2026/q4", start);
    await assert.rejects(openCampaign(trial.desk, items, { by: "user:senior" }), /expected an id of letters/);
    await assert.rejects(openCampaign(trial.desk, [], { by: "user:senior" }), /expected accesses to ask about/);
    assert.equal(campaigns.kind, "access-campaign");
  });

  it("makes one critical ticket of what can't be revoked, and resolves it when a later attempt succeeds", async () => {
    const trial = new Trial(await organisation());
    await trial.open();
    trial.refused.add("RemoveUserFromGroup");
    await trial.decide("administrators", "ana", "revoke");
    for (const minutes of [0, 1, 6, 36, 156, 160]) await trial.at(after(days(1), minutes));
    const failed = await trial.review("administrators");
    assert.deepEqual([failed.state, failed.effect?.error], ["error", "AccessDeniedException: not authorized"]);
    const [ticket, ...others] = await trial.tickets();
    assert.deepEqual([ticket?.severity, ticket?.id, others.length], ["critical", failed.ticket, 0]);
    assert.match(ticket?.finding.title ?? "", /still there: membership of group administrators of user bo\.builder/);

    trial.refused.clear();
    const id = reviewId(campaign, failed.access);
    await trial.desk.execute({ kind: "access-review", id, command: { type: "retry" }, by: "user:senior" });
    await trial.at(days(2));
    assert.equal((await trial.review("administrators")).state, "done");
    const resolved = (await trial.store.load(`ticket/${ticket?.id ?? ""}`))?.state as Ticket;
    assert.equal(resolved.state, "resolved");
  });

  const protectedBy: readonly [string, Partial<Trial["protection"]>, string, string][] = [
    ["what the settings protect", { protected: ["user/bo.builder"] }, "administrators", "ana"],
    ["the automation's own user", { self: ["arn:aws:iam::123456789012:user/bo.builder"] }, "administrators", "ana"],
    ["a protected user of Identity Center", { protected: ["user/chen"] }, "database-admins", "ana"],
    [
      "the user of Identity Center that the automation is a session of",
      { self: ["arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0a1b2c/chen"] },
      ...(["database-admins", "ana"] as const),
    ],
    ["a break-glass user, although somebody said so", {}, "break-glass-1", "senior"],
  ];
  for (const [title, protection, part, reviewer] of protectedBy) {
    it(`leaves alone ${title}, and makes a ticket for a person`, async () => {
      const trial = new Trial(await organisation());
      Object.assign(trial.protection, protection);
      await trial.open();
      const before = (await collect(trial.send)).held;
      await trial.decide(part, reviewer, "revoke");
      await trial.at(days(1));
      assert.deepEqual((await collect(trial.send)).held, before);
      const review = await trial.review(part);
      assert.deepEqual([review.state, review.attempts], ["error", 0]);
      assert.equal((await trial.tickets())[0]?.id, review.ticket);
    });
  }

  it("doesn't believe that an access is gone because another account has no such user", async () => {
    const trial = new Trial(await organisation());
    await trial.open();
    await trial.decide("administrators", "ana", "revoke");
    trial.sent = (call) =>
      call.command === "GetCallerIdentity" ? Promise.resolve({ Account: "999999999999" }) : trial.send(call);
    await trial.at(days(1));
    const { state, effect } = await trial.review("administrators");
    assert.deepEqual([state, effect?.error], ["decided", "expected to act in account 123456789012, got 999999999999"]);
  });

  it("waits for what AWS does later: an access that is still there after the call is looked at again", async () => {
    const trial = new Trial(await organisation());
    await trial.open();
    await trial.decide("administrators", "ana", "revoke");
    trial.sent = (call) => (call.command === "RemoveUserFromGroup" ? Promise.resolve({}) : trial.send(call));
    await trial.at(days(1));
    assert.match((await trial.review("administrators")).effect?.error ?? "", /to be gone, got it still there/);
    await ask(trial.send, "iam", "RemoveUserFromGroup", { UserName: "bo.builder", GroupName: "administrators" });
    await trial.at(after(days(1), 1));
    assert.equal((await trial.review("administrators")).state, "done");
  });

  it("tells the owner when a reviewer can't be told, and in the end the department", async () => {
    const trial = new Trial(await organisation());
    trial.unreachable.add("maria@example.com");
    await trial.open();
    await trial.at(start);
    assert.deepEqual(trial.count("NotificationFailed"), { "senior@example.com": 1 });
    const owner = new Trial(await organisation());
    owner.unreachable.add("senior@example.com");
    await owner.open();
    await owner.at(start);
    const { state } = (await owner.store.load(`access-campaign/${campaign}`)) ?? assert.fail();
    assert.deepEqual((state as Campaign).unreachable, ["person:senior", "department:security"]);
  });
});

describe("the report of a campaign", () => {
  it("says who has what, who decided on it, and what came of that", async () => {
    const trial = new Trial(await organisation());
    await trial.open();
    await trial.decide("administrators", "ana", "revoke");
    await trial.at(days(1));
    const rows = reportOf(await reviewsOf(trial.store, campaign));
    assert.equal(rows.length, 8);
    const row = rows.find(({ access }) => access === "administrators");
    assert.deepEqual(
      [row?.principal, row?.user, row?.decision, row?.decidedBy, row?.reason, row?.state, row?.effect],
      [
        "bo",
        "bo.builder",
        "revoke",
        "user:ana",
        "asked the team",
        "done",
        "bo.builder is not a member of administrators",
      ],
    );
    assert.deepEqual([row?.decidedAt, row?.effectAt], [start, days(1)]);
    const lines = csvOf(rows).split("\r\n");
    assert.equal(lines.length, 10);
    assert.match(lines[0] ?? "", /^campaign,principal,user,.*,ticket$/);
    assert.ok(lines.some((line) => line.includes("administrators,policy everything,")));
  });

  it("is a CSV that no spreadsheet runs a formula of, and that keeps commas, quotes and line ends", () => {
    const item = { campaign, principal: "=cmd|'/c calc'!A1", reviewer: "ana", deadline: days(14) };
    const access = {
      source: "iam" as const,
      kind: "group" as const,
      account: "1",
      user: "+bo",
      name: 'a,"b"',
      details: {},
    };
    const review: Review = {
      ...{ ...item, access: { ...access, gives: ["@x", "y"] }, state: "done", reminders: 0, attempts: 0 },
      decision: { decision: "keep", by: "user:ana", at: start, reason: "two\nlines" },
    };
    const [, line] = csvOf(reportOf([review])).split("\r\n");
    const expected = `2026-q4,'=cmd|'/c calc'!A1,'+bo,iam,1,group,"a,""b""",'@x; y,,,ana,${days(14)},,keep,user:ana,${start},"two\nlines",done,,,`;
    assert.equal(line, expected);
  });
});
