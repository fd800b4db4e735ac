import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { BrowserContext, Page } from "playwright-core";
import { type RunningDesk, startDesk } from "../../../operations/desk/process";
import { executablePath, ifSkipped, openBrowser } from "../../support/chromium";
import { temporaryFolder } from "../../support/temporary-folder";
import { AccessScene, accessSettings } from "../api/access-fixture";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

describe(`access in a browser${ifSkipped}`, function () {
  this.timeout(120_000);
  let browser: BrowserContext | undefined;
  let page: Page;
  let desk: RunningDesk;
  let scene: AccessScene;

  before(async function () {
    if (!executablePath) return this.skip();
    browser = await openBrowser();
    scene = await AccessScene.start();
    desk = await startDesk({
      ...{ data: temporaryFolder(), settings: accessSettings, port: 0 },
      connectorOf: () => Promise.resolve({ send: () => Promise.resolve(undefined) }),
      access: { sendTo: () => Promise.resolve(scene.sent), self: () => Promise.resolve([]) },
    });
    page = await browser.newPage();
  });

  after(async () => {
    await browser?.close();
    await desk?.stop();
  });

  async function signIn(person: string, side: string): Promise<void> {
    await page.context().clearCookies();
    await page.goto(desk.linkFor(person));
    await page.getByRole("button", { name: "Open the desk" }).click();
    await page.getByRole("heading", { name: "Open tickets" }).waitFor();
    await page.goto(desk.url + side);
  }

  it("is asked for, reviewed and revoked by forms alone", async () => {
    await signIn("vic", "/access");
    await page.getByRole("spinbutton", { name: "Minutes" }).fill("30");
    await page.locator("form[action='/access'] textarea").fill("The shop is down");
    await page.getByRole("button", { name: "Ask for it" }).click();
    await page.getByText("Waits for approval", { exact: true }).waitFor();
    await signIn("sam", "/access");
    await page.getByLabel("Name of the review").fill("2026-q4");
    await page.getByRole("button", { name: "Open a review" }).click();
    await page.getByRole("heading", { name: "0 of 3 accesses answered" }).waitFor();
    await signIn("sue", "/access-reviews/2026-q4");
    await page.getByLabel("Why", { exact: true }).first().fill("Nobody needs it");
    await page.getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("heading", { name: "1 of 3 accesses answered" }).waitFor();
    for (let tries = 0; (await scene.isMember("robot")) && tries < 100; tries++) await page.waitForTimeout(100);
    assert.ok(!(await scene.isMember("robot")));
  });

  for (const person of ["sam", "vic"]) {
    it(`shows ${person} nothing serious that an accessibility checker finds, and nothing wider than a phone`, async () => {
      for (const side of ["/access", "/access-reviews/2026-q4"]) {
        await signIn(person, side);
        for (const colorScheme of ["light", "dark"] as const) {
          for (const [width, height] of [
            [1280, 900],
            [360, 740],
          ] as const) {
            await page.emulateMedia({ colorScheme });
            await page.setViewportSize({ width, height });
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
  }
});
