import * as assert from "node:assert/strict";
import fc from "fast-check";
import { Instance, type InstanceArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";

const least: InstanceArgs = { subnetId: "subnet-1", securityGroupIds: ["sg-1"] };

testComponent<InstanceArgs>("Instance", {
  make: (name, args) => new Instance(name, args),
  least,
  accepted: fc
    .record(
      {
        instanceType: fc.constantFrom("t4g.small", "m7i.large", "r8g.metal-24xl"),
        image: fc.constantFrom("ami-0123456789abcdef0", "/golden/web", "golden:3"),
        policyArns: fc.constant({ metrics: "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy" }),
        keyArn,
        volumeSize: fc.integer({ min: 1, max: 65536 }),
        userData: fc.constantFrom("#!/bin/sh\nyum install -y nginx\n", "#cloud-config\n"),
        patchSchedule: fc.constant("cron(30 1 ? * TUE *)"),
        alarmTopicArn: fc.constant("arn:aws:sns:eu-west-1:123456789012:alarms"),
        unprotected: fc.boolean(),
        tags,
      },
      { requiredKeys: [] },
    )
    .map((more) => ({ ...least, ...more })),
  refused: {
    "a type that there isn't": [
      { ...least, instanceType: "t4g.tiny" },
      /expected `instanceType` to be types such as t4g.small, got "t4g.tiny"/,
    ],
    "an image that is neither an id nor a parameter": [
      { ...least, image: "ami-latest" },
      /expected `image` to be the id of an image, or the name or ARN of an SSM parameter that holds one, got "ami-latest"/,
    ],
    "a volume without size": [{ ...least, volumeSize: 0 }, /expected `volumeSize` to be 1 to 65536, got 0/],
    "a schedule that State Manager can't wait for": [
      { ...least, patchSchedule: "rate(7 days)" },
      /expected `patchSchedule` to be cron\(…\), got "rate\(7 days\)"/,
    ],
  },
});

describe("an Instance", () => {
  const inputsOf = async (args: Partial<InstanceArgs>, type: string) =>
    (
      await deploy(() => {
        new Instance("it", { ...least, ...args });
      })
    ).filter((made) => made.type === type);

  it("takes the image of its architecture, and has no key pair", async () => {
    const [instance] = await inputsOf({}, "aws:ec2/instance:Instance");
    assert.equal(instance?.inputs.ami, "ami-0123456789abcdef0");
    assert.equal(instance?.inputs.keyName, undefined);
  });

  it("can be neither terminated nor stopped unless that is switched off by name", async () => {
    for (const unprotected of [undefined, false, true]) {
      const [instance] = await inputsOf({ unprotected }, "aws:ec2/instance:Instance");
      const { disableApiTermination, disableApiStop } = instance?.inputs ?? {};
      assert.deepEqual([disableApiTermination, disableApiStop], [unprotected !== true, unprotected !== true]);
    }
  });

  it("has no alarms that nobody hears, and both with a topic", async () => {
    const alarmTopicArn = "arn:aws:sns:eu-west-1:123456789012:alarms";
    const type = "aws:cloudwatch/metricAlarm:MetricAlarm";
    assert.deepEqual(await inputsOf({}, type), []);
    assert.deepEqual((await inputsOf({ alarmTopicArn }, type)).map(({ name }) => name).sort(), [
      "it-cpu",
      "it-status-check",
    ]);
  });
});
