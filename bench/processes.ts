import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Medians over the runs of one command. */
export interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const usage = join(mkdtempSync(join(tmpdir(), "bench-")), "usage");

/**
 * Runs Node.js commands in turn, A B A B …, after a warm-up of each, so that a machine that slows down slows down all.
 *
 * @param commands - arguments of `node`, by name
 */
export function measure<Name extends string>(
  commands: Record<Name, readonly string[]>,
  runs = 7,
): Record<Name, Measured> {
  const samples = Object.fromEntries(Object.keys(commands).map((name) => [name, [] as Measured[]])) as Record<
    Name,
    Measured[]
  >;
  for (let index = -1; index < runs; index += 1) {
    for (const [name, args] of Object.entries(commands) as [Name, readonly string[]][]) {
      const sample = once(args);
      if (index >= 0) samples[name].push(sample);
    }
  }
  const medians = Object.entries(samples) as [Name, Measured[]][];
  return Object.fromEntries(medians.map(([name, taken]) => [name, medianOf(taken)])) as Record<Name, Measured>;
}

function once(args: readonly string[]): Measured {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ["--require", join(__dirname, "usage.cjs"), ...args], {
    env: { ...process.env, BENCH_USAGE: usage },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0 && status !== 1) throw new Error(`${args.join(" ")}: exit code ${status}: ${stderr}`);
  return { milliseconds, megabytes: Number(readFileSync(usage, "utf8")) / 1024 };
}

function medianOf(samples: readonly Measured[]): Measured {
  return {
    milliseconds: median(samples.map(({ milliseconds }) => milliseconds)),
    megabytes: median(samples.map(({ megabytes }) => megabytes)),
  };
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
