import type { Scene } from "../api/fixture";

export const origin = "https://desk.example.com";

/** A browser without a screen: keeps cookies, follows nothing by itself. */
export class Visitor {
  cookies = new Map<string, string>();

  constructor(readonly scene: Scene) {}

  async get(path: string, headers: Record<string, string> = {}) {
    return this.#answer(await this.#request(path, { headers }));
  }

  /** Sends a form as the page's own would be sent. */
  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = { origin }) {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    return this.#answer(
      await this.#request(path, {
        method: "POST",
        body: new URLSearchParams(fields).toString(),
        headers: { ...type, ...headers },
      }),
    );
  }

  async signIn(person: string): Promise<this> {
    const { status } = await this.post("/sign-in", { credential: this.scene.token(person), to: "/" });
    if (status !== 303) throw new Error(`expected to be let in, got ${status}`);
    return this;
  }

  /** What forms of this session bring along. */
  async formToken(): Promise<string> {
    const { text } = await this.get("/");
    return /name="token" value="([^"]+)"/.exec(text)?.[1] ?? "";
  }

  #request(path: string, init: { method?: string; body?: string; headers: Record<string, string> }) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return this.scene.app.request(new URL(path, origin).href, {
      ...init,
      headers: { ...init.headers, ...(cookie !== "" && { cookie }) },
    });
  }

  async #answer(response: Response) {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === "" || /max-age=0/i.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return {
      ...{ status: response.status, headers: response.headers, text: await response.text() },
      ...{ to: response.headers.get("location"), setCookies: response.headers.getSetCookie() },
    };
  }
}
