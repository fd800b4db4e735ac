import * as assert from "node:assert/strict";
import { sign, signatureHeader } from "../../../operations/findings/signature";
import { checking } from "./checking";
import { Scene, secret } from "./fixture";

interface Described {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Record<
    string,
    { readonly content?: Record<string, { readonly schema: { readonly $ref: string } }> }
  >;
}

describe("the OpenAPI document", () => {
  let scene: Scene;
  let document: any;

  before(async () => {
    scene = new Scene();
    document = (await scene.ask(undefined, "GET", "/api/openapi.json")).json;
  });

  const described = (): [key: string, operation: Described][] =>
    Object.entries<Record<string, Described>>(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Described] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );

  it("is one of version 3.1 whose references all lead somewhere", () => {
    assert.equal(document.openapi, "3.1.0");
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      assert.ok(document.components.schemas[name!], name);
    }
    const ids = described().map(([, { operationId }]) => operationId);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("has each route of the API, and no other", () => {
    const routes = scene.app.routes
      .filter(({ method, path }) => method !== "ALL" && (path.startsWith("/api/") || path === "/healthz"))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    assert.deepEqual(
      [...new Set(routes)].filter((route) => route !== "GET /api/openapi.json").sort(),
      described()
        .map(([key]) => key)
        .sort(),
    );
  });

  it("names the parameters of each path", () => {
    for (const [key, { parameters }] of described()) {
      const inPath = parameters.filter((each) => each.in === "path").map(({ name }) => `{${name}}`);
      assert.deepEqual(key.match(/\{\w+\}/g) ?? [], inPath, key);
    }
  });

  it("offers a condition on the version where one is looked at, and nowhere else", () => {
    const offered = described().filter(([, { parameters }]) => parameters.some(({ name }) => name === "If-Match"));
    assert.deepEqual(
      offered.map(([, { operationId }]) => operationId).sort(),
      [
        ...["acknowledgeTicket", "assignTicket", "changeSeverityTicket", "commentTicket", "handOverTicket"],
        ...["resolveTicket", "snoozeTicket", "decideReview", "reassignReview", "retryReview"],
      ].sort(),
    );
  });

  it("describes what the API really answers, also when it refuses", async () => {
    const { check, tried } = await checking(scene);
    const id = await scene.opened();
    const body = JSON.stringify({ id: "x", rule: "r", title: "t" });
    const signed = { [signatureHeader]: sign(body, secret, scene.now) };
    const asff = { SchemaVersion: "2018-10-08", ProductArn: "arn", Id: "a", Title: "T", GeneratorId: "g" };
    await check("POST /api/findings/{webhook}", scene.ask(undefined, "POST", "/api/findings/edr", body, signed), 200);
    await check("POST /api/findings/{webhook}", scene.ask(undefined, "POST", "/api/findings/edr", body), 401);
    await check("POST /api/findings", scene.ask("ana", "POST", "/api/findings", [asff]), 200);
    await check("POST /api/findings", scene.ask("ana", "POST", "/api/findings", []), 422);
    const until = "2026-11-24T10:00:00Z";
    const bodies: [string, unknown][] = [
      ["acknowledge", {}],
      ["assign", { assignee: "ana" }],
      ["comment", { text: "hm" }],
      ["snooze", { until, reason: "later" }],
      ["change-severity", { severity: "critical", reason: "worse" }],
      ["hand-over", { department: "platform", reason: "theirs" }],
      ["resolve", { resolution: "fixed", note: "" }],
    ];
    for (const [name, given] of bodies) {
      const key = `POST /api/tickets/{id}/${name}`;
      await check(key, scene.ask("sam", "POST", `/api/tickets/${id}/${name}`, given), 200);
      await check(key, scene.ask("sam", "POST", `/api/tickets/${id}/${name}`, { x: 1 }), 422);
      await check(key, scene.ask("sam", "POST", `/api/tickets/T-00000000/${name}`, given), 404);
    }
    await check(
      "POST /api/tickets/{id}/resolve",
      scene.ask("sam", "POST", `/api/tickets/${id}/resolve`, bodies[6]?.[1]),
      409,
    );
    await check("GET /api/tickets/{id}", scene.ask("vic", "GET", `/api/tickets/${id}`), 200);
    await check("GET /api/tickets", scene.ask("vic", "GET", "/api/tickets"), 200);
    await check("GET /api/tickets", scene.ask("vic", "GET", "/api/tickets?state=resolved"), 200);
    for (const path of [
      "/healthz",
      "/api/me",
      "/api/on-call",
      "/api/figures",
      "/api/audit",
      "/api/deliveries",
      "/api/containments",
    ]) {
      await check(`GET ${path}`, scene.ask("vic", "GET", path), 200);
    }
    scene.failing = ["x"];
    await check("GET /healthz", scene.ask("vic", "GET", "/healthz"), 503);
    scene.send = () => Promise.reject(new Error("down"));
    await scene.opened({}, "f-2");
    for (const minutes of [1, 2, 5]) await scene.pass(minutes);
    const { deliveries } = await check("GET /api/deliveries", scene.ask("vic", "GET", "/api/deliveries"), 200);
    const retry = `/api/deliveries/${encodeURIComponent(deliveries[0].id)}/retry`;
    await check("POST /api/deliveries/{id}/retry", scene.ask("sam", "POST", retry), 200);
    await check("POST /api/deliveries/{id}/retry", scene.ask("sam", "POST", "/api/deliveries/none/retry"), 404);
    const target = { target: "user/123456789012/eve" };
    await check(
      "POST /api/containments/preview",
      scene.ask("sam", "POST", "/api/containments/preview", { ...target, way: "contain" }),
      501,
    );
    const untried = described()
      .map(([key]) => key)
      .filter((key) => !tried.has(key));
    assert.ok(
      // Those of containment and of access are tried where there is an account.
      untried.every((key) => /^(POST \/api\/containments|\w+ \/api\/(access-review|temporary-access))/.test(key)),
      untried.join(),
    );
  });
});
