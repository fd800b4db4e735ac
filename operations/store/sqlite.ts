import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sqlite = require("node-sqlite3-wasm");
import { UserError } from "../../policies/core/user-error";
import { type AuditEntry, follow, genesis } from "../core/audit";
import type { Instant, Recorded } from "../core/decider";
import type { Aggregate, Change, Outbox, Outcome, Page, Store } from "../core/store";

const schema = `
  CREATE TABLE IF NOT EXISTS aggregates (
    stream TEXT PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, due_at TEXT, list TEXT, "order" TEXT
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS due ON aggregates (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX IF NOT EXISTS lists ON aggregates (list, "order", stream) WHERE list IS NOT NULL;
  CREATE TABLE IF NOT EXISTS events (
    sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, recorded TEXT NOT NULL,
    previous TEXT NOT NULL, hash TEXT NOT NULL, settled INTEGER NOT NULL DEFAULT 0, UNIQUE (stream, version)
  );
  CREATE INDEX IF NOT EXISTS unsettled ON events (sequence) WHERE settled = 0;
  CREATE TABLE IF NOT EXISTS commands (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS claims (key TEXT PRIMARY KEY, stream TEXT NOT NULL) WITHOUT ROWID;
  PRAGMA user_version = 1;
`;

/** All of it in one file of a folder, for one process: what is committed survives the process and the machine's power. */
export class SqliteStore implements Store, Outbox {
  readonly #database: sqlite.Database;
  readonly #unlock: () => void;

  /**
   * Opens the store, and makes it where there is none.
   *
   * @param folder where it is kept; in memory, and gone with the process, when absent
   * @throws UserError when another process has it open, or when it isn't ours
   */
  static open(folder?: string): SqliteStore {
    const { Database } = sqlite;
    if (folder === undefined) return new SqliteStore(new Database(":memory:"), () => undefined);
    const unlock = lock(folder);
    try {
      return new SqliteStore(new Database(join(folder, "desk.db")), unlock);
    } catch (error) {
      unlock();
      throw new UserError(`expected ${join(folder, "desk.db")} to be a desk's database, got: ${String(error)}`);
    }
  }

  private constructor(database: sqlite.Database, unlock: () => void) {
    this.#database = database;
    this.#unlock = unlock;
    // Without shared memory, which WebAssembly lacks, a write-ahead log needs the file for itself.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    database.exec(schema);
  }

  load(stream: string): Promise<Aggregate | undefined> {
    const row = this.#database.get("SELECT stream, version, state FROM aggregates WHERE stream = ?", [stream]);
    return Promise.resolve(row ? aggregateOf(row) : undefined);
  }

  history(stream: string): Promise<readonly Recorded<unknown>[]> {
    return Promise.resolve(
      this.#database.all("SELECT recorded FROM events WHERE stream = ? ORDER BY version", [stream]).map(recordedOf),
    );
  }

  commit(change: Change): Promise<Outcome> {
    const database = this.#database;
    database.exec("BEGIN IMMEDIATE");
    try {
      const outcome = this.#commit(change);
      database.exec(outcome === "done" ? "COMMIT" : "ROLLBACK");
      return Promise.resolve(outcome);
    } catch (error) {
      if (database.inTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }

  #commit({ stream, expected, state, found, events, commandId, claim }: Change): Outcome {
    const database = this.#database;
    if (commandId !== undefined) {
      if (database.run("INSERT OR IGNORE INTO commands VALUES (?)", [commandId]).changes === 0) return "repeated";
    }
    if (claim) {
      const { changes } =
        claim.from === undefined
          ? database.run("INSERT OR IGNORE INTO claims VALUES (?, ?)", [claim.key, stream])
          : database.run("UPDATE claims SET stream = ? WHERE key = ? AND stream = ?", [stream, claim.key, claim.from]);
      if (changes === 0) return "conflict";
    }
    const values = [
      ...[expected + events.length, JSON.stringify(state)],
      ...[found.dueAt ?? null, found.list ?? null, found.order ?? null],
    ];
    const { changes } =
      expected === 0
        ? database.run("INSERT OR IGNORE INTO aggregates VALUES (?, ?, ?, ?, ?, ?)", [stream, ...values])
        : database.run(
            `UPDATE aggregates SET version = ?, state = ?, due_at = ?, list = ?, "order" = ? WHERE stream = ? AND version = ?`,
            [...values, stream, expected],
          );
    if (changes === 0) return "conflict";
    let last: Pick<AuditEntry, "sequence" | "hash"> = this.#lastEntry();
    for (const recorded of events) {
      const entry = follow(last, recorded);
      database.run(
        "INSERT INTO events (sequence, stream, version, recorded, previous, hash) VALUES (?, ?, ?, ?, ?, ?)",
        [entry.sequence, stream, recorded.version, JSON.stringify(recorded), entry.previous, entry.hash],
      );
      last = entry;
    }
    return "done";
  }

  #lastEntry(): Pick<AuditEntry, "sequence" | "hash"> {
    const row = this.#database.get("SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1");
    return row ? { sequence: Number(row["sequence"]), hash: textOf(row["hash"]) } : genesis;
  }

  knows(commandId: string): Promise<boolean> {
    return Promise.resolve(this.#database.get("SELECT 1 FROM commands WHERE id = ?", [commandId]) !== null);
  }

  holder(key: string): Promise<string | undefined> {
    const row = this.#database.get("SELECT stream FROM claims WHERE key = ?", [key]);
    return Promise.resolve(row ? textOf(row["stream"]) : undefined);
  }

  due(now: Instant, limit: number, kind?: string): Promise<readonly string[]> {
    const ofKind = kind === undefined ? "" : "AND substr(stream, 1, ?) = ?";
    const sql = `SELECT stream FROM aggregates WHERE due_at <= ? ${ofKind} ORDER BY due_at LIMIT ?`;
    const prefix = kind === undefined ? [] : [kind.length + 1, `${kind}/`];
    return Promise.resolve(this.#database.all(sql, [now, ...prefix, limit]).map((row) => textOf(row["stream"])));
  }

  list(list: string, { limit = 100, after }: { limit?: number; after?: string } = {}): Promise<Page> {
    const [order, stream] = after === undefined ? [] : (JSON.parse(after) as string[]);
    const rest = after === undefined ? "" : `AND ("order", stream) < (?, ?)`;
    const rows = this.#database.all(
      `SELECT stream, version, state, "order" FROM aggregates WHERE list = ? ${rest} ORDER BY "order" DESC, stream DESC LIMIT ?`,
      [list, ...(after === undefined ? [] : [order ?? "", stream ?? ""]), limit],
    );
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const next = last && JSON.stringify([last["order"], last["stream"]]);
    return Promise.resolve({ aggregates: rows.map(aggregateOf), next });
  }

  unsettled(limit: number): Promise<readonly Recorded<unknown>[]> {
    const sql = "SELECT recorded FROM events WHERE settled = 0 ORDER BY sequence LIMIT ?";
    return Promise.resolve(this.#database.all(sql, [limit]).map(recordedOf));
  }

  settle(events: readonly Recorded<unknown>[]): Promise<void> {
    const database = this.#database;
    database.exec("BEGIN IMMEDIATE");
    for (const { stream, version } of events) {
      database.run("UPDATE events SET settled = 1 WHERE stream = ? AND version = ?", [stream, version]);
    }
    database.exec("COMMIT");
    return Promise.resolve();
  }

  /** The audit log after an entry, the oldest first. */
  audit(after = 0, limit = 1000): readonly AuditEntry[] {
    const sql = "SELECT sequence, previous, recorded, hash FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?";
    return this.#database.all(sql, [after, limit]).map((row) => ({
      sequence: Number(row["sequence"]),
      previous: textOf(row["previous"]),
      recorded: recordedOf(row),
      hash: textOf(row["hash"]),
    }));
  }

  /** The place of the last entry in the audit log; 0 when it is empty. */
  sequence(): number {
    return this.#lastEntry().sequence;
  }

  close(): Promise<void> {
    this.#database.close();
    this.#unlock();
    return Promise.resolve();
  }
}

type Row = Record<string, sqlite.SQLiteValue | Record<string, sqlite.SQLiteValue>>;

const textOf = (value: Row[string] | undefined) => value as string;

function aggregateOf(row: Row): Aggregate {
  return {
    stream: textOf(row["stream"]),
    version: Number(row["version"]),
    state: JSON.parse(textOf(row["state"])) as unknown,
  };
}

function recordedOf(row: Row): Recorded<unknown> {
  return JSON.parse(textOf(row["recorded"])) as Recorded<unknown>;
}

/** Keeps other processes out, also after one that was killed. */
function lock(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "desk.pid");
  const take = () => {
    writeFileSync(path, String(process.pid), { flag: "wx" });
  };
  try {
    take();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = Number(readFileSync(path, "utf8"));
    if (isAlive(holder)) {
      throw new UserError(`expected no other desk on ${folder}, got process ${String(holder)}: stop it first`);
    }
    rmSync(path);
    take();
  }
  // SQLite's own lock is a folder here, which a killed process leaves behind.
  try {
    rmdirSync(join(folder, "desk.db.lock"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return () => {
    rmSync(path, { force: true });
  };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
