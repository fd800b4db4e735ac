import * as assert from "node:assert/strict";
import { operations } from "../../../operations/api/operations";
import { ticketCommands } from "../../../operations/api/ticket-commands";
import { roles } from "../../../operations/settings/settings";
import { Scene } from "./fixture";

const people = { viewer: "vic", analyst: "ana", senior: "sam", administrator: "ada" } as const;

/** Who may do what, written down once more: a change of the code has to be meant. */
const least: Record<string, keyof typeof people | "anybody" | "signature"> = {
  reportFindings: "analyst",
  receiveFindings: "signature",
  listTickets: "viewer",
  getTicket: "viewer",
  acknowledgeTicket: "analyst",
  assignTicket: "analyst",
  commentTicket: "analyst",
  snoozeTicket: "analyst",
  resolveTicket: "analyst",
  handOverTicket: "senior",
  changeSeverityTicket: "senior",
  listContainments: "viewer",
  previewContainment: "senior",
  requestContainment: "senior",
  approveContainment: "senior",
  refuseContainment: "senior",
  releaseContainment: "senior",
  reviewContainment: "senior",
  retryContainment: "senior",
  acceptContainment: "senior",
  listCampaigns: "viewer",
  openCampaign: "senior",
  getCampaign: "viewer",
  listReviews: "viewer",
  getReviewReport: "viewer",
  decideReview: "viewer",
  reassignReview: "viewer",
  retryReview: "senior",
  listTemporaryAccess: "viewer",
  requestTemporaryAccess: "viewer",
  approveTemporaryAccess: "viewer",
  refuseTemporaryAccess: "viewer",
  revokeTemporaryAccess: "viewer",
  getHealth: "anybody",
  getMe: "viewer",
  getOnCall: "viewer",
  getFigures: "viewer",
  verifyAudit: "viewer",
  listFailedDeliveries: "viewer",
  retryDelivery: "senior",
};

describe("who may do what", () => {
  let scene: Scene;

  beforeEach(() => {
    scene = new Scene();
  });

  it("is said of each operation", () => {
    assert.deepEqual(Object.fromEntries(operations.map(({ id, role }) => [id, role])), least);
    assert.equal(Object.keys(ticketCommands).length, 7);
  });

  for (const { id, method, path } of operations) {
    const role = least[id];
    const url = path.replace("{id}", "T-00000000").replace("{webhook}", "edr");
    const ask = (as: string | undefined) =>
      scene.ask(as, method.toUpperCase(), url, method === "post" ? {} : undefined);
    if (role === "anybody") {
      it(`${id}: anybody`, async () => assert.equal((await ask(undefined)).status, 200));
      continue;
    }
    it(`${id}: ${role} and above, nobody without a token`, async () => {
      assert.equal((await ask(undefined)).status, 401);
      for (const each of roles) {
        const { status } = await ask(people[each]);
        if (role === "signature") assert.equal(status, 401, each);
        else if (roles.indexOf(each) < roles.indexOf(role!)) assert.equal(status, 403, each);
        else assert.ok(![401, 403, 500].includes(status), `${each}: ${status}`);
      }
    });
  }

  const tokens: [what: string, header: () => string | undefined][] = [
    ["another scheme", () => "Basic YTpi"],
    ["a token that nobody made", () => "Bearer grd_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
    ["an empty token", () => "Bearer "],
    ["the hash that is kept", () => (scene.token("ada"), `Bearer ${[...scene.kept.keys()][0]}`)],
    ["a token of somebody who has gone", () => `Bearer ${scene.token("gone")}`],
    ["a token of somebody who is called as what every object has", () => `Bearer ${scene.token("toString")}`],
    ["a token that has expired", () => `Bearer ${scene.token("ada", 0)}`],
  ];
  for (const [what, header] of tokens) {
    it(`refuses ${what}, on record, without the token`, async () => {
      const value = header();
      const { status, headers, text } = await scene.ask(undefined, "GET", "/api/me", undefined, {
        authorization: value!,
      });
      assert.equal(status, 401);
      assert.match(headers.get("www-authenticate") ?? "", /^Bearer/);
      assert.equal((await scene.access())[0]?.type, "SignInRefused");
      const given = value!.split(" ")[1] ?? "";
      const everything = text + JSON.stringify(scene.store.audit()) + scene.log.join();
      assert.ok(given === "" || !everything.includes(given));
    });
  }

  it("ends at once when a token is taken back", async () => {
    const authorization = `Bearer ${scene.token("ada")}`;
    assert.equal((await scene.ask(undefined, "GET", "/api/me", undefined, { authorization })).status, 200);
    scene.kept.clear();
    assert.equal((await scene.ask(undefined, "GET", "/api/me", undefined, { authorization })).status, 401);
  });

  it("refuses requests that come by another name, as a browser would send them that was led here", async () => {
    const response = await scene.app.request("https://evil.example/api/me", {
      headers: { authorization: `Bearer ${scene.token("ada")}` },
    });
    assert.equal(response.status, 421);
  });

  it("keeps errors of its own in the log, and gives only the request's id", async () => {
    scene.store.list = () => Promise.reject(new Error("the disk is full at /secret/path"));
    const { status, text, json, headers } = await scene.ask("vic", "GET", "/api/tickets");
    assert.equal(status, 500);
    assert.ok(!text.includes("/secret/path"));
    assert.equal(json.instance, `urn:request:${headers.get("x-request-id")}`);
    assert.match(scene.log.join(), new RegExp(`${headers.get("x-request-id")}.*the disk is full`));
  });

  it("says by its health that something fails, and what only to those who are signed in", async () => {
    scene.failing = ["delivery/x: cannot reach chat.internal"];
    const anybody = await scene.ask(undefined, "GET", "/healthz");
    assert.equal(anybody.status, 503);
    assert.ok(!anybody.text.includes("chat.internal"));
    assert.match((await scene.ask("vic", "GET", "/healthz")).text, /chat\.internal/);
  });

  it("says where the audit log was changed", async () => {
    await scene.opened();
    assert.equal((await scene.ask("vic", "GET", "/api/audit")).json.intact, true);
    const all = scene.store.audit.bind(scene.store);
    scene.store.audit = (from, limit) =>
      all(from, limit).map((entry) =>
        entry.sequence === 2 ? { ...entry, recorded: { ...entry.recorded, by: "user:mallory" } } : entry,
      );
    const { json } = await scene.ask("vic", "GET", "/api/audit");
    assert.deepEqual([json.intact, json.broken.sequence], [false, 2]);
  });

  it("sends again what reached nobody, when a senior says so", async () => {
    scene.send = () => Promise.reject(new Error("down"));
    await scene.opened();
    await scene.pass(1);
    await scene.pass(2);
    await scene.pass(5);
    const [dead] = (await scene.ask("vic", "GET", "/api/deliveries")).json.deliveries;
    assert.match(dead.error, /down/);
    scene.send = () => Promise.resolve(undefined);
    const path = `/api/deliveries/${encodeURIComponent(dead.id)}/retry`;
    assert.equal((await scene.ask("sam", "POST", path)).json.outcome, "done");
    await scene.settle();
    assert.ok(
      !(await scene.ask("vic", "GET", "/api/deliveries")).json.deliveries.some(({ id }: any) => id === dead.id),
    );
  });
});
