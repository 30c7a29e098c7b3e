import { newChallenge } from '../../../services/efirma/challenge.ts';
import { testNow } from '../../support/efirma-fixtures.ts';

const clock = { now: () => testNow, ttlMs: 300_000 };
const input = { curp: 'GOMR850312MDFMRS07', folio: 'F-1', portalName: 'IMPI', purpose: 'cambiar mi correo' };

describe('newChallenge', () => {
  it('says in plain words what is signed, for what, and what it is not', () => {
    const { text, nonce, expiresAt } = newChallenge(input, clock);

    expect(expiresAt).toBe(testNow + 300_000);
    expect(text.split('\n')).toEqual([
      'Recupera: firma de identidad, versión 1',
      'Recuperación de cuenta en IMPI.',
      'Con esta firma demuestro que tengo mi e.firma, solo para: cambiar mi correo.',
      'Esta firma no es documento fiscal, contrato, pago ni trámite ante el SAT.',
      'CURP: GOMR************07',
      'Folio: F-1',
      'Válida una sola vez, hasta: 2026-11-20T18:05:00.000Z',
      `Código único: ${nonce}`,
    ]);
  });

  it('never repeats its code of 256 bits', () => {
    const nonces = Array.from({ length: 200 }, () => newChallenge(input, clock).nonce);

    expect(new Set(nonces).size).toBe(200);
    for (const nonce of nonces) expect(Buffer.from(nonce, 'base64url')).toHaveLength(32);
  });

  it.each(['a\nFolio: otro', 'a\r\nb', 'a\u2028b', 'a\u0085b'])('keeps %j on its line', (folio) => {
    const { text } = newChallenge({ ...input, folio, purpose: folio, portalName: folio }, clock);

    expect(text.split(/[\n\r\u2028\u0085]/)).toHaveLength(8);
  });
});
