import * as assert from "node:assert/strict";
import fc from "fast-check";
import { type AuditEntry, firstBroken, follow, genesis } from "../../../operations/core/audit";

const logs = fc
  .array(fc.record({ note: fc.string(), count: fc.nat(), who: fc.constantFrom("ana", "bo") }), {
    minLength: 1,
    maxLength: 20,
  })
  .map((events) => {
    const entries: AuditEntry[] = [];
    for (const [index, event] of events.entries()) {
      const recorded = {
        stream: "ticket/T-1",
        version: index + 1,
        at: "2026-11-24T09:00:00.000Z",
        by: "user:ana",
        event,
      };
      entries.push(follow(entries.at(-1) ?? genesis, recorded));
    }
    return entries;
  });

const copyOf = (entries: readonly AuditEntry[]) => JSON.parse(JSON.stringify(entries)) as AuditEntry[];

describe("the audit log", () => {
  it("holds together as it was written, in whatever order a store gives the names of its objects", () => {
    fc.assert(
      fc.property(logs, (entries) => {
        const turned = copyOf(entries).map(
          (entry) => Object.fromEntries(Object.entries(entry).reverse()) as unknown as AuditEntry,
        );
        assert.equal(firstBroken(entries), undefined);
        assert.equal(firstBroken(turned), undefined);
      }),
    );
  });

  it("shows any changed byte of what it records", () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 127 }), (entries, which, where, change) => {
        const index = which % entries.length;
        const changed = copyOf(entries);
        const bytes = Buffer.from(JSON.stringify(changed[index]));
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ change;
        let entry: AuditEntry;
        try {
          entry = JSON.parse(bytes.toString("latin1")) as AuditEntry;
          assert.deepEqual(entry, entries[index]);
        } catch {
          // What is no JSON any more can't be read as an entry at all; what differs has to be found.
          try {
            changed[index] = JSON.parse(bytes.toString("latin1")) as AuditEntry;
          } catch {
            return;
          }
          assert.ok(firstBroken(changed) !== undefined);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("shows an entry that was dropped, moved or put in", () => {
    fc.assert(
      fc.property(logs, fc.nat(), (entries, which) => {
        fc.pre(entries.length >= 2);
        const index = which % (entries.length - 1);
        const [one, next] = [entries[index], entries[index + 1]];
        assert.ok(one && next);
        const dropped = entries.toSpliced(index, 1);
        const swapped = entries.toSpliced(index, 2, next, one);
        const doubled = entries.toSpliced(index, 0, one);
        for (const broken of [dropped, swapped, doubled]) assert.ok(firstBroken(broken) !== undefined);
      }),
    );
  });
});
