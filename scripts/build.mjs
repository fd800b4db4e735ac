// Builds dist/: the command, the pack, the public API and its types.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, rmSync, writeFileSync } from "node:fs";
import { buildHandlers } from "./handlers.mjs";
import { thirdPartyNotices } from "./notices.mjs";

rmSync("dist", { recursive: true, force: true });

const bundles = {
  guardrails: "cli/main.ts",
  pack: "policies/pack/index.ts",
  components: "components/index.ts",
  operations: "operations/index.ts",
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
// SQLite looks for its WebAssembly beside the file that it is in.
const sqlite = await build({ ...options, entryPoints: { sqlite: "node-sqlite3-wasm" } });
copyFileSync("node_modules/node-sqlite3-wasm/dist/node-sqlite3-wasm.wasm", "dist/node-sqlite3-wasm.wasm");
// The desk with its AWS clients is a file of its own, so that the other commands start without it.
const desk = await build({
  ...options,
  entryPoints: { desk: "cli/commands/desk.ts" },
  alias: { "node-sqlite3-wasm": "./sqlite.js" },
  external: [...options.external, "./sqlite.js"],
});
const apart = {
  name: "apart",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/commands\/desk$/ }, () => ({ path: "./desk.js", external: true })),
};
const rest = await build({
  ...options,
  entryPoints: bundles,
  alias: { "@viz-js/viz": "./viz.js" },
  external: [...options.external, "./viz.js"],
  plugins: [apart],
});
const handlers = await buildHandlers();
const metafiles = [viz, sqlite, desk, rest, handlers].map(({ metafile }) => metafile);
writeFileSync("dist/THIRD-PARTY-NOTICES.txt", thirdPartyNotices(metafiles));
chmodSync("dist/guardrails.js", 0o755);

execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "scripts/tsconfig.types.json"], {
  stdio: "inherit",
});
