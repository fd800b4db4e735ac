// Builds dist/: the command, the pack, the public API and its types.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });

const bundles = {
  guardrails: "cli/main.ts",
  pack: "policies/pack/index.ts",
  components: "components/index.ts",
  plugin: "components/plugin.ts",
  policies: "policies/index.ts",
  testing: "policies/testing.ts",
};

const options = {
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  minifyWhitespace: true,
  // Function names stay, because errors of ours keep their stack.
  keepNames: false,
  legalComments: "none",
  external: ["@pulumi/*", "@grpc/grpc-js", "google-protobuf", "typescript"],
  logLevel: "warning",
};
// Graphviz is larger than all else together, and loaded only for a picture.
await build({ ...options, entryPoints: { viz: "@viz-js/viz" }, charset: "utf8" });
await build({
  ...options,
  entryPoints: bundles,
  alias: { "@viz-js/viz": "./viz.js" },
  external: [...options.external, "./viz.js"],
});
chmodSync("dist/guardrails.js", 0o755);

execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "scripts/tsconfig.types.json"], {
  stdio: "inherit",
});
