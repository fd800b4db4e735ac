import * as assert from "node:assert/strict";
import * as exported from "../../components";
import { describeComponents, type Entry } from "../../scripts/components-reference";

describe("the doc comments of components", () => {
  const { components, types } = describeComponents();

  it("are those of every component", () => {
    const names = Object.entries(exported).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
    assert.deepEqual(components.map(({ name }) => name).sort(), names.sort());
  });

  const undescribed = (entries: readonly Entry[]) =>
    entries.filter(({ description }) => description === "").map(({ name }) => name);

  for (const { name, description, args, outputs, methods } of components) {
    it(`say what ${name} is, which children it has, and what each argument, output and method is`, () => {
      assert.match(description, /\. (Children|Child): /);
      assert.deepEqual([...undescribed(args), ...undescribed(outputs), ...undescribed(methods)], []);
    });
  }

  for (const [name, members] of types) {
    it(`say of each optional part of ${name} what holds without it`, () => {
      const silent = members.filter(({ isOptional, fallback }) => isOptional && fallback === undefined);
      assert.deepEqual(
        silent.map((member) => member.name).filter((member) => member !== "tags"),
        [],
      );
      assert.deepEqual(undescribed(members), []);
    });
  }
});
