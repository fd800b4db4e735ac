import * as assert from "node:assert/strict";
import fc from "fast-check";
import { Deploy, Fleet, type FleetArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";

const least: FleetArgs = {
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupIds: ["sg-1"],
  minSize: 2,
  maxSize: 6,
};
const targetGroupArns = ["arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1"];
const resourceLabel = "app/web/1/targetgroup/web/1";
const image = "ami-0123456789abcdef0";

const given = fc.record(
  {
    minSize: fc.integer({ min: 1, max: 6 }),
    maxSize: fc.integer({ min: 6, max: 10_000 }),
    instanceTypes: fc.constantFrom(["m7g.large"], ["t4g.small", "t4g.medium"], ["m7i.large", "m7a.large"]),
    cpuTarget: fc.integer({ min: 1, max: 100 }),
    targetGroupArns: fc.constantFrom([], targetGroupArns),
    policyArns: fc.constant({ metrics: "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy" }),
    keyArn,
    volumeSize: fc.integer({ min: 1, max: 65536 }),
    userData: fc.constantFrom("#!/bin/sh\nyum install -y nginx\n", "#cloud-config\n"),
    alarmTopicArn: fc.constant("arn:aws:sns:eu-west-1:123456789012:alarms"),
    maxInstanceLifetimeDays: fc.integer({ min: 1, max: 365 }),
    healthCheckGracePeriod: fc.integer({ min: 0, max: 7200 }),
    tags,
  },
  { requiredKeys: [] },
);
const followed = fc.constantFrom({}, { requestsPerTarget: 1000, resourceLabel });
const deployed = fc.oneof(
  fc.constant({}),
  fc.constant({ deploy: Deploy.Replace }),
  fc.constant({ deploy: Deploy.Rolling, alarmNames: ["errors"] }),
);
const started = fc.oneof(
  fc.record({ spotPercent: fc.integer({ min: 0, max: 100 }) }),
  fc.constant({ image: "/golden/web:3", rootDeviceName: "/dev/sda1" }),
  fc.record({
    image: fc.constant(image),
    rootDeviceName: fc.constant("/dev/xvda"),
    warmPoolSize: fc.integer({ min: 0, max: 6 }),
  }),
);

testComponent<FleetArgs>("Fleet", {
  make: (name, args) => new Fleet(name, args),
  least,
  accepted: fc
    .tuple(given, followed, deployed, started)
    .map((parts) => Object.assign({ ...least }, ...parts) as FleetArgs),
  refused: {
    "a minimum above the maximum": [
      { ...least, minSize: 7 },
      /expected `minSize` to be 0 to 6, which is `maxSize`, got 7/,
    ],
    "no instances at all": [{ ...least, maxSize: 0 }, /expected `maxSize` to be 1 to 10000, got 0/],
    "no types": [{ ...least, instanceTypes: [] }, /expected `instanceTypes` to be one or more types, got \[\]/],
    "a type that there isn't": [
      { ...least, instanceTypes: ["t4g.small", "large"] },
      /expected `instanceTypes` to be types such as t4g.small, got "large"/,
    ],
    "types that no one image fits": [
      { ...least, instanceTypes: ["t4g.small", "t3.small"] },
      /expected `instanceTypes` to be types of one architecture, which one image fits, got \["t4g.small","t3.small"\]/,
    ],
    "more than all to be spot": [{ ...least, spotPercent: 101 }, /expected `spotPercent` to be 0 to 100, got 101/],
    "a warm pool of spot instances": [
      { ...least, image, rootDeviceName: "/dev/xvda", warmPoolSize: 2, spotPercent: 50 },
      /expected `spotPercent` to be 0 with a warm pool, got 50/,
    ],
    "a warm pool whose image is a parameter": [
      { ...least, warmPoolSize: 2 },
      /expected `image` to be the id of an image with a warm pool, got "\/aws\/service\/ami-amazon-linux-latest\/.*arm64"/,
    ],
    "half an instance to wait": [{ ...least, warmPoolSize: 0.5 }, /expected `warmPoolSize` to be 0 to 10000, got 0.5/],
    "an image whose root device it doesn't know": [
      { ...least, image },
      /expected `rootDeviceName` to be the root device of the image, such as \/dev\/sda1, got undefined/,
    ],
    "a root device that is none": [
      { ...least, rootDeviceName: "xvda" },
      /expected `rootDeviceName` to be a name such as \/dev\/xvda, got "xvda"/,
    ],
    "instances that live for ever": [
      { ...least, maxInstanceLifetimeDays: 0 },
      /expected `maxInstanceLifetimeDays` to be 1 to 365, got 0/,
    ],
    "a grace period of over two hours": [
      { ...least, healthCheckGracePeriod: 7201 },
      /expected `healthCheckGracePeriod` to be 0 to 7200, got 7201/,
    ],
    "a deployment that there isn't": [
      { ...least, deploy: "canary" as "rolling" },
      /expected `deploy` to be replace or rolling, got "canary"/,
    ],
    "to replace a group by one without instances": [
      { ...least, minSize: 0, deploy: Deploy.Replace },
      /expected `minSize` to be above 0 for `deploy` replace, got 0/,
    ],
    "alarms that stop nothing": [
      { ...least, targetGroupArns, alarmNames: ["errors"] },
      /expected `alarmNames` to be given for `deploy` rolling only, got "replace"/,
    ],
    "to follow requests of no load balancer": [
      { ...least, requestsPerTarget: 1000 },
      /expected `resourceLabel` to be given, as the other is, got undefined/,
    ],
    "a load balancer whose requests don't count": [
      { ...least, resourceLabel },
      /expected `requestsPerTarget` to be given, as the other is, got undefined/,
    ],
    "processors that are never busy": [{ ...least, cpuTarget: 0 }, /expected `cpuTarget` to be 1 to 100, got 0/],
    "instances that get no requests": [
      { ...least, resourceLabel, requestsPerTarget: 0 },
      /expected `requestsPerTarget` to be above 0, got 0/,
    ],
    "a volume without size": [{ ...least, volumeSize: 0 }, /expected `volumeSize` to be 1 to 65536, got 0/],
    "an image that is neither an id nor a parameter": [
      { ...least, image: "ami-latest", rootDeviceName: "/dev/xvda" },
      /expected `image` to be the id of an image, or the name or ARN of an SSM parameter that holds one, got "ami-latest"/,
    ],
  },
});

describe("a Fleet", () => {
  async function inputsOf(args: Partial<FleetArgs>, type: string): Promise<Record<string, any> | undefined> {
    const declared = await deploy(() => {
      new Fleet("it", { ...least, ...args });
    });
    return declared.find((made) => made.type === type)?.inputs;
  }
  const group = (args: Partial<FleetArgs>) => inputsOf(args, "aws:autoscaling/group:Group");

  it("never asks for a number of instances, which is the autoscaler's to say", async () => {
    assert.equal((await group({}))?.desiredCapacity, undefined);
  });

  it("has a launch template that reads the parameter of the image at each launch, or pins an image", async () => {
    const imageOf = async (args: Partial<FleetArgs>) =>
      (await inputsOf(args, "aws:ec2/launchTemplate:LaunchTemplate"))?.imageId as unknown;
    const newest = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default";
    assert.equal(await imageOf({}), `${newest}-arm64`);
    assert.equal(await imageOf({ instanceTypes: ["m7i.large"] }), `${newest}-x86_64`);
    assert.equal(await imageOf({ image, rootDeviceName: "/dev/sda1" }), image);
  });

  it("waits for as many well targets as its minimum, and is refreshed only where it is not replaced", async () => {
    const balanced = await group({ targetGroupArns });
    assert.equal(balanced?.minElbCapacity, 2);
    assert.equal(balanced?.healthCheckType, "ELB");
    assert.equal(balanced?.instanceRefresh, undefined);
    const rolling = await group({ targetGroupArns, deploy: Deploy.Rolling, alarmNames: ["errors"] });
    assert.deepEqual(rolling?.instanceRefresh, {
      strategy: "Rolling",
      preferences: {
        minHealthyPercentage: 100,
        maxHealthyPercentage: 110,
        alarmSpecification: { alarms: ["errors"] },
      },
    });
  });

  it("refreshes a group that may be empty, for nothing could be told of a new one", async () => {
    assert.equal((await group({ targetGroupArns, minSize: 0 }))?.instanceRefresh.strategy, "Rolling");
  });

  it("mixes instances for several types and for spot, and only then", async () => {
    const plain = await group({});
    assert.equal(plain?.mixedInstancesPolicy, undefined);
    assert.deepEqual(plain?.launchTemplate, { id: "it-id", version: "7" });
    const spot = await group({ spotPercent: 70, instanceTypes: ["t4g.small", "t4g.medium"] });
    assert.equal(spot?.launchTemplate, undefined);
    assert.equal(spot?.capacityRebalance, true);
    const { instancesDistribution, launchTemplate } = spot?.mixedInstancesPolicy;
    assert.equal(instancesDistribution.onDemandPercentageAboveBaseCapacity, 30);
    assert.deepEqual(launchTemplate, {
      launchTemplateSpecification: { launchTemplateId: "it-id", version: "7" },
      overrides: [{ instanceType: "t4g.small" }, { instanceType: "t4g.medium" }],
    });
  });

  it("lets the role of Auto Scaling use the key (EC2 Auto Scaling User Guide, key policy requirements)", async () => {
    assert.equal(await inputsOf({}, "aws:kms/grant:Grant"), undefined);
    const grant = await inputsOf({ keyArn: "arn:aws:kms:eu-west-1:123456789012:key/1" }, "aws:kms/grant:Grant");
    assert.equal(
      grant?.granteePrincipal,
      "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    );
  });

  it("tells of launches that fail only where there is a topic, and that to Auto Scaling's own words (API NotificationConfiguration)", async () => {
    const type = "aws:autoscaling/notification:Notification";
    assert.equal(await inputsOf({}, type), undefined);
    const alarmTopicArn = "arn:aws:sns:eu-west-1:123456789012:alarms";
    assert.deepEqual(await inputsOf({ alarmTopicArn }, type), {
      groupNames: ["it"],
      notifications: ["autoscaling:EC2_INSTANCE_LAUNCH_ERROR", "autoscaling:EC2_INSTANCE_TERMINATE_ERROR"],
      topicArn: alarmTopicArn,
    });
  });

  it("keeps as many instances in the warm pool as are asked for, however many serve", async () => {
    const warm = await group({ image, rootDeviceName: "/dev/xvda", warmPoolSize: 3 });
    assert.deepEqual(warm?.warmPool, { poolState: "Stopped", minSize: 3, maxGroupPreparedCapacity: 5 });
    assert.equal((await group({}))?.warmPool, undefined);
  });

  it("writes user data as a launch template takes it", async () => {
    const template = await inputsOf({ userData: "#!/bin/sh\n" }, "aws:ec2/launchTemplate:LaunchTemplate");
    assert.equal(Buffer.from(template?.userData as string, "base64").toString(), "#!/bin/sh\n");
  });
});
