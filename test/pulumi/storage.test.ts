import * as assert from "node:assert/strict";
import { type ComponentProgram, componentProgram } from "../support/component-program";
import { describeWithPulumi } from "../support/pulumi-cli";

describeWithPulumi("buckets and a load balancer under the Pulumi CLI", function () {
  this.timeout(300_000);
  let program: ComponentProgram;

  before(async () => (program = await componentProgram("storage")));
  after(() => program.remove());

  /** The names of what a resource waits for, by `<type> <name>`. */
  async function dependencies(of: string): Promise<readonly string[]> {
    const { stdout } = await program.project.pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as {
      deployment: { resources: { urn: string; dependencies?: string[] }[] };
    };
    const short = (urn: string) => urn.split("::").slice(2).join(" ").split("$").at(-1) ?? "";
    return deployment.resources.find(({ urn }) => short(urn) === of)?.dependencies?.map(short) ?? [];
  }

  it("leave nothing undetermined in a first preview, and breach nothing", async () => {
    assert.deepEqual(await program.preview(), []);
  });

  it("are made, and a second update changes nothing", async () => {
    const made = await program.changes();
    for (const step of ["s3/bucket:Bucket logs", "s3/bucket:Bucket alone-logs", "lb/loadBalancer:LoadBalancer front"]) {
      assert.ok(made.includes(`create aws:${step}`), step);
    }
    assert.deepEqual(await program.changes(), []);
  });

  it("turn logs on only when the log bucket lets them in (aws/copilot-cli#4169)", async () => {
    const policy = "aws:s3/bucketPolicy:BucketPolicy logs";
    assert.ok((await dependencies("aws:lb/loadBalancer:LoadBalancer front")).includes(policy));
    assert.ok((await dependencies("aws:s3/bucketLogging:BucketLogging files")).includes(policy));
  });

  it("hand out a target group only when it gets requests (ECS: target group does not have an associated load balancer)", async () => {
    const listener = "aws:lb/listener:Listener front";
    assert.ok((await dependencies("aws:autoscaling/policy:Policy requests")).includes(listener));
    assert.ok((await dependencies("aws:autoscaling/attachment:Attachment web")).includes(listener));
  });

  it("change in place what can, and replace a target group before the old one goes", async () => {
    assert.deepEqual(await program.changes({ EXPIRATION_DAYS: "400" }), [
      "update aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration files",
    ]);
    const replaced = await program.changes({ EXPIRATION_DAYS: "400", TARGET_PORT: "9090" });
    assert.ok(replaced.includes("create-replacement aws:lb/targetGroup:TargetGroup front"));
    assert.ok(replaced.includes("update aws:lb/listener:Listener front"));
    assert.ok(!replaced.some((step) => /replace.* aws:lb\/(loadBalancer|listener):/.test(step)), replaced.join("\n"));
  });
});
