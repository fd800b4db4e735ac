import * as assert from "node:assert/strict";
import { Graph, Subject } from "../../../policies/core/graph";
import { NotKnown } from "../../../policies/core/value";
import type { Resource } from "../../../policies/core/stack";
import { resource, unknown } from "../../../policies/testing";

const bucketType = "aws:s3/bucket:Bucket";
const versioningType = "aws:s3/bucketVersioning:BucketVersioning";

const logs = resource(bucketType, { bucket: "acme-logs" }, { name: "logs" });
const site = resource(bucketType, {}, { name: "site" });
const versioningOf = (bucket: unknown, name = "versioning") =>
  resource(versioningType, { bucket: bucket as string, versioningConfiguration: { status: "Enabled" } }, { name });

function referrers(target: Resource, stack: Resource[], names: string[] = []) {
  return new Graph(stack).referrers(new Subject(target), versioningType, "bucket", names).map(({ name }) => name);
}

describe("Graph", () => {
  it("finds who refers to a resource by dependency, when the value itself is not known", () => {
    assert.deepEqual(referrers(site, [logs, site, versioningOf(site)]), ["versioning"]);
    assert.deepEqual(referrers(logs, [logs, site, versioningOf(site)], ["acme-logs"]), []);
  });

  it("finds who refers to a resource by a literal name", () => {
    assert.deepEqual(referrers(logs, [logs, versioningOf("acme-logs")], ["acme-logs"]), ["versioning"]);
    assert.deepEqual(referrers(logs, [logs, versioningOf("acme-other")], ["acme-logs"]), []);
  });

  it("does not know whether a reference that comes from outside is one", () => {
    assert.throws(() => referrers(site, [site, versioningOf(unknown)]), NotKnown);
  });

  it("does not know which resource is meant by way of another, as in vpcId: subnet.vpcId", () => {
    const shared = resource("random:index/randomId:RandomId", {}, { name: "shared" });
    assert.throws(() => referrers(site, [site, shared, versioningOf(shared)]), NotKnown);
  });

  it("prefers a certain reference to a possible one", () => {
    assert.deepEqual(referrers(site, [site, versioningOf(unknown, "open"), versioningOf(site)]), ["versioning"]);
  });

  it("does not know which of two buckets is meant by a value made of both", () => {
    const either = { ...versioningOf(unknown), propertyDependencies: { bucket: [logs.urn, site.urn] } };
    assert.throws(() => referrers(site, [logs, site, either]), NotKnown);
  });

  it("follows a property to its target, by dependency or by name", () => {
    const names = (candidate: Subject<any>) => [candidate.at("bucket").string() ?? ""];
    for (const versioning of [versioningOf(logs), versioningOf("acme-logs")]) {
      const graph = new Graph([logs, site, versioning]);
      const subject = new Subject(versioning);
      assert.equal(graph.target(subject, "bucket", subject.at("bucket"), [bucketType], names)?.name, "logs");
    }
  });

  it("says that a literal name of no resource of the stack has no target", () => {
    const elsewhere = new Subject(versioningOf("acme-elsewhere"));
    const graph = new Graph([logs, elsewhere.resource]);
    assert.equal(
      graph.target(elsewhere, "bucket", elsewhere.at("bucket"), [bucketType], () => ["acme-logs"]),
      undefined,
    );
  });
});
