// Builds dist/: the command, the pack, the public API and its types.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { thirdPartyNotices } from "./notices.mjs";

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
  // They are in the notices.
  legalComments: "none",
  metafile: true,
  external: ["@pulumi/*", "@grpc/grpc-js", "google-protobuf", "typescript"],
  logLevel: "warning",
};
// Graphviz is larger than all else together, and loaded only for a picture.
const viz = await build({ ...options, entryPoints: { viz: "@viz-js/viz" }, charset: "utf8" });
const rest = await build({
  ...options,
  entryPoints: bundles,
  alias: { "@viz-js/viz": "./viz.js" },
  external: [...options.external, "./viz.js"],
});
writeFileSync("dist/THIRD-PARTY-NOTICES.txt", thirdPartyNotices([viz.metafile, rest.metafile]));
chmodSync("dist/guardrails.js", 0o755);

execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "scripts/tsconfig.types.json"], {
  stdio: "inherit",
});
