import { readReply, type SignReply, type SignRequest } from './worker-messages.ts';

/** Longer than the slowest phone needs for the rounds a key may ask for. */
const timeoutMs = 60_000;

/**
 * Opens the key and signs in a worker of its own, so that the page stays alive meanwhile. The bytes and the password
 * go with the worker, which is ended afterwards whatever happens.
 */
export function signInWorker(address: string, request: SignRequest): Promise<SignReply> {
  const worker = new Worker(address, { type: 'module' });
  return new Promise<SignReply>((resolve) => {
    const timer = setTimeout(() => resolve({ ok: false, reason: 'failed' }), timeoutMs);
    worker.onmessage = ({ data }) => {
      clearTimeout(timer);
      resolve(readReply(data) ?? { ok: false, reason: 'failed' });
    };
    worker.onerror = (event) => {
      event.preventDefault();
      clearTimeout(timer);
      resolve({ ok: false, reason: 'failed' });
    };
    worker.postMessage(request, [request.key.buffer, request.certificate.buffer]);
  }).finally(() => worker.terminate());
}
