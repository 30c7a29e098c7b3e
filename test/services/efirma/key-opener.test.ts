import { jest } from '@jest/globals';
import { createEfirma } from '../../../services/efirma/efirma.ts';
import { createKeyOpener, KeyOpenerBusy } from '../../../services/efirma/key-opener/key-opener.ts';
import { createSatLike, keyPassword, person, testLimits, testNow } from '../../support/efirma-fixtures.ts';

// Making RSA keys and starting processes may take seconds on a busy machine.
jest.setTimeout(30_000);

const sat = createSatLike();
const certificate = sat.fiel();
const key = await sat.keyFile();
const slowKey = await sat.keyFile(keyPassword, sat.personPair, 2_000_000);
const request = (file = key, password = keyPassword) => ({
  key: file,
  certificate,
  passwords: [Buffer.from(password)],
});

describe('createKeyOpener', () => {
  it('opens many keys at once with few workers, each with its own answer', async () => {
    const opener = createKeyOpener({ workers: 2, timeoutMs: 5_000 });
    const other = await sat.keyFile(keyPassword, sat.otherPair);
    const asked = [request(), request(key, 'no'), request(other)];

    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, index) => opener.open(asked[index % 3] ?? request())),
    );
    await opener.close();

    expect(outcomes).toEqual(Array.from({ length: 10 }, () => ['matches', 'not-opened', 'mismatch']).flat());
  });

  it('stops a worker that takes too long and goes on with a new one', async () => {
    const opener = createKeyOpener({ workers: 1, timeoutMs: 300 });
    // A second key waits behind the slow one and must not share its end.
    const [slow, behind] = await Promise.all([opener.open(request(slowKey)), opener.open(request(key, 'no'))]);
    let next = await opener.open(request());
    // On a busy machine even a worker's start may take longer than this test allows it.
    while (next === 'timeout') next = await opener.open(request());
    await opener.close();

    expect(slow).toBe('timeout');
    expect(behind).not.toBe('matches');
    expect(next).toBe('matches');
  });

  it('turns keys away when too many wait', async () => {
    const opener = createKeyOpener({ workers: 1, timeoutMs: 60_000 });
    const asked = Array.from({ length: 300 }, () => opener.open(request()).catch((error: unknown) => error));
    const outcomes = await Promise.all(asked);
    await opener.close();

    expect(outcomes.filter((outcome) => outcome === 'matches')).toHaveLength(257);
    expect(outcomes.filter((outcome) => outcome instanceof KeyOpenerBusy)).toHaveLength(43);
  });

  it('answers nobody after it was closed', async () => {
    const opener = createKeyOpener({ workers: 1, timeoutMs: 5_000 });
    await opener.open(request());
    await opener.close();

    await expect(opener.open(request())).rejects.toThrow('closed');
  });

  it('tells a person no more of a stopped worker than of a wrong password', async () => {
    const limits = { ...testLimits, keyMaxIterations: 5_000_000, workerTimeoutMs: 300 };
    const efirma = createEfirma({ trust: sat.trust, now: () => testNow, limits });
    const result = await efirma.checkFiles({ certificate, key: slowKey, keyPassword, curp: person.curp });
    await efirma.close();

    expect(result).toEqual({ ok: false, reason: 'key-not-opened', detail: 'timeout' });
  });
});
