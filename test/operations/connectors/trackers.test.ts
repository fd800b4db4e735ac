import * as assert from "node:assert/strict";
import type { Connector } from "../../../operations/connectors/connector";
import type { Receipt } from "../../../operations/connectors/delivery";
import type { ConnectorSettings } from "../../../operations/settings/settings";
import { connect, environment, failure, Life } from "./fixture";
import { type Answered, type Asked, closeStandIns, standIn } from "./stand-in";

/** An issue as a stand-in keeps it. */
interface Kept {
  readonly id: string;
  readonly created: any;
  readonly notes: unknown[];
  isOpen: boolean;
  closing?: unknown;
}

interface Trial {
  readonly type: string;
  readonly settings: (url: string) => ConnectorSettings;
  readonly authorization: string;
  /** Behaves as the tracker's API does, on the issues that it is given. */
  readonly api: (issues: Kept[]) => (asked: Asked) => Answered;
}

const basic = `Basic ${Buffer.from(`bot@example.com:${String(environment.PASSWORD)}`).toString("base64")}`;

const trials: readonly Trial[] = [
  {
    type: "jira",
    settings: (site) => ({ type: "jira", site, user: "bot@example.com", token: "PASSWORD", project: "SEC" }),
    authorization: basic,
    api: (issues) => (asked) => jira(issues, asked),
  },
  {
    type: "servicenow",
    settings: (instance) => ({ type: "servicenow", instance, user: "bot@example.com", secret: "PASSWORD" }),
    authorization: basic,
    api: (issues) => (asked) => servicenow(issues, asked),
  },
  {
    type: "github",
    settings: (endpoint) => ({ type: "github", repository: "acme/security", token: "TOKEN", endpoint }),
    authorization: `Bearer ${String(environment.TOKEN)}`,
    api: (issues) => (asked) => github(issues, asked),
  },
];

for (const { type, settings, authorization, api } of trials) {
  describe(type, () => {
    let issues: Kept[];
    let asked: Asked[];
    let tracker: Connector;

    beforeEach(async () => {
      issues = [];
      const server = await standIn(api(issues));
      asked = server.asked;
      tracker = await connect(settings(server.url));
    });
    afterEach(closeStandIns);

    it("makes one issue, which names the ticket and says what it is about", async () => {
      const receipt = await tracker.send(new Life().message("TicketOpened"), "");
      assert.equal(issues.length, 1);
      assert.match(JSON.stringify(issues[0]?.created), /High: S3 bucket allows public access \(T-7KQ2M9XD\)/);
      assert.match(JSON.stringify(issues[0]?.created), /arn:aws:s3:::invoices/);
      assert.match(receipt?.url ?? "", /^http:/);
      assert.ok(asked.every(({ headers }) => headers.authorization === authorization));
    });

    it("makes no second issue and no second note when a message comes again", async () => {
      const life = new Life();
      const opened = life.message("TicketOpened");
      await tracker.send(opened, "");
      const receipt = await tracker.send(opened, "");
      const comment = life.do({ type: "comment", text: "looking into it" }).message("TicketCommented");
      await tracker.send({ ...comment, link: receipt }, "");
      await tracker.send({ ...comment, link: receipt }, "");
      await tracker.send(comment, "");
      assert.equal(issues.length, 1);
      assert.equal(issues[0]?.notes.length, 1);
      assert.match(JSON.stringify(issues[0].notes), /looking into it/);
    });

    it("tells the first event from the twelfth", async () => {
      const life = new Life();
      const receipt = await tracker.send(life.message("TicketOpened"), "");
      for (let count = 3; count <= 12; count++) life.do({ type: "comment", text: `comment ${String(count)}` });
      const twelfth = life.message("TicketCommented");
      assert.match(twelfth.event, /@12$/);
      await tracker.send({ ...twelfth, link: receipt }, "");
      await tracker.send({ ...twelfth, event: twelfth.event.replace("@12", "@1"), link: receipt }, "");
      assert.equal(
        issues[0]?.notes.length,
        1,
        "the first event stands in the description, and not in the twelfth's note",
      );
      await tracker.send({ ...twelfth, event: twelfth.event.replace("@12", "@11"), link: receipt }, "");
      assert.equal(issues[0]?.notes.length, 2);
    });

    it("closes the issue when the ticket is resolved, and opens it again when that is", async () => {
      const life = new Life();
      const link = (await tracker.send(life.message("TicketOpened"), "")) as Receipt;
      life.do({ type: "resolve", resolution: "fixed", note: "made private" });
      await tracker.send(life.message("TicketResolved", "record", { link }), "");
      assert.equal(issues[0]?.isOpen, false);
      assert.match(JSON.stringify(issues[0]?.notes), /made private/);
      const { finding } = life.ticket ?? assert.fail();
      life.do({ type: "repeat", finding, severity: "high" }, "source:test");
      await tracker.send(life.message("TicketReopened", "record", { link }), "");
      assert.equal(issues[0]?.isOpen, true);
    });

    it("leaves the issue closed when an older message arrives late", async () => {
      const life = new Life();
      const opened = life.message("TicketOpened");
      life.do({ type: "resolve", resolution: "false-positive", note: "a website" });
      const resolved = life.message("TicketResolved");
      await tracker.send(resolved, "");
      await tracker.send({ ...opened, now: life.ticket }, "");
      assert.equal(issues.length, 1);
      assert.equal(issues[0]?.isOpen, false);
    });

    it("keeps apart the issues of other tickets", async () => {
      await tracker.send(new Life().message("TicketOpened", "record", { subject: "ticket/T-7KQ2M9X" }), "");
      await tracker.send(new Life().message("TicketOpened"), "");
      assert.equal(issues.length, 2);
    });

    it("says that a token is refused, and not which", async () => {
      const server = await standIn(() => ({ status: 401, json: { message: `bad credentials: ${authorization}` } }));
      const refused = await failure((await connect(settings(server.url))).send(new Life().message("TicketOpened"), ""));
      assert.equal(refused.name, "Unauthorized");
      assert.match(refused.message, /got 401: bad credentials: (Basic|Bearer) \*\*\*$/);
    });
  });
}

function jira(issues: Kept[], { method, path, json }: Asked): Answered {
  const [, key = "", rest = ""] = /^\/rest\/api\/3\/issue\/([^/?]+)(.*)$/.exec(path) ?? [];
  const issue = issues.find(({ id }) => id === key);
  const transitions = [
    { id: "11", to: { name: "To Do", statusCategory: { key: "new" } } },
    { id: "31", to: { name: "Done", statusCategory: { key: "done" } } },
  ];
  if (method === "POST" && path === "/rest/api/3/search/jql") {
    const label = /^project = "SEC" AND labels = "([\w-]+)" ORDER BY created ASC$/.exec(String(json.jql))?.[1] ?? "";
    const found = issues.filter(({ created }) => (created.fields.labels as string[]).includes(label));
    return { json: { issues: found.map(({ id }) => ({ id: "10000", key: id })), isLast: true } };
  }
  if (method === "POST" && path === "/rest/api/3/issue") {
    if (json.fields.summary.length > 255 || json.fields.description.type !== "doc") return { status: 400 };
    issues.push({ id: `SEC-${String(issues.length + 1)}`, created: json, notes: [], isOpen: true });
    return { status: 201, json: { id: "10000", key: issues.at(-1)?.id } };
  }
  if (!issue) return { status: 404, json: { errorMessages: ["Issue does not exist"] } };
  if (method === "GET" && rest.startsWith("?fields=")) {
    const statusCategory = { key: issue.isOpen ? "new" : "done" };
    return { json: { fields: { status: { statusCategory }, description: issue.created.fields.description } } };
  }
  if (rest.startsWith("/comment")) {
    if (method === "GET") return { json: { comments: issue.notes.map((body) => ({ body })) } };
    issue.notes.push(json.body);
    return { status: 201, json: {} };
  }
  if (method === "GET") return { json: { transitions } };
  issue.isOpen = json.transition.id !== "31";
  return { status: 204 };
}

function servicenow(issues: Kept[], { method, path, json }: Asked): Answered {
  const url = new URL(path, "http://127.0.0.1");
  const id = url.pathname.split("/")[5];
  if (!url.pathname.startsWith("/api/now/table/incident")) return { status: 404 };
  if (id === undefined && method === "GET") {
    const wanted = /^correlation_id=([^^]+)\^correlation_display=guardrails\^/.exec(
      url.searchParams.get("sysparm_query") ?? "",
    )?.[1];
    const found = issues.filter(({ created }) => created.correlation_id === wanted);
    return { json: { result: found.map((each) => ({ sys_id: each.id })) } };
  }
  if (method === "POST") {
    issues.push({ id: `sys${String(issues.length + 1)}`, created: json, notes: [], isOpen: true });
    return { status: 201, json: { result: { sys_id: issues.at(-1)?.id } } };
  }
  const issue = issues.find((each) => each.id === id);
  if (!issue) return { status: 404, json: { error: { message: "No Record found" } } };
  if (method === "PATCH") {
    if (json.work_notes !== undefined) issue.notes.push(json.work_notes);
    // An incident is not resolved without a code and notes.
    if (json.state === "6" && (!json.close_code || !json.close_notes)) return { status: 403 };
    if (json.state !== undefined) issue.isOpen = json.state !== "6";
    return { json: { result: { sys_id: issue.id } } };
  }
  const state = { value: issue.isOpen ? "1" : "6", display_value: issue.isOpen ? "New" : "Resolved" };
  const notes = { value: "", display_value: issue.notes.join("\n\n") };
  const description = { value: issue.created.description, display_value: issue.created.description };
  return { json: { result: { state, description, work_notes: notes } } };
}

function github(issues: Kept[], { method, path, json, headers }: Asked): Answered {
  const url = new URL(path, "http://127.0.0.1");
  const [, number, rest] = /^\/repos\/acme\/security\/issues(?:\/(\d+))?(\/comments)?$/.exec(url.pathname) ?? [];
  if (!url.pathname.startsWith("/repos/acme/security/issues")) return { status: 404, json: { message: "Not Found" } };
  if (headers["user-agent"] === undefined) return { status: 403, json: { message: "User-Agent is required" } };
  const shown = ({ id, created, isOpen }: Kept) => ({
    ...{ number: Number(id), html_url: `http://github.example/acme/security/issues/${id}` },
    ...{ body: created.body as string, state: isOpen ? "open" : "closed" },
  });
  if (number === undefined && method === "GET") {
    const label = url.searchParams.get("labels") ?? "";
    const found = issues.filter(({ created }) => (created.labels as string[]).includes(label));
    return { json: url.searchParams.get("page") === "1" ? found.map(shown) : [] };
  }
  if (number === undefined) {
    if (json.title.length > 256) return { status: 422, json: { message: "Validation Failed" } };
    issues.push({ id: String(issues.length + 1), created: json, notes: [], isOpen: true });
    return { status: 201, json: shown(issues.at(-1) as Kept) };
  }
  const issue = issues.find(({ id }) => id === number);
  if (!issue) return { status: 404, json: { message: "Not Found" } };
  if (rest !== undefined) {
    if (method === "GET") return { json: issue.notes.map((body) => ({ body })) };
    issue.notes.push(json.body);
    return { status: 201, json: {} };
  }
  if (method === "PATCH") issue.isOpen = json.state === "open";
  return { json: shown(issue) };
}
