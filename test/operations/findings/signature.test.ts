import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { after } from "../../../operations/core/decider";
import { isBearer, shortestSecret, sign, type Verdict, verifySignature } from "../../../operations/findings/signature";

const now = "2026-11-24T09:00:00.000Z";
const secret = "a secret of enough characters";
const other = "another secret of enough length";
const body = '{"id":"1"}';
const reasonOf = (verdict: Verdict) => (verdict.valid ? "valid" : verdict.reason);

describe("a webhook's signature", () => {
  it("is an HMAC-SHA256 of the time, a dot and the body", () => {
    // The same by: printf '1795510800.{"id":"1"}' | openssl dgst -sha256 -hmac 'a secret of enough characters'
    assert.match(sign(body, secret, now), /^t=1795510800,v1=[0-9a-f]{64}$/);
    assert.deepEqual(
      verifySignature(sign(body, secret, now), Buffer.from(body), secret, now),
      verifySignature(sign(body, secret, now), body, secret, now),
    );
  });

  it("is what a shell makes with openssl, as the guide says", () => {
    const script = readFileSync("docs/operations.md", "utf8").match(/^t=\$\(date[^]*?(?=^curl)/m)?.[0] ?? assert.fail();
    const text = execFileSync("sh", ["-c", `${script}printf 't=%s,v1=%s' "$t" "$v1"`], {
      env: { ...process.env, body, SCRIPTS_SECRET: secret },
      encoding: "utf8",
    });
    assert.ok(verifySignature(text, body, secret, new Date().toISOString()).valid);
  });

  it("counts for five minutes, before and after", () => {
    const at = (minutes: number) => verifySignature(sign(body, secret, now), body, secret, after(now, minutes)).valid;
    assert.deepEqual([-5, -4, 0, 5].map(at), [true, true, true, true]);
    assert.deepEqual([-5.1, 5.1, 60].map(at), [false, false, false]);
  });

  it("counts by either secret while one replaces the other", () => {
    const header = sign(body, secret, now);
    assert.ok(verifySignature(header, body, [other, secret], now).valid);
    assert.match(reasonOf(verifySignature(header, body, [other], now)), /got another one/);
  });

  it("is known again, also when it was written otherwise", () => {
    const header = sign(body, secret, now);
    const [time = "", first = ""] = header.split(",");
    const second = sign(body, other, now).split(",")[1] ?? "";
    const keys = [
      header,
      `${time},${second}`,
      `${first}, ${time}`,
      header.toUpperCase().replace("T=", "t=").replace("V1", "v1"),
    ]
      .map((each) => verifySignature(each, body, [secret, other], now))
      .map((verdict) => (verdict.valid ? verdict.replayKey : verdict.reason));
    assert.equal(new Set(keys).size, 1);
    const later = verifySignature(sign(body, secret, after(now, 1)), body, secret, now);
    assert.ok(later.valid && later.replayKey !== keys[0]);
  });

  it("is refused when it is missing or no signature", () => {
    for (const header of [
      undefined,
      "",
      "v1=00",
      "t=1",
      `t=1,v1=${"0".repeat(63)}`,
      `t=x,v1=${"0".repeat(64)}`,
      "t=1,".repeat(1000),
    ]) {
      assert.equal(verifySignature(header, body, secret, now).valid, false, String(header));
    }
  });

  it("is refused without a secret, or by one that could be guessed", () => {
    const short = "x".repeat(shortestSecret - 1);
    for (const secrets of ["", [], short, [short, ""]]) {
      assert.match(reasonOf(verifySignature(sign(body, short, now), body, secrets, now)), /expected a secret of 16/);
    }
  });

  it("never counts for another body, another time or another secret", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 200 }), (signed, sent, seconds) => {
        const header = sign(signed, secret, now);
        assert.equal(verifySignature(header, sent, secret, now).valid, signed === sent);
        const moved = header.replace(/t=\d+/, `t=${String(Date.parse(now) / 1000 + seconds)}`);
        assert.equal(verifySignature(moved, signed, secret, now).valid, false);
        assert.equal(verifySignature(header, signed, other, now).valid, false);
      }),
    );
  });
});

describe("a webhook's bearer token", () => {
  it("is the secret itself", () => {
    const token = "0123456789abcdef";
    assert.ok(isBearer(`Bearer ${token}`, [other, token]));
    for (const header of [undefined, "", token, `Basic ${token}`, "Bearer ", `Bearer ${token}x`]) {
      assert.equal(isBearer(header, token), false, header);
    }
    assert.equal(isBearer("Bearer short", "short"), false);
    assert.equal(isBearer("Bearer ", ""), false);
  });
});
