import { gzipSync } from "node:zlib";
import { secret } from "../../../../policies/core/value";
import { instanceNoCredentialsInUserData } from "../../../../policies/rules/ec2/instance-no-credentials-in-user-data";
import { resource, testRule, unknown } from "../../../../policies/testing";

const instance = "aws:ec2/instance:Instance";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const configuration = "aws:ec2/launchConfiguration:LaunchConfiguration";
const script = ["#!/bin/bash\nexport AWS_ACCESS_KEY_ID=AKIA", "IOSFODNN7EXAMPLE\n"].join("");
const base64 = (text: string) => Buffer.from(text).toString("base64");

testRule(instanceNoCredentialsInUserData, {
  passes: {
    "no user data": [resource(instance, {}), resource(template, {})],
    "a script that fetches its secret": [
      resource(instance, { userData: "#!/bin/bash\naws secretsmanager get-secret-value --secret-id prod/db" }),
    ],
    "an encoded script without credentials": [resource(template, { userData: base64("#!/bin/bash\nyum update -y") })],
    "a variable in place of the password": [resource(instance, { userData: "psql postgres://app:${PASSWORD}@db" })],
  },
  violates: {
    "a script": {
      stack: [resource(instance, { userData: script })],
      observes: ["userData holds an AWS access key id on line 2"],
    },
    "a secret script: user data is readable all the same (EC2 User Guide, Instance user data)": {
      stack: [resource(instance, { userData: secret(script) as never })],
      observes: ["userData holds an AWS access key id on line 2"],
    },
    "an encoded script": {
      stack: [resource(instance, { userDataBase64: base64(script) })],
      observes: ["userDataBase64 holds an AWS access key id on line 2"],
    },
    "user data that is encoded although it need not be": {
      stack: [resource(instance, { userData: base64(script) })],
      observes: ["userData holds an AWS access key id on line 2"],
    },
    "a launch template, whose user data is base64 (@pulumi/aws, LaunchTemplate.userData)": {
      stack: [
        resource(template, {
          userData: base64(["#cloud-config", "key: |", "  -----BEGIN RSA PRIVATE KEY-----"].join("\n")),
        }),
      ],
      observes: ["userData holds a private key on line 3"],
    },
    "a launch configuration, one of its properties unknown": {
      stack: [resource(configuration, { userData: unknown, userDataBase64: base64(script) })],
      observes: ["userDataBase64 holds an AWS access key id on line 2"],
    },
  },
  undetermined: {
    "user data is not known yet": [resource(instance, { userData: unknown })],
    "compressed user data": [resource(instance, { userDataBase64: gzipSync(Buffer.from(script)).toString("base64") })],
  },
});
