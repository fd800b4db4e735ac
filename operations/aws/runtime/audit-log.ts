import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { type AuditEntry, canonical, firstBroken, follow } from "../../core/audit";
import type { DynamoStore } from "../../store/dynamodb";

const atOnce = 1000;

/**
 * The hash-chained log in a bucket whose objects can't be changed: an object for each run that found something, named by its
 * first entry. What was cut off between two of its steps is completed by the next run, so that every event is in it once.
 */
export class AuditLog {
  constructor(
    readonly store: DynamoStore,
    readonly client: S3Client,
    readonly bucket: string,
  ) {}

  /** Adds what happened since. @returns how many events */
  async append(): Promise<number> {
    let count = 0;
    for (;;) {
      const entries = await this.#write();
      if (entries.length === 0) return count;
      await this.store.markAudited(entries.map(({ recorded }) => recorded));
      const last = entries.at(-1) as AuditEntry;
      await this.store.moveAuditHead(entries[0]?.previous ?? "", { sequence: last.sequence, hash: last.hash });
      count += entries.length;
    }
  }

  async #write(): Promise<readonly AuditEntry[]> {
    const head = await this.store.auditHead();
    const entries: AuditEntry[] = [];
    for (const recorded of await this.store.unaudited(atOnce)) entries.push(follow(entries.at(-1) ?? head, recorded));
    if (entries.length === 0) return this.#left(head);
    const Key = keyOf(head.sequence + 1);
    const Body = entries.map((entry) => `${canonical(entry)}\n`).join("");
    try {
      const object = { Bucket: this.bucket, Key, Body, ContentType: "application/x-ndjson", IfNoneMatch: "*" };
      await this.client.send(new PutObjectCommand(object));
      return entries;
    } catch (error) {
      // Another run has written this object; what it could not finish is finished here.
      if ((error as Error).name === "PreconditionFailed") return this.#left(head);
      throw error;
    }
  }

  /** The entries of the next object where there is one already, although the head lies before it. */
  async #left(head: Pick<AuditEntry, "sequence" | "hash">): Promise<readonly AuditEntry[]> {
    const Key = keyOf(head.sequence + 1);
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key }));
      const lines = ((await Body?.transformToString()) ?? "").trim().split("\n");
      const entries = lines.map((line) => JSON.parse(line) as AuditEntry);
      const broken = firstBroken(entries, head);
      if (broken)
        throw new Error(`expected ${Key} to follow entry ${head.sequence}, got a break at ${broken.sequence}`);
      return entries;
    } catch (error) {
      if ((error as Error).name === "NoSuchKey") return [];
      throw error;
    }
  }
}

/** Text order is the order of entries. */
function keyOf(sequence: number): string {
  return `audit/${String(sequence).padStart(12, "0")}.jsonl`;
}
