import * as assert from "node:assert/strict";
import { agentPolicy } from "../../../components/compute/instance-role";

describe("what an instance's role may do", () => {
  const policy = agentPolicy({ partition: "aws-cn", account: "123456789012", region: "cn-north-1" });
  const allowed = policy.Statement as { readonly Action: string[]; readonly Resource: string | string[] }[];
  const actions = allowed.flatMap(({ Action }) => Action);

  // https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
  it("is enough for Session Manager", () => {
    for (const channel of ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"]) {
      assert.ok(actions.includes(`ssmmessages:${channel}`));
    }
    assert.ok(actions.includes("ssm:UpdateInstanceInformation"));
  });

  it("reads no parameters, which AmazonSSMManagedInstanceCore does, and names each action", () => {
    assert.deepEqual(
      actions.filter((action) => /Parameter|\*/.test(action)),
      [],
    );
  });

  it("reaches no bucket but those of Systems Manager in its own region", () => {
    const buckets = allowed.flatMap(({ Action, Resource }) => (Action[0] === "s3:GetObject" ? Resource : []));
    assert.ok(buckets.length > 0);
    for (const bucket of buckets) {
      assert.match(bucket, /^arn:aws-cn:s3:::(aws-ssm|amazon-ssm|patch-baseline|aws-patch).*-cn-north-1(-\*)?\/\*$/);
    }
  });
});
