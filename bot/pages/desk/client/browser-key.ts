/** The key of this browser: it signs what the page asks for, and cannot be taken out of here. */
export interface BrowserSigner {
  /** The public half. */
  readonly key: JsonWebKey;
  /** ECDSA on P-256 with SHA-256, in base64url. */
  sign(text: string): Promise<string>;
}

const STORE = 'keys';
const ID = 'browser';
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

/** The key kept here, or a new one. Undefined where the browser has none to give, as over plain http. */
export async function loadSigner(): Promise<BrowserSigner | undefined> {
  if (crypto.subtle === undefined) return undefined;
  try {
    const database = await opened();
    const pair = (await kept(database)) ?? (await keep(database, await freshPair()));
    const { kty = '', crv = '', x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    return {
      key: { kty, crv, x, y },
      async sign(text) {
        const bytes = new TextEncoder().encode(text);
        const signed = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes);
        return base64url(new Uint8Array(signed));
      },
    };
  } catch {
    return undefined;
  }
}

export const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Not extractable: what is stored is a handle, not the key. */
const freshPair = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);

function opened(): Promise<IDBDatabase> {
  const opening = indexedDB.open('recupera-desk', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return answered(opening);
}

async function kept(database: IDBDatabase): Promise<CryptoKeyPair | undefined> {
  return answered(database.transaction(STORE).objectStore(STORE).get(ID));
}

/** Another tab may have been faster; then its key is the one. */
async function keep(database: IDBDatabase, pair: CryptoKeyPair): Promise<CryptoKeyPair> {
  try {
    await answered(database.transaction(STORE, 'readwrite').objectStore(STORE).add(pair, ID));
    return pair;
  } catch {
    const other = await kept(database);
    if (other === undefined) throw new Error('no key can be kept here');
    return other;
  }
}

function answered<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
