/** The suffix of `aws-patch-manager-<region>-…`, by region, and that of `patch-baseline-snapshot-<region>` where it has one. */
const suffixes: Readonly<Record<string, readonly [patchManager: string, snapshot?: string]>> = {
  "us-east-2": ["552881074"],
  "us-east-1": ["1970c647d"],
  "us-west-1": ["8badb4304"],
  "us-west-2": ["34d7f99f8"],
  "af-south-1": ["bdd5f65a9", "tbxdb5b9"],
  "ap-east-1": ["632356271"],
  "ap-south-2": ["32f4b4128", "50209442"],
  "ap-southeast-3": ["aa48fc462", "be0a3174"],
  "ap-southeast-4": ["01e2c40d3", "dc6f76ce"],
  "ap-south-1": ["cb7c62ff9"],
  "ap-northeast-3": ["67373598a"],
  "ap-northeast-2": ["10467995c"],
  "ap-southeast-1": ["7fdfd9ef7"],
  "ap-southeast-2": ["17283a275"],
  "ap-northeast-1": ["4849fa78f"],
  "ca-central-1": ["3148e69e3"],
  "ca-west-1": ["9e3a4b2f9"],
  "eu-central-1": ["9163fdaaf"],
  "eu-west-1": ["5522fb710"],
  "eu-west-2": ["902a2bc74"],
  "eu-south-1": ["c52f3f594"],
  "eu-west-3": ["29bf85721"],
  "eu-south-2": ["a4cf248b1", "df2c9d70"],
  "eu-north-1": ["795879e9b"],
  "eu-central-2": ["184ce43c8"],
  "il-central-1": ["e221cb57b"],
  "me-south-1": ["a53fc9dce", "uduvl7q8"],
  "me-central-1": ["2932f2f80"],
  "sa-east-1": ["ddf4b6a09"],
};

/**
 * The buckets of AWS from which Patch Manager loads its programs and the snapshots of patch baselines, by their exact names:
 * anyone may own a bucket that only begins like them. Where AWS lists none, as in China, nothing but a pattern is left.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-operations-s3-buckets.html
 */
export function patchBuckets(region: string): readonly string[] {
  const known = suffixes[region];
  const snapshots = `patch-baseline-snapshot-${region}`;
  if (!known) return [`aws-patch-manager-${region}-*`, snapshots, `${snapshots}-*`];
  const [patchManager, snapshot] = known;
  return [
    `aws-patch-manager-${region}-${patchManager}`,
    snapshot === undefined ? snapshots : `${snapshots}-${snapshot}`,
  ];
}
