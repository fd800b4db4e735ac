import * as assert from "node:assert/strict";
import { architectureOf } from "../../../components/compute/instance-type";

describe("the architecture of an instance type", () => {
  const arm64 = [
    ...["a1.medium", "t4g.nano", "m6gd.16xlarge", "c7gn.metal", "x2gd.large", "im4gn.large", "is4gen.medium"],
    ...["g5g.xlarge", "hpc7g.4xlarge", "r8g.metal-24xl", "p6e-gb200.36xlarge"],
  ];
  const x86 = [
    ...["t3.micro", "t3a.small", "m7i-flex.large", "g4dn.xlarge", "g6e.2xlarge", "gr6.4xlarge", "c6in.metal"],
    ...["i7ie.large", "x2iedn.xlarge", "u-6tb1.56xlarge", "u7in-16tb.224xlarge", "p6-b200.48xlarge", "trn1n.32xlarge"],
  ];
  for (const [architecture, types] of Object.entries({ arm64, x86_64: x86 })) {
    for (const type of types)
      it(`is ${architecture} of ${type}`, () => assert.equal(architectureOf(type), architecture));
  }
  for (const type of ["", "t4g", "t4g.", "db.t4g.small", "T4G.small", "t4g.tiny", "mac2.metal", "t4g.small "]) {
    it(`is none of ${JSON.stringify(type)}`, () => assert.equal(architectureOf(type), undefined));
  }
});
