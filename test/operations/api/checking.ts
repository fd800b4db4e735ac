import * as assert from "node:assert/strict";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import type { Scene } from "./fixture";

type Answer = Awaited<ReturnType<Scene["ask"]>>;

/** Checks answers against the description of the API, and remembers which operations were tried. */
export async function checking(scene: Scene) {
  const document = (await scene.ask(undefined, "GET", "/api/openapi.json")).json;
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema({ $id: "desk", components: document.components });
  const tried = new Set<string>();
  /** @param key such as `GET /api/tickets/{id}` */
  const check = async (key: string, answer: Promise<Answer>, expected: number) => {
    const { status, json, text, headers } = await answer;
    assert.equal(status, expected, `${key}: ${text}`);
    const [method = "", path = ""] = key.split(" ");
    const type = headers.get("content-type")?.split(";")[0] ?? "";
    const described = document.paths[path]?.[method.toLowerCase()]?.responses[String(status)];
    const schema = described?.content[type]?.schema.$ref ?? assert.fail(`${key} ${status}`);
    assert.ok(ajv.validate(`desk${schema}`, json), `${key} ${status}: ${ajv.errorsText()} in ${text}`);
    if (status < 300) tried.add(key);
    return json;
  };
  /** Sends a request, and checks the answer. */
  const call = (
    as: string,
    key: string,
    expected: number,
    body?: unknown,
    params: Readonly<Record<string, string>> = {},
  ) => {
    const [operation = "", query] = key.split("?");
    const [method = "", template = ""] = operation.split(" ");
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
    const url = query === undefined ? path : `${path}?${query}`;
    return check(operation, scene.ask(as, method, url, body), expected);
  };
  return { check, call, tried, document };
}

export type Called = Awaited<ReturnType<typeof checking>>;
