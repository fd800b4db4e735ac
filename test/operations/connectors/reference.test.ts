import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connectorTypes } from "../../../operations/connectors/catalogue";
import { readSettings } from "../../../operations/settings/load";

describe("docs/connectors.md", () => {
  const page = readFileSync("docs/connectors.md", "utf8");

  for (const [type, { settings, repeats }] of Object.entries(connectorTypes)) {
    it(`says what ${type} is made with, and what a repeat does`, () => {
      const section = page.split(/^## /m).find((part) => part.startsWith(`${type}\n`)) ?? assert.fail("no section");
      for (const key of Object.keys(settings)) assert.ok(section.includes(`| \`${key}\``), key);
      assert.ok(section.includes(repeats));
    });
  }

  it("shows settings that the desk takes", () => {
    const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const { people, connectors, url } = readSettings(example);
    assert.deepEqual(people.ana?.addresses[1], { connector: "chat", to: "U0123456789" });
    assert.deepEqual([Object.keys(connectors).length, url], [4, "https://desk.example.com"]);
  });
});
