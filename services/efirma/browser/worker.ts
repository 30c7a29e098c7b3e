// Entry of the Web Worker; the page bundles it by itself.
import { type OpenAndSignInput, openAndSign } from './open-and-sign.ts';

/** What the page posts to this Web Worker; the answer is an `OpenAndSignResult` with the same `id`. */
export interface OpenAndSignRequest extends OpenAndSignInput {
  readonly id: number;
}

self.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (isRequest(event.data)) void answer(event.data);
});

async function answer({ id, ...input }: OpenAndSignRequest): Promise<void> {
  try {
    self.postMessage({ id, ...(await openAndSign(input)) });
  } finally {
    input.key.fill(0);
  }
}

function isRequest(data: unknown): data is OpenAndSignRequest {
  if (typeof data !== 'object' || data === null) return false;
  const { id, key, password, certificate, challenge }: Record<string, unknown> = { ...data };
  const octets = key instanceof Uint8Array && certificate instanceof Uint8Array;
  return octets && typeof id === 'number' && typeof password === 'string' && typeof challenge === 'string';
}
