import { on, type Rule, saw, when } from "pulumi-guardrails/policies";

export const bucketNotForceDestroyed: Rule = {
  id: "acme-bucket-not-force-destroyed",
  title: "Buckets must not be emptied when they are deleted",
  severity: "medium",
  why: "One mistaken destroy then takes every object with it.",
  fix: "Remove forceDestroy from the bucket.",
  catalogue: [],
  checks: [
    on("aws:s3/bucket:Bucket", (bucket) => when(bucket.at("forceDestroy").boolean(), saw(bucket.at("forceDestroy")))),
  ],
};

export const rules = [bucketNotForceDestroyed];
