import { launchTemplateNoPublicIp } from "../../../../policies/rules/ec2/launch-template-no-public-ip";
import { resource, testRule, unknown } from "../../../../policies/testing";

const template = "aws:ec2/launchTemplate:LaunchTemplate";
const configuration = "aws:ec2/launchConfiguration:LaunchConfiguration";
const launch = { imageId: "ami-1", instanceType: "t3.micro" };

testRule(launchTemplateNoPublicIp, {
  passes: {
    "no interfaces": [resource(template, {})],
    "an interface that leaves it to the subnet": [resource(template, { networkInterfaces: [{ subnetId: unknown }] })],
    "off, as text": [resource(template, { networkInterfaces: [{ associatePublicIpAddress: "false" }] })],
    "a launch configuration without it": [resource(configuration, launch)],
  },
  violates: {
    "on, as text": {
      stack: [resource(template, { networkInterfaces: [{ associatePublicIpAddress: "true" }] })],
      observes: ['networkInterfaces[0].associatePublicIpAddress is "true"'],
    },
    "on in the second, the first not known": {
      stack: [
        resource(template, {
          networkInterfaces: [{ associatePublicIpAddress: unknown }, { associatePublicIpAddress: "true" }],
        }),
      ],
      observes: ['networkInterfaces[1].associatePublicIpAddress is "true"'],
    },
    "on in a launch configuration": {
      stack: [resource(configuration, { ...launch, associatePublicIpAddress: true })],
      observes: ["associatePublicIpAddress is true"],
    },
  },
  undetermined: {
    "not known": [resource(template, { networkInterfaces: [{ associatePublicIpAddress: unknown }] })],
    "the interfaces are not known": [resource(template, { networkInterfaces: unknown })],
  },
});
