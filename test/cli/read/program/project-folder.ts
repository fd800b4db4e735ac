import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const folders: string[] = [];

/** Writes a Pulumi project into a new folder, where the packages of this repository are installed. */
export function projectFolder(
  files: Readonly<Record<string, string>>,
  options: { readonly installed?: boolean } = {},
): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "guardrails-program-")));
  folders.push(folder);
  const all = { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", ...files };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  if (options.installed ?? true) symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

export function removeProjectFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A program in TypeScript that can declare any resource without loading @pulumi/aws, which costs a second. */
export function program(body: string): Record<string, string> {
  return { "index.ts": prelude + body };
}

/** One line, so that line 1 of a body is line 2 of its file. */
const prelude = `import * as pulumi from "@pulumi/pulumi"; class Made extends pulumi.CustomResource { declare readonly arn: pulumi.Output<string>; declare readonly bucket: pulumi.Output<string>; constructor(type: string, name: string, inputs: object = {}, options?: pulumi.CustomResourceOptions) { super(type, name, { arn: undefined, bucket: undefined, ...inputs }, options); } }; const bucketType = "aws:s3/bucket:Bucket";
`;
