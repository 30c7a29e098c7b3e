import { z } from 'zod';

/** A public key of the token issuer. */
export interface IssuerKey {
  readonly jwk: { readonly kty: 'RSA'; readonly n: string; readonly e: string };
  /** The channels it may speak for; without the list, any. */
  readonly endorsements: readonly string[] | undefined;
}

export interface IssuerKeys {
  /** Undefined for a key that the issuer does not publish. Rejects when the issuer cannot be asked. */
  find(keyId: string): Promise<IssuerKey | undefined>;
}

const Metadata = z.object({ jwks_uri: z.url() });
const KeySet = z.object({
  keys: z.array(
    z.object({
      kid: z.string(),
      kty: z.string(),
      n: z.string().optional(),
      e: z.string().optional(),
      endorsements: z.array(z.string()).optional(),
    }),
  ),
});

/** Microsoft asks to look for new keys once a day. */
const refreshMs = 24 * 60 * 60_000;
/** A token with an unknown key makes us look again, but nobody can make us ask for every token they invent. */
const cooldownMs = 5 * 60_000;
const timeoutMs = 5_000;

/** The published keys of a token issuer, by its OpenID metadata. Keys once learnt serve on while the issuer is away. */
export function createIssuerKeys({ metadataUrl, now }: { metadataUrl: string; now: () => number }): IssuerKeys {
  let known = new Map<string, IssuerKey>();
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    askedAt = now();
    const { jwks_uri: keysUrl } = Metadata.parse(await getJson(metadataUrl));
    const { keys } = KeySet.parse(await getJson(keysUrl));
    known = new Map(
      keys.flatMap(({ kid, kty, n, e, endorsements }): [string, IssuerKey][] =>
        kty === 'RSA' && n && e ? [[kid, { jwk: { kty, n, e }, endorsements }]] : [],
      ),
    );
  }

  async function refresh(): Promise<void> {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    await asking;
  }

  return {
    async find(keyId) {
      const age = now() - askedAt;
      const due = age > refreshMs || (!known.has(keyId) && age > cooldownMs);
      try {
        if (due || asking) await refresh();
      } catch (error) {
        if (known.size > 0) return known.get(keyId);
        askedAt = Number.NEGATIVE_INFINITY;
        throw error;
      }
      return known.get(keyId);
    },
  };
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`the token issuer answered ${response.status}`);
  return response.json();
}
