// The licences of what is bundled. They ask to go with every copy, and bundling leaves them behind.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const allowed = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0", "ISC", "MIT", "MIT-0"];

/** What @viz-js/viz holds as object code, by the project's name. */
const parts = { emscripten: "MIT", expat: "MIT", graphviz: "EPL-2.0" };

/** @returns {string} the notices of every package that has a part in these bundles */
export function thirdPartyNotices(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs)),
  );
  const paths = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  const folders = new Set(paths.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const notices = [...folders].sort().flatMap((folder) => [noticeOf(folder), ...partsOf(folder)]);
  return `pulumi-guardrails contains software of others, under these licences.\n\n${notices.join("\n")}`;
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (!allowed.includes(license)) {
    throw new Error(`${name}: expected a licence among ${allowed.join(", ")}, got ${license}`);
  }
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file));
  // All packages of the AWS SDK have one licence; some lack its text.
  const ours = [licensePath(name), licensePath(name.split("/")[0])].find((path) => existsSync(path));
  if (files.length === 0 && ours === undefined) {
    throw new Error(`${name}: expected a licence file, or ${licensePath(name)}`);
  }
  return notice(`${name} ${version}`, license, files.length > 0 ? files.map((file) => join(folder, file)) : [ours]);
}

/** Where the source is to be had is what the Eclipse Public License asks to say; the package's own build record does. */
function partsOf(folder) {
  const record = join(folder, "lib/provenance.json");
  if (!existsSync(record)) return [];
  const { predicate } = JSON.parse(readFileSync(record, "utf8"));
  return predicate.buildDefinition.resolvedDependencies.map(({ uri }) => {
    const name = Object.keys(parts).find((part) => uri.includes(part));
    if (name === undefined) throw new Error(`${record}: expected ${Object.keys(parts).join(", ")}, got ${uri}`);
    const title = `${name} ${/\d+(\.\d+)+/.exec(uri)?.[0]}, as object code in ${folder.replace(/^.*node_modules\//, "")}`;
    return notice(title, `${parts[name]}\nSource: ${uri}`, [licensePath(name)]);
  });
}

/** Texts that a package should have brought and did not. */
function licensePath(name) {
  return `scripts/licenses/${name.replace("@", "").replace("/", "-")}.txt`;
}

function notice(title, license, files) {
  const texts = files.map((file) => readFileSync(file, "utf8").trim());
  return [`${"=".repeat(80)}\n${title}\nLicence: ${license}`, ...texts].join("\n\n") + "\n";
}
