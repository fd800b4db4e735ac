import * as assert from "node:assert/strict";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { installPack, type Project, project, repository, spoken, type Watched } from "./pulumi-cli";

/** A program of test/fixtures/programs that takes the components from `./components`, and a pack that lets no breach pass. */
export interface ComponentProgram {
  readonly project: Project;
  /** What to pass as `--policy-pack`: every rule is mandatory. */
  readonly pack: string;
  /** What the pack says of a first preview, which succeeds. */
  preview(): Promise<readonly string[]>;
  /** Updates the stack, which may fail; the pack has nothing to say. */
  up(environment?: Readonly<Record<string, string>>): Promise<Watched>;
  /** What an update that succeeds does, in order, but for what components keep of their own arguments. */
  steps(environment?: Readonly<Record<string, string>>): Promise<readonly string[]>;
  /** The same, sorted: the engine makes what doesn't depend on each other in any order. */
  changes(environment?: Readonly<Record<string, string>>): Promise<readonly string[]>;
  remove(): void;
}

/** A program of test/fixtures/programs beside the components, bundled afresh, so that no test runs yesterday's. */
export async function componentProject(fixture: string): Promise<Project> {
  const made = await project(join(repository, "test/fixtures/programs", fixture));
  buildSync({
    entryPoints: [join(repository, "components/index.ts")],
    outfile: join(made.folder, "components.js"),
    bundle: true,
    platform: "node",
    external: ["@pulumi/*"],
  });
  return made;
}

export async function componentProgram(fixture: string): Promise<ComponentProgram> {
  const made = await componentProject(fixture);
  made.write("guardrails.yaml", "levels: { default: mandatory }\n");
  const pack = installPack(made);
  const up: ComponentProgram["up"] = async (environment = {}) => {
    const run = made.withEnvironment(environment);
    const done = await run.watched("up", "--yes", "--skip-preview", "--policy-pack", pack);
    assert.deepEqual(done.violations, []);
    return done;
  };
  const steps: ComponentProgram["steps"] = async (environment) => {
    const done = await up(environment);
    assert.equal(done.exitCode, 0, done.stdout + done.stderr);
    return done.steps.filter((step) => !step.includes(" guardrails:"));
  };
  return {
    project: made,
    pack,
    async preview() {
      const { exitCode, violations, stdout } = await made.watched("preview", "--policy-pack", pack);
      assert.equal(exitCode, 0, stdout);
      return spoken(violations);
    },
    up,
    steps,
    changes: async (environment) => [...(await steps(environment))].sort(),
    remove: () => made.remove(),
  };
}
