import { openAndSign } from '../../../../services/efirma/browser/open-and-sign.ts';
import { readRequest, type SignReply } from './worker-messages.ts';

/** Opens one key, signs one text, answers, and forgets. The page ends the worker after its answer. */
addEventListener('message', ({ data }) => {
  void answer(data).then((reply) => postMessage(reply));
});

async function answer(data: unknown): Promise<SignReply> {
  const request = readRequest(data);
  if (request === undefined) return { ok: false, reason: 'failed' };
  try {
    const signed = await openAndSign(request);
    return signed.ok
      ? { ok: true, signature: new Uint8Array(signed.signature), certificate: request.certificate }
      : signed;
  } catch {
    return { ok: false, reason: 'failed' };
  } finally {
    request.key.fill(0);
  }
}
