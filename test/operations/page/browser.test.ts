import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { BrowserContext, Page } from "playwright-core";
import { ask, call, type Send } from "../../../operations/containment/calls";
import type { Clock } from "../../../operations/desk/clock";
import { type RunningDesk, startDesk } from "../../../operations/desk/process";
import type { Ticket } from "../../../operations/tickets/ticket";
import { describeWithEmulator } from "../../support/aws-emulator/deploy";
import { executablePath, ifSkipped, openBrowser } from "../../support/chromium";
import { temporaryFolder } from "../../support/temporary-folder";
import { finding, settings } from "../api/fixture";
import { emulated } from "../containment/emulated";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** A clock that goes when it is told to. */
class ManualClock implements Clock {
  #now = Date.parse("2026-11-24T09:00:00.000Z");
  readonly #runs = new Set<() => Promise<void>>();

  readonly now = () => new Date(this.#now).toISOString();

  every(_milliseconds: number, run: () => Promise<void>): () => void {
    this.#runs.add(run);
    return () => void this.#runs.delete(run);
  }

  async pass(minutes: number): Promise<void> {
    this.#now += minutes * 60_000;
    for (const run of this.#runs) await run();
  }
}

describe(`the page in a browser${ifSkipped}`, function () {
  this.timeout(120_000);
  let browser: BrowserContext | undefined;
  let page: Page;
  let desk: RunningDesk;
  let clock: ManualClock;
  let send: Send | undefined;
  let ids: string[];
  const errors: string[] = [];

  before(async function () {
    if (!executablePath) return this.skip();
    browser = await openBrowser();
  });

  after(() => browser?.close());

  beforeEach(async () => {
    clock = new ManualClock();
    desk = await startDesk({
      ...{ data: temporaryFolder(), settings, port: 0, clock, notice: "Made up for a test" },
      connectorOf: () => Promise.resolve({ send: () => Promise.resolve(undefined) }),
      containment: {
        sendTo: () => send ?? Promise.reject(new Error("there is no AWS here")),
        self: () => Promise.resolve(["arn:aws:iam::123456789012:role/desk"]),
        pause: () => Promise.resolve(),
      },
    });
    ids = [];
    const user = "arn:aws:iam::123456789012:user/eve";
    for (const [id, more] of Object.entries({
      "key-used": { severity: "critical" as const, title: "A key is used from two countries", resource: user },
      malware: { title: "<b>Malware</b> & more on a host" },
      public: { severity: "medium" as const, title: "A bucket is public" },
      tags: { severity: "low" as const, title: "A tag is missing" },
    })) {
      ids.push((await desk.desk.report(finding(id, more))).ticket ?? "");
    }
    await clock.pass(1);
    page = await browser!.newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    // A refusal is an answer; the browser calls each an error.
    page.on(
      "console",
      (message) => message.type() === "error" && !/status of 4/.test(message.text()) && errors.push(message.text()),
    );
    page.on("request", (request) => !request.url().startsWith(desk.url) && errors.push(request.url()));
  });

  afterEach(async () => {
    await page.close();
    await desk.stop();
    assert.deepEqual(errors.splice(0), []);
  });

  async function signIn(person: string): Promise<void> {
    await page.goto(desk.linkFor(person));
    await page.getByRole("button", { name: "Open the desk" }).click();
    await page.getByRole("heading", { name: "Open tickets" }).waitFor();
  }

  const ticket = async (id: string) => (await desk.desk.store.load(`ticket/${id}`))?.state as Ticket;

  it("takes the worst ticket, comments on it and resolves it from the keyboard alone", async () => {
    await page.goto(desk.linkFor("sam"));
    await page.waitForFunction("document.activeElement.textContent.includes('Open the desk')");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Open tickets" }).waitFor();
    await page.keyboard.press("j");
    assert.equal(await page.evaluate("document.activeElement.textContent"), "A key is used from two countries");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "A key is used from two countries" }).waitFor();
    await page.keyboard.press("e");
    await page.getByText("Acknowledged: it is yours").first().waitFor();
    assert.equal((await ticket(ids[0]!)).assignee, "sam");
    await page.keyboard.press("m");
    await page.keyboard.type("The key e r s is off");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".timeline").getByText("The key e r s is off").waitFor();
    await page.keyboard.press("r");
    await page.keyboard.type("False");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    assert.match(
      (await page.getByRole("alert").textContent()) ?? "",
      /Expected a note that says why it is false-positive/,
    );
    await page.getByLabel("What was done, or why it stays").focus();
    await page.keyboard.type("Eve travels");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Resolved.", { exact: true }).first().waitFor();
    assert.equal((await ticket(ids[0]!)).state, "resolved");
    await page.keyboard.press("g");
    await page.keyboard.press("f");
    await page.getByRole("heading", { name: "Figures" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  });

  it("shows within five seconds that silence has escalated, and leaves focus and what is being written alone", async () => {
    await signIn("sam");
    await page.goto(`${desk.url}/tickets/${ids[1]}`);
    await page.keyboard.press("m");
    await page.keyboard.type("I was just about to");
    await clock.pass(16);
    await page.locator(".timeline").getByText("Told level 2").waitFor({ timeout: 5000 });
    assert.equal(await page.evaluate("document.activeElement.value"), "I was just about to");
    await page.goto(desk.url);
    await page.locator(`#open-${ids[1]}`).focus();
    await desk.desk.report(finding("worse", { severity: "critical", title: "Another, and worse" }));
    await page.getByText("Another, and worse").waitFor({ timeout: 5000 });
    assert.equal(await page.evaluate("document.activeElement.id"), `open-${ids[1]}`);
    assert.equal(await page.locator(".ticket").count(), 5);
    assert.equal(await page.locator("#tile-critical b").textContent(), "2");
  });

  it("does all of it without a script", async () => {
    await page.route("**/desk.js", (route) => route.fulfill({ body: "" }));
    await signIn("sam");
    await page.getByRole("link", { name: "<b>Malware</b> & more on a host" }).click();
    await page.getByRole("button", { name: "Acknowledge", exact: true }).click();
    await page.getByText("Acknowledged: it is yours").waitFor();
    await page.getByText("Snooze", { exact: true }).first().click();
    await page.locator("#do-snooze").getByLabel("Why").fill("Until the change window");
    await page.locator("#do-snooze").getByRole("button").click();
    await page.getByText("Snoozed.", { exact: true }).waitFor();
    await page.getByText("Hand over", { exact: true }).first().click();
    await page.locator("#do-hand-over").getByLabel("To").selectOption("platform");
    await page.locator("#do-hand-over").getByLabel("Why").fill("Their host");
    await page.locator("#do-hand-over").getByRole("button").click();
    await page.getByText("Handed over.", { exact: true }).waitFor();
    assert.deepEqual([(await ticket(ids[1]!)).department, (await ticket(ids[1]!)).assignee], ["platform", "pat"]);
    await page.goto(desk.url);
    await page.getByLabel("Severity").selectOption("medium");
    await page.getByRole("button", { name: "Show" }).click();
    assert.equal(await page.locator(".ticket").count(), 1);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Token").waitFor();
  });

  describeWithEmulator("and AWS", () => {
    beforeEach(async () => {
      send = await emulated();
      await send(call("iam", "CreateUser", { UserName: "eve" }));
    });

    after(() => {
      send = undefined;
    });

    const policies = async () => (await ask(send!, "iam", "ListUserPolicies", { UserName: "eve" })).PolicyNames ?? [];

    /** Lets the clock go until the page shows it. */
    async function until(text: string): Promise<void> {
      for (let tries = 0; tries < 60; tries++) {
        await clock.pass(0.5);
        await page.reload();
        if (await page.getByText(text, { exact: true }).count()) return;
      }
      assert.fail(`expected ${text}, got ${await page.locator("main").innerText()}`);
    }

    it("contains a user and releases it, and shows before each what would be sent", async () => {
      await signIn("sam");
      await page.goto(`${desk.url}/tickets/${ids[0]}`);
      await page.getByRole("link", { name: "Contain what it is about" }).click();
      assert.equal(await page.getByLabel("What").inputValue(), "user/123456789012/eve");
      await page.getByLabel("Why").fill("Used from two countries");
      await page.getByRole("button", { name: "Show what would happen" }).click();
      await page.getByRole("heading", { name: "Contain this?" }).waitFor();
      assert.match(await page.locator(".calls").innerText(), /iam PutUserPolicy eve, guardrails-containment/);
      assert.deepEqual(await policies(), []);
      await page.getByRole("button", { name: "Contain it" }).click();
      await until("Contained");
      assert.deepEqual(await policies(), ["guardrails-containment", "guardrails-revoked-sessions"]);
      await page.getByText("Still needed…").click();
      await page.getByLabel("Why it is still needed").fill("Eve is still away");
      await page.getByRole("button", { name: "Still needed" }).click();
      await page.getByRole("heading", { name: "Containment" }).waitFor();
      const history = await desk.desk.store.history("containment/user/123456789012/eve");
      assert.deepEqual(
        history
          .map(({ event }) => event as { type: string; note?: string })
          .filter(({ type }) => type === "ContainmentReviewed")
          .map(({ note }) => note),
        ["Eve is still away"],
      );
      await page.getByRole("link", { name: "Release…" }).click();
      assert.match(await page.locator(".calls").innerText(), /iam (Delete|Put)UserPolicy/);
      assert.deepEqual(await policies(), ["guardrails-containment", "guardrails-revoked-sessions"]);
      await page.getByLabel("Why").fill("It was Eve herself");
      await page.getByRole("button", { name: "Release it" }).click();
      for (let tries = 0; (await policies()).includes("guardrails-containment") && tries < 60; tries++) {
        await clock.pass(0.5);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.ok(!(await policies()).includes("guardrails-containment"));
      await page.goto(`${desk.url}/tickets/${ids[0]}`);
      const story = await page.locator(".timeline").innerText();
      assert.match(story, /user\/123456789012\/eve is contained/);
      assert.match(story, /no longer held .*It was Eve herself/);
    });
  });

  it("has nothing serious that an accessibility checker finds, and nothing wider than a phone, in light and dark", async () => {
    await signIn("sam");
    const sides = [
      "/",
      `/tickets/${ids[0]}`,
      "/containments",
      "/containments/new",
      "/on-call",
      "/figures",
      "/deliveries",
      "/audit",
      "/sign-in",
    ];
    for (const colorScheme of ["light", "dark"] as const) {
      for (const [width, height] of [
        [1280, 900],
        [360, 740],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height });
        for (const side of sides) {
          await page.goto(desk.url + side);
          for (const details of await page.locator("summary:visible").all()) await details.click();
          const found: any = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
          const serious = found.violations
            .filter(({ impact }: any) => impact === "serious" || impact === "critical")
            .map(({ id, nodes }: any) => `${id}: ${nodes[0].html}`);
          assert.deepEqual(serious, [], `${side} ${colorScheme} ${width}`);
          const wider = Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"));
          assert.ok(wider <= 0, `${side} is ${wider} pixels wider than ${width}`);
        }
      }
    }
  });
});
