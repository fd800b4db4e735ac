import type { Graph, Subject } from "../core/graph";
import { partsOf } from "./bucket";
import { type Statement, statements } from "./policy-document";
import { some } from "./some";

/** Whether a statement of one of the bucket's policies is such: of its own, or of a BucketPolicy for it. */
export function hasStatement(graph: Graph, bucket: Subject<any>, isSuch: (statement: Statement) => boolean): boolean {
  const own = () => some(statements(bucket.at("policy")), isSuch);
  const attached = () =>
    some(partsOf(graph, bucket.urn, ["aws:s3/bucketPolicy:BucketPolicy"]), (policy) =>
      some(statements(policy.at("policy")), isSuch),
    );
  return some([own, attached], (has) => has());
}
