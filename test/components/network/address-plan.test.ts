import * as assert from "node:assert/strict";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import {
  isNetwork,
  isPrivateNetwork,
  lettersFor,
  prefixes,
  subnetCidr,
  subnetIpv6Cidr,
  tiers,
} from "../../../components/network/address-plan";

interface Range {
  readonly first: number;
  readonly last: number;
}

function rangeOf(cidr: string): Range {
  const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  const first = address.toByteArray().reduce((number, byte) => number * 256 + byte, 0);
  return { first, last: first + 2 ** (32 - prefix) - 1 };
}

function networkAt(seed: number, prefix: number): string {
  const address = seed - (seed % 2 ** (32 - prefix));
  return `${[24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".")}/${prefix}`;
}

const bases = fc
  .tuple(fc.nat({ max: 2 ** 32 - 1 }), fc.integer({ min: prefixes.least, max: prefixes.most }))
  .map(([seed, prefix]) => networkAt(seed, prefix));

const everySubnet = (base: string) =>
  tiers.flatMap((tier) =>
    Array.from(lettersFor(Number(base.split("/")[1]))).map((letter) => subnetCidr(base, tier, letter)),
  );

describe("address plan", () => {
  it("keeps every subnet inside the VPC, apart from every other, and within /16 to /28", () => {
    fc.assert(
      fc.property(bases, (base) => {
        const vpc = rangeOf(base);
        const subnets = everySubnet(base);
        const ranges = subnets.map(rangeOf).sort((a, b) => a.first - b.first);
        for (const { first, last } of ranges) assert.ok(vpc.first <= first && last <= vpc.last);
        ranges.slice(1).forEach(({ first }, index) => assert.ok(first > ranges[index]!.last));
        for (const cidr of subnets) {
          assert.ok(isNetwork(cidr), cidr);
          assert.ok(Number(cidr.split("/")[1]) >= 16 && Number(cidr.split("/")[1]) <= 28, cidr);
        }
      }),
    );
  });

  it("needs of a VPC's address only its prefix: moved to another base, each subnet lies at the same distance", () => {
    fc.assert(
      fc.property(bases, fc.nat({ max: 2 ** 32 - 1 }), (base, seed) => {
        const other = networkAt(seed, Number(base.split("/")[1]));
        const distances = (from: string) => everySubnet(from).map((cidr) => rangeOf(cidr).first - rangeOf(from).first);
        assert.deepEqual(distances(other), distances(base));
      }),
    );
  });

  it("gives these addresses, now and for ever: another plan would replace the subnets of all who use this one", () => {
    const shown = (base: string, letter: string) => tiers.map((tier) => subnetCidr(base, tier, letter)).join(" ");
    assert.equal(shown("10.0.0.0/16", "a"), "10.0.0.0/20 10.0.160.0/22 10.0.128.0/22 10.0.192.0/25");
    assert.equal(shown("10.0.0.0/16", "c"), "10.0.32.0/20 10.0.168.0/22 10.0.136.0/22 10.0.193.0/25");
    assert.equal(shown("10.0.0.0/16", "h"), "10.0.112.0/20 10.0.188.0/22 10.0.156.0/22 10.0.195.128/25");
    assert.equal(shown("10.64.32.0/19", "b"), "10.64.34.0/23 10.64.52.128/25 10.64.48.128/25 10.64.56.16/28");
    assert.equal(shown("192.168.16.0/20", "a"), "192.168.16.0/23 192.168.26.0/25 192.168.24.0/25 192.168.28.0/26");
    assert.equal(shown("172.16.4.0/22", "d"), "172.16.5.128/25 172.16.6.224/27 172.16.6.96/27 172.16.7.48/28");
  });

  it("has room for zones a to h, and for a to d from /20 on", () => {
    const letters = [16, 17, 18, 19, 20, 21, 22].map(lettersFor);
    assert.deepEqual(letters, [...Array<string>(4).fill("abcdefgh"), ...Array<string>(3).fill("abcd")]);
  });

  it("numbers IPv6 subnets by tier and letter, each its own", () => {
    const all = tiers.flatMap((tier) =>
      Array.from("abcdefgh").map((letter) => subnetIpv6Cidr("2001:db8:1:ff00::/56", tier, letter)),
    );
    assert.equal(new Set(all).size, 32);
    assert.equal(all[0], "2001:db8:1:ff00::/64");
    assert.equal(subnetIpv6Cidr("2001:db8:1:ff00::/56", "link", "h"), "2001:db8:1:ff1f::/64");
  });

  it("takes for a private network only a whole block that the internet does not route", () => {
    const isSo = (cidrs: string[]) => cidrs.map(isPrivateNetwork);
    assert.deepEqual(isSo(["10.0.0.0/16", "172.31.0.0/16", "192.168.0.0/20", "100.64.0.0/16"]), [
      true,
      true,
      true,
      true,
    ]);
    assert.deepEqual(
      isSo(["172.0.0.0/8", "11.0.0.0/16", "10.0.0.1/16", "10.0/16", "fd00::/8", "x"]),
      Array(6).fill(false),
    );
  });

  it("takes for a network a block of either family", () => {
    assert.deepEqual(["0.0.0.0/0", "::/0", "fd00::/8", "10.1.2.0/24"].map(isNetwork), Array(4).fill(true));
    assert.deepEqual(["10.1.2.3/24", "fd00::1/8", "", "10.0.0.0", "10.0.0.0/33"].map(isNetwork), Array(5).fill(false));
  });
});
