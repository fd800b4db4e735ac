import { instanceImdsv2Required } from "../../../../policies/rules/ec2/instance-imdsv2-required";
import { resource, testRule, unknown } from "../../../../policies/testing";

const instance = "aws:ec2/instance:Instance";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const configuration = "aws:ec2/launchConfiguration:LaunchConfiguration";
const defaults = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults";
const launch = { imageId: "ami-1", instanceType: "t3.micro" };
const required = { metadataOptions: { httpTokens: "required" } };
const secure = resource(template, { name: "secure", ...required }, { name: "secure" });
const notSet = "metadataOptions.httpTokens is not set";

testRule(instanceImdsv2Required, {
  passes: {
    "an instance": [resource(instance, required)],
    "a launch template": [secure],
    "a launch configuration": [resource(configuration, { ...launch, ...required })],
    "nothing answers": [resource(instance, { metadataOptions: { httpEndpoint: "disabled" } })],
    "nothing answers, tokens not known": [
      resource(instance, { metadataOptions: { httpEndpoint: "disabled", httpTokens: unknown } }),
    ],
    "supplied by the launch template, by reference": [
      secure,
      resource(instance, { launchTemplate: { id: secure, version: "$Latest" } }),
    ],
    "supplied by the launch template, by name": [secure, resource(instance, { launchTemplate: { name: "secure" } })],
    "supplied by the launch template, by id, in the version it has now": [
      { ...secure, id: "lt-1", outputs: { latestVersion: 7 } },
      resource(instance, { launchTemplate: { id: "lt-1", version: "7" } }),
    ],
    "supplied by the launch template, beside options of the instance": [
      secure,
      resource(instance, { launchTemplate: { id: secure }, metadataOptions: { httpPutResponseHopLimit: 2 } }),
    ],
    "its own, whatever a launch template of another stack says": [
      resource(instance, { ...required, launchTemplate: { id: "lt-2" } }),
    ],
    "the account's default (EC2 User Guide, Order of precedence for instance metadata options)": [
      resource(defaults, { httpTokens: "required" }, { name: "defaults" }),
      resource(instance, {}, { name: "instance" }),
      resource(template, {}, { name: "template" }),
    ],
  },
  violates: {
    "left out: EC2 asks for no token unless AMI or account do": { stack: [resource(instance, {})], observes: [notSet] },
    optional: {
      stack: [resource(instance, { metadataOptions: { httpTokens: "optional" } })],
      observes: ['metadataOptions.httpTokens is "optional"'],
    },
    "a launch template without": { stack: [resource(template, {})], observes: [notSet] },
    "a launch configuration without": { stack: [resource(configuration, launch)], observes: [notSet] },
    "an instance and its launch template without": {
      stack: [
        resource(template, {}, { name: "plain" }),
        resource(instance, { launchTemplate: { id: resource(template, {}, { name: "plain" }) } }),
      ],
      observes: [notSet, notSet],
    },
    "the instance overrides its launch template": {
      stack: [
        secure,
        resource(instance, { launchTemplate: { id: secure }, metadataOptions: { httpTokens: "optional" } }),
      ],
      observes: ['metadataOptions.httpTokens is "optional"'],
    },
    "the program overrides the account's default": {
      stack: [
        resource(defaults, { httpTokens: "required" }, { name: "defaults" }),
        resource(instance, { metadataOptions: { httpTokens: "optional" } }),
      ],
      observes: ['metadataOptions.httpTokens is "optional"'],
    },
    "the account's default is for another Region": {
      stack: [
        resource(defaults, { httpTokens: "required", region: "eu-west-1" }, { name: "defaults" }),
        resource(instance, { region: "us-east-1" }),
      ],
      observes: [notSet],
    },
    "the account has no preference": {
      stack: [resource(defaults, { httpTokens: "no-preference" }, { name: "defaults" }), resource(instance, {})],
      observes: [notSet],
    },
  },
  undetermined: {
    "tokens not known": [resource(instance, { metadataOptions: { httpTokens: unknown } })],
    "options not known": [resource(instance, { metadataOptions: unknown })],
    "a launch template of another stack": [resource(instance, { launchTemplate: { id: "lt-2" } })],
    "an older version of a launch template": [
      { ...secure, id: "lt-1", outputs: { latestVersion: 7 } },
      resource(instance, { launchTemplate: { id: "lt-1", version: "6" } }),
    ],
    "the endpoint is not known": [resource(instance, { metadataOptions: { httpEndpoint: unknown } })],
  },
});
