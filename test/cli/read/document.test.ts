import * as assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readDocument } from "../../../cli/read/document";
import { UserError } from "../../../policies/core/user-error";
import { temporaryFolder } from "../../support/temporary-folder";

const state = JSON.stringify({
  deployment: { resources: [{ urn: "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::logs" }] },
});

describe("readDocument", () => {
  const file = (bytes: string | Buffer) => {
    const path = join(temporaryFolder(), "state.json");
    writeFileSync(path, bytes);
    return path;
  };
  const refused = (path: string, message: RegExp) =>
    assert.throws(
      () => readDocument(path),
      (error) => error instanceof UserError && message.test(error.message),
    );

  it("reads a file as it is, gzipped, or with a byte order mark", () => {
    for (const bytes of [state, gzipSync(state), `\uFEFF${state}`])
      assert.equal(readDocument(file(bytes)).resources.length, 1);
  });

  it("refuses a file that is cut off", () => {
    refused(file(state.slice(0, -5)), /got broken JSON/);
    refused(file(gzipSync(state).subarray(0, 30)), /expected a whole gzip file/);
  });

  it("refuses a file that no string can hold, and a folder", () => {
    const path = file("{");
    truncateSync(path, 600_000_000);
    refused(path, /expected a document of at most 512 MB, got 600 MB/);
    refused(temporaryFolder(), /expected a file that can be read/);
  });
});
