import * as assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { oidcProvider } from "../../../operations/api/oidc";
import { origin, Visitor } from "../page/browse";
import { Scene } from "./fixture";

const client = { clientId: "desk", clientSecret: "OIDC_SECRET", name: "Example login" };
const clientSecret = "a-secret-of-the-client-that-is-long-enough";

interface Account {
  readonly email: string;
  readonly email_verified: boolean;
}

describe("signing in at a provider of OpenID Connect", () => {
  let server: Server;
  let issuer: string;
  let account: Account;
  let asked: URLSearchParams[];
  let scene: Scene;
  let visitor: Visitor;

  before(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: "desk",
          client_secret: clientSecret,
          redirect_uris: [`${origin}/sign-in/oidc/return`],
          grant_types: ["authorization_code"],
        },
      ],
      pkce: { required: () => true },
      claims: { openid: ["sub"], email: ["email", "email_verified"] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...account }) }),
    });
    // Whoever comes is signed in there already, and agrees.
    server.on("request", (request, response) => {
      const url = new URL(request.url ?? "/", issuer);
      if (url.pathname === "/auth") asked.push(url.searchParams);
      if (!url.pathname.startsWith("/interaction/")) return void provider.callback()(request, response);
      void (async () => {
        const { prompt, params, session } = await provider.interactionDetails(request, response);
        if (prompt.name === "login") {
          return provider.interactionFinished(request, response, { login: { accountId: "1234" } });
        }
        const grant = new provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) });
        grant.addOIDCScope("openid email");
        return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
      })();
    });
  });

  after(() => server.close());

  beforeEach(() => {
    asked = [];
    account = { email: "Sam@Example.com", email_verified: true };
    const secret = (variable: string) => (variable === "OIDC_SECRET" ? clientSecret : undefined);
    scene = new Scene({ identityProvider: oidcProvider({ issuer, ...client }, secret) });
    // Its tokens are of today.
    scene.now = new Date().toISOString();
    visitor = new Visitor(scene);
  });

  /** Goes through the provider as a browser would, and gives the address that it leads back to. */
  async function atProvider(start: string): Promise<string> {
    const cookies = new Map<string, string>();
    let url = start;
    for (let hop = 0; hop < 10; hop++) {
      if (url.startsWith(origin)) return url;
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(url, { redirect: "manual", headers: { cookie } });
      for (const set of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        cookies.set(name, value);
      }
      url = new URL(
        response.headers.get("location") ?? assert.fail(`${response.status} at ${url}: ${await response.text()}`),
        url,
      ).href;
    }
    return assert.fail("the provider leads in circles");
  }

  async function signIn(to = "/"): Promise<Awaited<ReturnType<Visitor["get"]>>> {
    const { to: start } = await visitor.get(`/sign-in/oidc?to=${encodeURIComponent(to)}`);
    return visitor.get((await atProvider(start ?? "")).slice(origin.length));
  }

  it("is offered by its name", async () => {
    assert.match(
      (await visitor.get("/sign-in?to=/audit")).text,
      /href="\/sign-in\/oidc\?to=%2Faudit"[^>]*>Sign in with Example login</,
    );
  });

  it("lets in whoever has a verified address of the settings, by code and PKCE, to where they wanted", async () => {
    const { status, to } = await signIn("/figures");
    assert.deepEqual([status, to], [303, "/figures"]);
    assert.match((await visitor.get("/")).text, /Sam <span class="soft">senior/);
    const [query] = asked;
    assert.deepEqual(
      [query?.get("response_type"), query?.get("code_challenge_method"), query?.get("scope")],
      ["code", "S256", "openid email"],
    );
    assert.ok(query?.get("state") && query.get("nonce") && query.get("code_challenge"));
    assert.deepEqual(await scene.access(), [{ type: "SignedIn", way: "oidc", from: "192.0.2.1" }]);
  });

  const refused: [what: string, account: Account][] = [
    ["whose address the provider has not verified", { email: "ada@example.com", email_verified: false }],
    ["whom the settings don't know", { email: "eve@example.com", email_verified: true }],
  ];
  for (const [what, given] of refused) {
    it(`lets nobody in ${what}, and keeps that on record`, async () => {
      account = given;
      assert.equal((await signIn()).status, 401);
      assert.equal((await visitor.get("/")).status, 303);
      const [kept] = await scene.access();
      assert.deepEqual([kept?.type, kept?.way], ["SignInRefused", "oidc"]);
    });
  }

  it("lets nobody in by an address that leads back to another browser, twice, or too late", async () => {
    const { to: start } = await visitor.get("/sign-in/oidc");
    const back = (await atProvider(start ?? "")).slice(origin.length);
    assert.equal((await new Visitor(scene).get(back)).status, 401, "another browser");
    const cookies = new Map(visitor.cookies);
    assert.equal((await visitor.get(back)).status, 303);
    const again = new Visitor(scene);
    again.cookies = cookies;
    assert.equal((await again.get(back)).status, 401, "twice");
    const late = new Visitor(scene);
    const { to: second } = await late.get("/sign-in/oidc");
    const lateBack = (await atProvider(second ?? "")).slice(origin.length);
    scene.now = new Date(Date.now() + 11 * 60_000).toISOString();
    assert.equal((await late.get(lateBack)).status, 401, "late");
  });

  it("lets nobody in whose state was changed, and says what failed in the log, without a code", async () => {
    const { to: start } = await visitor.get("/sign-in/oidc");
    const back = new URL(await atProvider(start ?? ""));
    const code = back.searchParams.get("code") ?? "";
    back.searchParams.set("state", "another");
    assert.equal((await visitor.get(back.pathname + back.search)).status, 401);
    assert.match(scene.log.join(), /sign-in by Example login failed: /);
    assert.ok(!scene.log.join().includes(code) && !JSON.stringify(scene.store.audit()).includes(code));
  });

  it("keeps tokens working while the provider is down, and tries again", async () => {
    const down = new Scene({
      identityProvider: oidcProvider({ issuer: "http://127.0.0.1:9", clientId: "desk" }, () => undefined),
    });
    const other = new Visitor(down);
    assert.equal((await other.get("/sign-in/oidc")).status, 502);
    assert.equal((await other.get("/sign-in/oidc")).status, 502);
    await other.signIn("ana");
    assert.equal((await other.get("/")).status, 200);
  });
});
