import * as assert from "node:assert/strict";
import fc from "fast-check";
import { each, isNotKnown, NotKnown, secret, unknownString, Value } from "../../../policies/core/value";

const read = (json: unknown) => new Value({ it: json }, "it");
const encrypted = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
const shown = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"hush"' };

describe("Value", () => {
  it("reads what is there, and undefined for what is not", () => {
    assert.equal(read("a").string(), "a");
    assert.equal(read(true).boolean(), true);
    assert.equal(read(22).number(), 22);
    assert.equal(read(null).string(), undefined);
    assert.equal(read({}).at("missing").at("deeper").boolean(), undefined);
    assert.deepEqual(read(undefined).elements(), []);
  });

  it("takes the spellings that Pulumi's providers take: numbers and flags as text, a lone value as a list", () => {
    assert.equal(read("true").boolean(), true);
    assert.equal(read("443").number(), 443);
    assert.equal(read(-1).string(), "-1");
    assert.deepEqual(
      read("10.0.0.0/8")
        .elements()
        .map((element) => element.string()),
      ["10.0.0.0/8"],
    );
  });

  it("names the path of what is not known", () => {
    const value = read({ ingress: [{ cidrBlocks: ["10.0.0.0/8", unknownString] }] });
    const cidr = value.at("ingress").elements()[0]?.at("cidrBlocks").elements()[1];
    assert.throws(() => cidr?.string(), new NotKnown("it.ingress[0].cidrBlocks[1] is not known yet"));
  });

  it("opens a secret whose text is at hand, and does not know one that is encrypted or blinded", () => {
    assert.equal(read(secret("hush")).string(), "hush");
    assert.equal(read(shown).string(), "hush");
    assert.throws(() => read(encrypted).string(), NotKnown);
    assert.throws(() => read("[secret]").string(), NotKnown);
  });

  it("does not know a value of another shape than the one asked for", () => {
    assert.throws(() => read("maybe").boolean(), NotKnown);
    assert.throws(() => read([1]).number(), NotKnown);
    assert.throws(() => read({}).string(), NotKnown);
    assert.throws(() => read("text").at("property").string(), NotKnown);
    assert.throws(() => read([]).entries(), NotKnown);
  });

  it("throws nothing but NotKnown, whatever stands there", () => {
    const readers: ((value: Value) => unknown)[] = [
      (value) => value.string(),
      (value) => value.number(),
      (value) => value.boolean(),
      (value) => value.elements(),
      (value) => value.entries(),
      (value) => value.at("a").at("b").raw(),
      (value) => value.isPresent,
    ];
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.constant(unknownString)), fc.constantFrom(...readers), (json, reader) => {
        try {
          reader(read(json));
        } catch (error) {
          assert.ok(isNotKnown(error), String(error));
        }
      }),
    );
  });
});

describe("each", () => {
  const observe = (part: string) => {
    if (part === "?") throw new NotKnown("? is not known yet");
    return part === "bad" ? ["it is bad"] : [];
  };

  it("lets a breach in one part count beside an unknown in another", () => {
    assert.deepEqual(each(["?", "bad"], observe), ["it is bad"]);
  });

  it("is not known where nothing is wrong but something is unknown", () => {
    assert.throws(() => each(["good", "?"], observe), NotKnown);
  });

  it("lets errors of ours out", () => {
    assert.throws(() => each([1], () => assert.fail("ours")), /ours/);
  });
});
