import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';

interface Key {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly endorsements: readonly string[] | undefined;
}

export interface TokenOptions {
  /** Over those of a good token; undefined for one that is left out. */
  readonly claims?: { readonly [name: string]: unknown };
  /** Sign with a key that is not published, under the id of one that is. */
  readonly forged?: boolean;
  readonly kid?: string;
  /** Seconds from now until it expires; negative for a token of the past. */
  readonly expiresIn?: number;
}

/** The token issuer of the Bot Connector as far as a bot sees it: OpenID metadata, keys, signed tokens. */
export async function startTeamsIssuer({ issuer = 'https://api.botframework.com', clock = Date.now } = {}) {
  const asked: string[] = [];
  let keys = [newKey()];
  let failing = false;
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.statusCode = failing ? 503 : 200;
    if (failing) return void response.end();
    response.setHeader('content-type', 'application/json');
    if (request.url === '/keys') return void response.end(JSON.stringify({ keys: keys.map(published) }));
    response.end(JSON.stringify({ issuer, jwks_uri: `${url}/keys`, id_token_signing_alg_values_supported: ['RS256'] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stranger = newKey();

  return {
    issuer,
    metadataUrl: `${url}/v1/.well-known/openidconfiguration`,
    /** The paths that were asked for. */
    asked,
    /** From now on the issuer does not answer, or answers again. */
    fail(on: boolean) {
      failing = on;
    },
    /** Publishes a new key in place of the one before. */
    rotate(endorsements?: readonly string[]) {
      keys = [newKey(endorsements)];
    },
    async token(audience: string, serviceUrl: string, options: TokenOptions = {}): Promise<string> {
      const [key = stranger] = keys;
      const now = Math.floor(clock() / 1000);
      const claims = { serviceurl: serviceUrl, iss: issuer, aud: audience, nbf: now - 3_600, ...options.claims };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: options.kid ?? key.kid, typ: 'JWT' })
        .setExpirationTime(now + (options.expiresIn ?? 3_600))
        .sign(options.forged ? stranger.privateKey : key.privateKey);
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
export type TeamsIssuer = Awaited<ReturnType<typeof startTeamsIssuer>>;

function newKey(endorsements: readonly string[] | undefined = ['msteams', 'webchat']): Key {
  return { kid: randomUUID(), endorsements, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

const published = ({ kid, publicKey, endorsements }: Key) => ({
  ...publicKey.export({ format: 'jwk' }),
  use: 'sig',
  kid,
  ...(endorsements && { endorsements }),
});
