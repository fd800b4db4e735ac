import * as assert from "node:assert/strict";
import { targetOf } from "../../../operations/containment/target";

describe("A target", () => {
  it("has one id, however an address is written", () => {
    const same: readonly (readonly [string, string])[] = [
      ["203.0.113.7", "203.0.113.7/32"],
      ["203.0.113.200/24", "203.0.113.0/24"],
      ["2001:DB8:0:0:0:0:0:1", "2001:db8::1/128"],
      ["2001:db8:0:0:ffff::/64", "2001:db8::/64"],
    ];
    for (const [given, name] of same) {
      const target = targetOf(`address/123456789012/eu-west-1/${given}`);
      assert.deepEqual([target.name, target.id], [name, `address/123456789012/eu-west-1/${name}`]);
      assert.deepEqual(targetOf(target.id), target);
    }
  });

  it("has an account, and a region unless IAM keeps it", () => {
    const { kind, account, region, name } = targetOf("flag/123456789012/eu-west-1//shop/checkout");
    assert.deepEqual([kind, account, region, name], ["flag", "123456789012", "eu-west-1", "/shop/checkout"]);
    assert.equal(targetOf("user/123456789012/ana@example.com").region, "");
    assert.equal(targetOf("ecs-service/123456789012/us-gov-west-1/shop/web").name, "shop/web");
  });

  it("that names nothing which can be contained is refused with what was expected", () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ["bucket/123456789012/eu-west-1/x", /expected a target of kind host, .*, got bucket/],
      ["host/1234/eu-west-1/i-0123456789abcdef0", /expected an account of 12 digits in .*, got 1234/],
      ["host/123456789012/i-0123456789abcdef0", /expected a region in .*, got i-0123456789abcdef0/],
      ["host/123456789012/eu-west-1/web-1", /expected the id of an instance/],
      ["access-key/123456789012/ASIAIOSFODNN7EXAMPLE", /begins with AKIA/],
      ["role/123456789012/team/deploy", /expected the name of a role/],
      ["address/123456789012/eu-west-1/0.0.0.0/0", /expected a block of \/24 or smaller/],
      ["address/123456789012/eu-west-1/2001:db8::/32", /expected a block of \/48 or smaller/],
      ["address/123456789012/eu-west-1/203.0.113", /expected an address or a block such as/],
      ["address/123456789012/eu-west-1/example.com", /expected an address or a block such as/],
      ["user/123456789012/", /expected the name of a user/],
      ["", /expected a target of kind/],
    ];
    for (const [id, pattern] of cases) assert.throws(() => targetOf(id), { name: "UserError", message: pattern }, id);
  });
});
