import * as assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { html } from "../../../cli/report/html";
import { executablePath, ifSkipped, openBrowser } from "../../support/chromium";
import { temporaryFolder } from "../../support/temporary-folder";
import { clean, report, reportOf } from "./fixture";

const all = report.stacks.flatMap((stack) => stack.findings);

describe(`HTML report in a browser${ifSkipped}`, function () {
  this.timeout(120_000);
  let folder: string | undefined;
  let browser: BrowserContext | undefined;
  let page: Page;
  const errors: string[] = [];

  before(async function () {
    if (!executablePath) return this.skip();
    folder = temporaryFolder({ "report.html": html(report), "clean.html": html(reportOf([clean])) });
    browser = await openBrowser();
    page = await browser.newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("dialog", (dialog) => (errors.push(`dialog ${dialog.message()}`), dialog.dismiss()));
    page.on("request", (request) => !request.url().startsWith("file:") && errors.push(request.url()));
  });

  after(async () => {
    await browser?.close();
  });

  const open = (name: string) => page.goto(pathToFileURL(join(folder ?? "", name)).href);

  beforeEach(async () => {
    await open("report.html");
  });

  afterEach(() => assert.deepEqual(errors.splice(0), []));

  const shown = () => page.locator("tbody tr:visible").count();
  const expect = async (number: number) => {
    assert.equal(await shown(), number);
    assert.equal(await page.getByRole("status").textContent(), `${number} of ${all.length} findings`);
  };

  it("shows everything at first, names as text", async () => {
    await expect(all.length);
    assert.equal(await page.getByText("<img src=x onerror=alert(1)>", { exact: true }).count(), 1);
    assert.equal(await page.locator("img, main script").count(), 0);
  });

  it("filters by severity", async () => {
    for (const name of ["High", "Medium", "Low"]) await page.getByRole("checkbox", { name }).uncheck();
    await expect(all.filter((finding) => finding.severity === "critical").length);
    assert.equal(await page.locator("article:visible").count(), 1);
  });

  it("filters by outcome and hides what is excused", async () => {
    await page.getByRole("checkbox", { name: "Excused" }).uncheck();
    await expect(all.filter((finding) => !finding.excused).length);
    await page.getByRole("checkbox", { name: "Breaches" }).uncheck();
    await expect(1);
  });

  it("filters by rule and by stack", async () => {
    await page.getByLabel("Rule", { exact: true }).selectOption("rds-instance-encrypted");
    await expect(all.filter((finding) => finding.rule.id === "rds-instance-encrypted").length);
    await page.getByLabel("Stack", { exact: true }).selectOption({ label: "examples/shop" });
    await expect(1);
  });

  it("searches resources by words, from the keyboard alone", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("SECURITYGROUP bastion");
    await expect(1);
  });

  it("counts for each choice what it would show", async () => {
    await page.getByRole("searchbox").fill("web");
    assert.equal(await page.locator(`[data-count="severity critical"]`).textContent(), "1");
    assert.equal(await page.locator(`[data-count="severity low"]`).textContent(), "1");
    assert.equal(await page.locator(`[data-count="severity high"]`).textContent(), "0");
    assert.equal(await page.locator(`[data-count="state excused"]`).textContent(), "0");
  });

  it("says when nothing matches, and shows all again when reset", async () => {
    await page.getByRole("searchbox").fill("no such resource");
    await expect(0);
    assert.ok(await page.getByText("No finding matches these filters.").isVisible());
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByText(`${all.length} of ${all.length} findings`).waitFor();
    await expect(all.length);
  });

  it("has a name on every control, and its landmarks", async () => {
    for (const role of ["checkbox", "searchbox", "combobox", "button"] as const) {
      const named = await page.getByRole(role, { name: /\w/ }).count();
      assert.ok(named > 0);
      assert.equal(named, await page.getByRole(role).count(), role);
    }
    for (const role of ["banner", "search", "main", "contentinfo"] as const) {
      assert.equal(await page.getByRole(role).count(), 1, role);
    }
  });

  it("does not scroll sideways on a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`has a contrast of at least 4.5 in ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      const texts = await page.evaluate<Contrast[]>(contrasts);
      assert.ok(texts.length > 50);
      for (const { contrast, text } of texts) assert.ok(contrast >= 4.5, `${contrast} ${text}`);
    });
  }

  it("says that a clean report is clean", async () => {
    await open("clean.html");
    assert.ok(await page.getByText("No findings.").isVisible());
  });
});

interface Contrast {
  readonly contrast: number;
  readonly text: string;
}

/** WCAG's contrast of every text with the ground behind it, as a script for the page. */
const contrasts = `
  const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    if (!element) return "rgb(255, 255, 255)";
    const color = getComputedStyle(element).backgroundColor;
    return channels(color)[3] === 0 ? ground(element.parentElement) : color;
  };
  [...document.querySelectorAll("body *")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .filter((element) => !element.closest("script, noscript, option"))
    .map((element) => {
      const [a, b] = [luminance(getComputedStyle(element).color), luminance(ground(element))];
      return { contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), text: element.textContent };
    })
`;
