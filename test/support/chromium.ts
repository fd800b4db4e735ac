import { execFileSync } from "node:child_process";
import { type BrowserContext, chromium } from "playwright-core";
import { temporaryFolder } from "./temporary-folder";

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser of this machine, if there is one; tests without it are pending. */
export const executablePath = ["chromium", "chromium-browser", "google-chrome"].map(pathOf).find((path) => path !== "");

/** Adds to a title why its tests are pending. */
export const ifSkipped = executablePath ? "" : " (skipped: there is no chromium here)";

export function openBrowser(): Promise<BrowserContext> {
  if (!executablePath) throw new Error("expected chromium on the PATH");
  return chromium.launchPersistentContext(temporaryFolder(), { executablePath, headless: true, args: quiet });
}

function pathOf(name: string): string {
  try {
    return execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
}
