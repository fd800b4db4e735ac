// Builds dist/handlers/: the code of the desk's Lambda functions, a file for each of its components.
import { build } from "esbuild";
import { pathToFileURL } from "node:url";

const handlers = ["tickets", "escalation", "connectors", "containment", "access-review", "api"];

/**
 * Bundles the AWS SDK, too: what is deployed is what was tested, whatever version AWS puts into the runtime that week, and a
 * function that loads only its own clients starts sooner. Modules (ESM), as they are smaller.
 */
export function buildHandlers() {
  return build({
    entryPoints: Object.fromEntries(handlers.map((name) => [name, `operations/${name}/handler.ts`])),
    outdir: "dist/handlers",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node22",
    format: "esm",
    minify: true,
    // Names of errors decide what is done with them.
    keepNames: true,
    legalComments: "none",
    // What was written for CommonJS looks for these.
    banner: {
      js: [
        `import { createRequire as guardrailsRequire } from "node:module";`,
        `const require = guardrailsRequire(import.meta.url);`,
        `const __dirname = import.meta.dirname, __filename = import.meta.filename;`,
      ].join(""),
    },
    mainFields: ["module", "main"],
    logLevel: "warning",
    metafile: true,
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildHandlers();
