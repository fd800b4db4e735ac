import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { isOfSns, subscribeUrlOf } from "../../../operations/findings/sns";
import { certificates, verifySns } from "../../../operations/findings/sns-signature";
import { temporaryFolder } from "../../support/temporary-folder";
import { snsMessage } from "./samples";

// Hours ahead, so that the certificate is valid by then, whatever runs before it is made.
const now = new Date(Date.now() + 12 * 60 * 60_000).toISOString();
const message = { ...snsMessage("The backup failed.\nTwice."), Timestamp: now };
const topic = message.TopicArn;

describe("a message of SNS", () => {
  let key: KeyObject;
  let certificate: string;
  const certificateOf = () => Promise.resolve(certificate);

  before(() => {
    const folder = temporaryFolder();
    const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "certificate.pem")];
    const options = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=sns.amazonaws.com"];
    execFileSync("openssl", [...options, ...files], { stdio: "ignore" });
    key = createPrivateKey(readFileSync(join(folder, "key.pem")));
    certificate = readFileSync(join(folder, "certificate.pem"), "utf8");
  });

  /** As SNS signs: names and values, a line each, in the order of their bytes. */
  function signed(body: Record<string, string>, names: readonly string[], hash = "sha256"): Record<string, string> {
    const text = names.map((name) => `${name}\n${body[name] ?? ""}\n`).join("");
    return { ...body, Signature: sign(hash, Buffer.from(text), key).toString("base64") };
  }
  const names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
  const isValid = async (body: unknown, expected = topic) =>
    (await verifySns(body, expected, certificateOf, now)).valid;

  it("is valid by either version of its signature, and known again by its id", async () => {
    const verdict = await verifySns(signed(message, names), topic, certificateOf, now);
    assert.deepEqual(verdict, { valid: true, replayKey: "sns m-1" });
    assert.ok(await isValid(signed({ ...message, SignatureVersion: "1" }, names, "sha1")));
    assert.equal(await isValid(signed({ ...message, SignatureVersion: "1" }, names)), false);
    assert.equal(await isValid(signed({ ...message, SignatureVersion: "3" }, names)), false);
  });

  it("is valid without a subject, and when it asks to confirm", async () => {
    const { Subject: _, ...bare } = message;
    assert.ok(
      await isValid(
        signed(
          bare,
          names.filter((name) => name !== "Subject"),
        ),
      ),
    );
    const asked = {
      ...message,
      Type: "SubscriptionConfirmation",
      Token: "t",
      SubscribeURL: "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
    };
    const order = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    assert.ok(await isValid(signed(asked, order)));
    assert.equal(subscribeUrlOf(asked), asked.SubscribeURL);
    assert.equal(subscribeUrlOf({ ...asked, SubscribeURL: "https://evil.example/" }), undefined);
    assert.equal(subscribeUrlOf(message), undefined);
  });

  it("is refused when any part of it was changed", async () => {
    const whole = signed(message, names);
    for (const name of names)
      assert.equal(
        await isValid({ ...whole, [name]: `${whole[name] ?? ""}x` }, name === "TopicArn" ? `${topic}x` : topic),
        false,
        name,
      );
  });

  it("is refused of another topic, which anybody could have", async () => {
    const TopicArn = "arn:aws:sns:eu-west-1:999999999999:alerts";
    assert.equal(await isValid(signed({ ...message, TopicArn }, names)), false);
  });

  it("is refused when it is old", async () => {
    const Timestamp = new Date(Date.parse(now) - 76 * 60_000).toISOString();
    assert.equal(await isValid(signed({ ...message, Timestamp }, names)), false);
  });

  it("is refused by a certificate that is no longer valid", async () => {
    const later = new Date(Date.parse(now) + 3 * 24 * 3600_000).toISOString();
    const whole = signed({ ...message, Timestamp: later }, names);
    const verdict = await verifySns(whole, topic, certificateOf, later);
    assert.ok(!verdict.valid && verdict.reason.includes("certificate"));
  });

  const strangers = [
    "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
    "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem",
    "https://sns.eu-west-1.amazonaws.com@evil.example/a.pem",
    "http://sns.eu-west-1.amazonaws.com/a.pem",
    "https://sns.eu-west-1.amazonaws.com:8443/a.pem",
    "https://bucket.s3.amazonaws.com/a.pem",
    "https://sns.eu-west-1.amazonaws.com\\@evil.example/a.pem",
    "https://sns.eu-west-1.amazonaws.com/\n/a.pem",
  ];
  for (const url of strangers) {
    it(`asks nobody but SNS for a certificate: ${JSON.stringify(url)}`, async () => {
      assert.equal(isOfSns(url), false);
      const asked: string[] = [];
      const spy = (each: string) => {
        asked.push(each);
        return Promise.resolve(certificate);
      };
      assert.equal((await verifySns(signed({ ...message, SigningCertURL: url }, names), topic, spy, now)).valid, false);
      assert.deepEqual(asked, []);
    });
  }

  it("is of SNS in all parts of AWS", () => {
    const hosts = ["sns.eu-west-1.amazonaws.com", "sns.us-gov-west-1.amazonaws.com", "sns.cn-north-1.amazonaws.com.cn"];
    assert.ok(hosts.every((host) => isOfSns(`https://${host}/SimpleNotificationService-1.pem`)));
  });
});

describe("certificates", () => {
  it("are fetched once, and again after a failure", async () => {
    let count = 0;
    const server = createServer((_request, response) => {
      count += 1;
      response.writeHead(count === 1 ? 503 : 200).end("PEM");
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const local = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    const certificateOf = certificates((_url, init) => fetch(local, init));
    try {
      await assert.rejects(certificateOf(message.SigningCertURL), /503/);
      assert.equal(await certificateOf(message.SigningCertURL), "PEM");
      assert.equal(await certificateOf(message.SigningCertURL), "PEM");
      assert.equal(count, 2);
      await assert.rejects(certificateOf("https://evil.example/a.pem"), /expected an address of SNS/);
    } finally {
      server.close();
    }
  });
});
