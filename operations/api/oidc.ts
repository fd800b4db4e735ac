import type { SignInSettings } from "../settings/settings";
import type { IdentityProvider } from "./context";

/** Signing in by the code flow (https://openid.net/specs/openid-connect-core-1_0.html) with PKCE (RFC 7636). The provider is asked about itself when it is first needed. */
export function oidcProvider(
  settings: SignInSettings,
  secret: (variable: string) => string | undefined,
): IdentityProvider {
  const issuer = new URL(settings.issuer);
  let configuration: ReturnType<typeof discover> | undefined;
  const configured = () => {
    configuration ??= discover(settings, secret);
    // What failed is tried again by the next who signs in.
    configuration.catch(() => (configuration = undefined));
    return configuration;
  };
  return {
    name: settings.name ?? issuer.host,
    async start(redirectUri) {
      const { client, config } = await configured();
      const verifier = client.randomPKCECodeVerifier();
      const state = client.randomState();
      const nonce = client.randomNonce();
      const url = client.buildAuthorizationUrl(config, {
        ...{ redirect_uri: redirectUri, scope: "openid email", state, nonce },
        ...{ code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" },
      });
      return { url: url.href, kept: { verifier, state, nonce } };
    },
    async finish(returned, kept) {
      const { client, config } = await configured();
      const tokens = await client.authorizationCodeGrant(config, returned, {
        ...{ pkceCodeVerifier: kept["verifier"], expectedState: kept["state"], expectedNonce: kept["nonce"] },
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      const more =
        claims?.["email"] === undefined && claims
          ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
          : {};
      const { email, email_verified: isVerified } = { ...claims, ...more } as Record<string, unknown>;
      // Whoever may write any address into a profile would be anybody.
      if (typeof email !== "string" || isVerified !== true)
        throw new Error("expected an address that the provider has verified");
      return email;
    },
  };
}

async function discover(
  { issuer, clientId, clientSecret }: SignInSettings,
  secret: (variable: string) => string | undefined,
) {
  const client = await import("openid-client");
  const url = new URL(issuer);
  const isLoopback = url.hostname === "127.0.0.1" || url.hostname === "localhost";
  const value = clientSecret === undefined ? undefined : secret(clientSecret);
  if (clientSecret !== undefined && value === undefined)
    throw new Error(`expected the variable ${clientSecret} to be set`);
  const config = await client.discovery(url, clientId, value, value === undefined ? client.None() : undefined, {
    timeout: 10,
    // Plain HTTP is for a provider on this machine only.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    ...(isLoopback && { execute: [client.allowInsecureRequests] }),
  });
  return { client, config };
}
