import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { Value } from "../../../policies/core/value";
import { covers, includesPort, inWords, readPorts } from "../../../policies/facts/ports";

const ports = (protocol: unknown, from?: unknown, to?: unknown) => {
  const rule = { protocol, from, to };
  return readPorts(new Value(rule, "protocol"), new Value(rule, "from"), new Value(rule, "to"));
};

describe("ports", () => {
  for (const protocol of ["-1", -1, "all", "ALL"]) {
    it(`are all ports of all protocols for ${JSON.stringify(protocol)}, whatever range stands beside it`, () => {
      assert.deepEqual(ports(protocol, 0, 0), { protocol: "all", from: 0, to: 65535 });
    });
  }

  for (const [protocol, name] of [
    ["6", "tcp"],
    [17, "udp"],
    ["TCP", "tcp"],
    ["58", "icmpv6"],
    ["icmp", "icmp"],
  ] as const) {
    it(`are of ${name} for ${JSON.stringify(protocol)}`, () => assert.equal(ports(protocol, 1, 2).protocol, name));
  }

  it("are covered exactly when every one of them is included", () => {
    const small = fc
      .tuple(fc.constantFrom("tcp", "udp", "-1"), fc.nat(6), fc.nat(6))
      .map(([protocol, from, length]) => {
        return ports(protocol, from, from + length);
      });
    fc.assert(
      fc.property(small, small, (outer, inner) => {
        const included = (["tcp", "udp"] as const).every((protocol) =>
          Array.from({ length: 14 }, (_, port) => port).every((port) => {
            return !includesPort(inner, protocol, port) || includesPort(outer, protocol, port);
          }),
        );
        assert.equal(covers(outer, inner), included);
      }),
    );
  });

  it("are told in words", () => {
    assert.deepEqual(
      [ports("-1"), ports("tcp", 22, 22), ports("udp", 1, 9), ports("tcp", 0, 65535), ports("50")].map(inWords),
      ["every port", "TCP port 22", "UDP ports 1 to 9", "every TCP port", "every port of protocol 50"],
    );
  });
});
