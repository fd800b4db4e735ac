import { GetObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import type { AuditEntry } from "../../../operations/core/audit";

/** What stands in a bucket that holds an audit log, in the order of its objects' names. */
export async function auditEntries(s3: S3Client, Bucket: string): Promise<AuditEntry[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const entries: AuditEntry[] = [];
  for (const Key of Contents.map(({ Key: key = "" }) => key).sort()) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const lines = ((await Body?.transformToString()) ?? "").trim().split("\n");
    entries.push(...lines.map((line) => JSON.parse(line) as AuditEntry));
  }
  return entries;
}
