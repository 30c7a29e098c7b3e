import type { Staff } from '../../../services/handoff/handoff.ts';
import { staffOf } from './claims.ts';
import type { OidcSettings } from './settings.ts';

/** What the browser keeps for us while the person is with the provider. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** How old their proof may be, in seconds. */
  readonly maxAgeSeconds: number;
}

export type Returned =
  | { readonly ok: true; readonly staff: Staff; readonly authenticatedAt: number }
  /** `refused`: the provider or a check said no. `no-role`: a person, but nobody who works at the desk. */
  | { readonly ok: false; readonly reason: 'refused' | 'no-role'; readonly error?: unknown };

/** The institution's own sign-in: OpenID Connect, authorization code with PKCE. */
export interface Provider {
  /** Where to send the browser. `again`: they have to prove who they are, even if the provider knows them. */
  begin(wish: { again: boolean; maxAgeMs: number }): Promise<{ readonly location: string; readonly pending: Pending }>;
  /** @param search the query the provider sent the browser back with. */
  finish(search: string, pending: Pending): Promise<Returned>;
}

/** Talks to the provider when somebody signs in for the first time; one that is down then does not keep us from starting. */
export function createProvider(options: {
  readonly settings: OidcSettings;
  readonly redirectUri: string;
  /** Only for a provider on the developer's own machine. */
  readonly allowHttp: boolean;
}): Provider {
  const { settings, redirectUri, allowHttp } = options;
  let discovered: ReturnType<typeof discover> | undefined;

  async function discover() {
    const client = await import('openid-client');
    const { issuer, clientId, clientSecret } = settings;
    const execute = allowHttp ? [client.allowInsecureRequests] : [];
    const metadata = { redirect_uris: [redirectUri] };
    const authentication = client.ClientSecretBasic(clientSecret);
    const configuration = await client.discovery(new URL(issuer), clientId, metadata, authentication, { execute });
    return { client, configuration };
  }

  function known() {
    discovered ??= discover().catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  }

  return {
    async begin({ again, maxAgeMs }) {
      const { client, configuration } = await known();
      const pending = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        maxAgeSeconds: Math.floor(maxAgeMs / 1_000),
      };
      const location = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: settings.scope,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
        max_age: String(pending.maxAgeSeconds),
        ...(again && { prompt: 'login' }),
      });
      return { location: location.href, pending };
    },

    async finish(search, { state, nonce, verifier, maxAgeSeconds }) {
      const { client, configuration } = await known();
      const address = new URL(redirectUri);
      address.search = search;
      try {
        const tokens = await client.authorizationCodeGrant(configuration, address, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          maxAge: maxAgeSeconds,
        });
        const claims = tokens.claims();
        if (claims?.auth_time === undefined) return { ok: false, reason: 'refused' };
        const inToken = staffOf(claims, settings.claims);
        const staff =
          inToken ?? staffOf({ ...claims, ...(await further(tokens.access_token, claims.sub)) }, settings.claims);
        if (staff === undefined) return { ok: false, reason: 'no-role' };
        return { ok: true, staff, authenticatedAt: claims.auth_time * 1_000 };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        return { ok: false, reason: 'refused', error };
      }
    },
  };

  /** Many providers put roles and names where only the access token leads. */
  async function further(accessToken: string, subject: string): Promise<Record<string, unknown>> {
    const { client, configuration } = await known();
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return {};
    return { ...(await client.fetchUserInfo(configuration, accessToken, subject)) };
  }
}
