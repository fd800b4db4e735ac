/** Measures the command and the pack, and prints the tables of docs/performance.md. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue } from "../policies/rules/catalogue";
import { measurePack } from "./pack";
import { type Measured, measure } from "./processes";

const generator = "../shared/bench/generate.mjs";
const command = "dist/guardrails.js";
const sizes = [1_000, 10_000, 100_000];

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  console.log(`${catalogue.length} rules, Node.js ${process.version}, medians; \`npm run bench\` makes them anew\n`);
  startUp(folder);
  if (!existsSync(generator)) {
    console.log(`skipped: there is no ${generator} here, which makes the larger estates`);
    return;
  }
  const estates = sizes.map((size) => ({ size, path: estate(folder, size) }));
  console.log(row("Resources", "read and parse", "check", "ratio", "memory, read and parse", "memory, check", "ratio"));
  console.log(row("--:", "--:", "--:", "--:", "--:", "--:", "--:"));
  for (const { size, path } of estates) checking(size, path);
  console.log("");
  for (const { size, path } of estates.slice(0, 2)) await pack(size, path);
}

function startUp(folder: string): void {
  const path = join(folder, "two.json");
  const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
  const bucket = { urn: urn("aws:s3/bucket:Bucket", "logs"), type: "aws:s3/bucket:Bucket", inputs: { bucket: "logs" } };
  const stack = { urn: urn("pulumi:pulumi:Stack", "shop-dev"), type: "pulumi:pulumi:Stack" };
  writeFileSync(path, JSON.stringify({ version: 3, deployment: { resources: [stack, bucket] } }));
  const { nothing, check } = measure({ nothing: ["-e", "0"], check: [command, "check", path] }, 21);
  console.log(
    `Start-up: \`node -e 0\` ${ms(nothing)}, \`guardrails check\` on a state of two resources ${ms(check)}: ${ratio(check, nothing)} times\n`,
  );
}

function checking(size: number, path: string): void {
  const { parse, check } = measure(
    { parse: ["bench/read-and-parse.cjs", path], check: [command, "check", path, "--format", "json"] },
    size > 10_000 ? 5 : 9,
  );
  const memory = (check.megabytes / parse.megabytes).toFixed(1);
  console.log(row(size.toLocaleString("en"), ms(parse), ms(check), ratio(check, parse), mb(parse), mb(check), memory));
}

async function pack(size: number, path: string): Promise<void> {
  const { trivialResource, resource, trivialStack, stack } = await measurePack(path);
  console.log(
    `Pack, ${size.toLocaleString("en")} resources: a resource ${resource.toFixed(0)} µs (a policy that does nothing: ${trivialResource.toFixed(0)} µs);` +
      ` the whole stack ${stack.toFixed(0)} ms (a stack policy that does nothing: ${trivialStack.toFixed(0)} ms): ${(stack / trivialStack).toFixed(1)} times`,
  );
}

function estate(folder: string, size: number): string {
  execFileSync(process.execPath, [generator, String(size), join(folder, String(size)), "--only", "stack"]);
  return join(folder, String(size), "stack.json");
}

function row(...cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function ratio(ours: Measured, theirs: Measured): string {
  return (ours.milliseconds / theirs.milliseconds).toFixed(1);
}

function ms({ milliseconds }: Measured): string {
  return `${milliseconds.toFixed(0)} ms`;
}

function mb({ megabytes }: Measured): string {
  return `${megabytes.toFixed(0)} MB`;
}

void main();
