import * as assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../policies/core/user-error";
import { sourcesOf } from "../../../cli/read/sources";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = () =>
  temporaryFolder({
    "shop/Pulumi.yaml": "name: shop",
    "shop/nested/Pulumi.yaml": "name: nested",
    "infra/network/Pulumi.yaml": "name: network",
    "infra/node_modules/x/Pulumi.yaml": "name: x",
    "infra/.hidden/Pulumi.yaml": "name: hidden",
    "states/a.json": "{}",
    "states/b.json": "{}",
    "empty/readme.md": "",
  });

describe("sourcesOf", () => {
  const found = async (root: string, ...paths: string[]) =>
    (await sourcesOf(paths.map((path) => (path === "-" ? path : join(root, path))))).map(
      ({ kind, path }) => `${kind} ${path.replace(`${root}/`, "")}`,
    );

  it("takes a project folder, or its Pulumi.yaml, as a program", async () => {
    const root = folder();
    assert.deepEqual(await found(root, "shop"), ["program shop"]);
    assert.deepEqual(await found(root, "shop/Pulumi.yaml"), ["program shop"]);
    assert.deepEqual(await found(root, "shop", "shop/Pulumi.yaml"), ["program shop"]);
  });

  it("takes every project below a folder that is none, node_modules and hidden folders aside", async () => {
    assert.deepEqual(await found(folder(), "infra"), ["program infra/network"]);
  });

  it("takes files, globs and standard input, each a stack of its own", async () => {
    const root = folder();
    assert.deepEqual(await found(root, "states/a.json", "-"), ["document states/a.json", "input -"]);
    assert.deepEqual(await found(root, "states/*.json"), ["document states/a.json", "document states/b.json"]);
  });

  it("comes to an end in a loop of links", async () => {
    const root = folder();
    symlinkSync(root, join(root, "infra/loop"));
    assert.deepEqual(await found(root, "infra"), ["program infra/network"]);
  });

  it("says what it expected of a path that is nothing to check", async () => {
    const root = folder();
    const refused = (path: string, message: RegExp) =>
      assert.rejects(found(root, path), (error) => error instanceof UserError && message.test(error.message));
    await refused("empty", /expected a folder with a Pulumi\.yaml in it or below it, got none/);
    await refused("nowhere", /got no such file or folder/);
    await refused("nowhere/*.json", /got no such file or folder/);
  });
});
