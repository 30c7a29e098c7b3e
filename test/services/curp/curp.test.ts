import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { z } from 'zod';
import { checkCurp, checkDigit, maskCurp, normaliseCurp } from '../../../services/curp/curp.ts';
import { curpKey } from '../../../services/curp/key.ts';
import { suggestCurp } from '../../../services/curp/suggest.ts';
import { INCONVENIENT_WORDS, STATES } from '../../../services/curp/tables.ts';
import { complete, curps, NOW } from './people.ts';

const verdict = (text: string) => {
  const result = checkCurp(text, NOW);
  return result.ok ? 'ok' : result.reason;
};

describe('checkCurp', () => {
  it('reads the parts of a valid CURP', () => {
    expect(checkCurp(' goma-850315-hdfnrn-07 ', NOW)).toEqual({
      ok: true,
      curp: 'GOMA850315HDFNRN07',
      birthDate: '1985-03-15',
      sex: 'H',
      state: 'DF',
      warnings: [],
    });
  });

  it.each([
    ['SABC560626MDFLRN01', 'ok'],
    ['XXXJ900101HDFXXN03', 'ok'],
    ['GOMA260101HDFNRN06', 'ok'],
    ['GOMA260101HDFNRNA6', 'ok'],
    ['PEPL000909HNLRDSA1', 'ok'],
    [complete('GOMA850315XDFNRN0'), 'ok'],
    ['', 'LENGTH'],
    ['GOMA850315HDFNRN0', 'LENGTH'],
    ['GOMA850315HDFNRN077', 'LENGTH'],
    ['GOMA850315HDFNRN\u200b07', 'LENGTH'],
    ['\uFEFFGOMA850315HDFNRN07', 'LENGTH'],
    ['GOMА850315HDFNRN07', 'FORMAT'],
    ['GOMA８50315HDFNRN07', 'FORMAT'],
    ['MOTR930411HJCRMÑ03', 'FORMAT'],
    ['MOTR930411HJCRMN\u030303', 'FORMAT'],
    ['GOMA850315HDFN\u212aN07', 'FORMAT'],
    ['GOMA850315HDFNRıN7', 'FORMAT'],
    ['GOMA850315HDFARN02', 'FORMAT'],
    ['GBMA850315HDFNRN02', 'FORMAT'],
    ['EIMV310211MQRPKT1X', 'FORMAT'],
    ['PEGL890909QJCRMS08', 'SEX'],
    ['GOMA850315HMXNRN00', 'STATE'],
    ['GOMA850315HCDNRN06', 'STATE'],
    ['GOMA850015HDFNRN07', 'DATE'],
    ['GOMA850300HDFNRN07', 'DATE'],
    ['GOMA850230HDFNRN07', 'DATE'],
    ['GOMA850431HDFNRN07', 'DATE'],
    ['GOMA851301HDFNRN07', 'DATE'],
    ['TOMA880125HMNRRNO2', 'DATE_FUTURE'],
    [complete('GOMA261122HDFNRNA'), 'DATE_FUTURE'],
    [complete('GOMA261121HDFNRNA'), 'ok'],
    ['BACA890909MJCRMS05', 'INCONVENIENT_WORD'],
    ['GOMA850315HDFNRN08', 'CHECK_DIGIT'],
  ])('%s → %s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });

  it.each([
    ['0', '000229', 'DATE'],
    ['A', '000229', 'ok'],
    ['A', '010229', 'DATE'],
    ['0', '040229', 'ok'],
    ['A', '040229', 'ok'],
    ['0', '010229', 'DATE'],
  ])('homonym %s with %s: 29 February only in leap years → %s', (homonym, day, expected) => {
    expect(verdict(complete(`GOMA${day}HDFNRN${homonym}`))).toBe(expected);
  });

  it('names the first wrong part when several are wrong', () => {
    expect(verdict('BACA890231QXXRMS09')).toBe('SEX');
    expect(verdict('BACA890231HXXRMS09')).toBe('STATE');
    expect(verdict('BACA890231HJCRMS09')).toBe('DATE');
    expect(verdict('BACA890131HJCRMS0'.padEnd(18, '9'))).toBe('INCONVENIENT_WORD');
  });

  it('accepts all 33 states and nothing else', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const accepted = letters
      .flatMap((a) => letters.map((b) => a + b))
      .filter((code) => verdict(complete(`GOMA850315H${code}NRN0`)) === 'ok');
    expect(accepted).toEqual(Object.keys(STATES).sort());
    expect(accepted).toHaveLength(33);
  });

  it('refuses the 81 inconvenient words and accepts their X forms', () => {
    expect(INCONVENIENT_WORDS.size).toBe(81);
    for (const word of INCONVENIENT_WORDS) {
      const withX = `${word.charAt(0)}X${word.slice(2)}`;
      expect([word, verdict(complete(`${word}850315HDFNRN0`))]).toEqual([
        word,
        /^.[AEIOUX]/.test(word) ? 'INCONVENIENT_WORD' : 'FORMAT',
      ]);
      expect([withX, verdict(complete(`${withX}850315HDFNRN0`))]).toEqual([withX, 'ok']);
    }
  });

  it('accepts K–Z in position 17 with a warning', () => {
    const result = checkCurp('GOMA000101HDFNRNK2', NOW);
    expect(result).toMatchObject({ ok: true, birthDate: '2000-01-01', warnings: ['HOMONYM_LETTER'] });
  });

  it('accepts every generated CURP and refuses it with any other last digit', () => {
    fc.assert(
      fc.property(curps, fc.integer({ min: 1, max: 9 }), (curp, shift) => {
        expect(verdict(curp)).toBe('ok');
        const other = (Number(curp.charAt(17)) + shift) % 10;
        expect(verdict(curp.slice(0, 17) + other)).toBe('CHECK_DIGIT');
      }),
    );
  });

  it('answers any text with a verdict, never an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(typeof checkCurp(text, NOW).ok).toBe('boolean');
      }),
    );
  });

  it.each(['A', ' ', '-', '\u0301', '𝐀'])('refuses 100,000 times %j by its length', (char) => {
    expect(verdict(char.repeat(100_000))).toBe('LENGTH');
    expect(verdict(`GOMA850315HDFNRN07${' '.repeat(100_000)}`)).toBe('LENGTH');
  });

  it('does not throw away more than spaces and hyphens', () => {
    expect(normaliseCurp('go ma-85.0315')).toBe('GOMA85.0315');
    expect(normaliseCurp('\u200bgoma')).toBe('\u200bGOMA');
  });
});

describe('maskCurp', () => {
  it('shows the first four and the last four characters', () => {
    expect(maskCurp('GOMA850315HDFNRN07')).toBe('GOMA********RN07');
  });

  it('hides anything else whole', () => {
    expect(maskCurp('GOMA85')).toBe('********');
  });
});

describe('suggestCurp', () => {
  it.each([
    ['GOMA85O315HDFNRN07', 'GOMA850315HDFNRN07'],
    ['G0MA850315HDFNRN07', 'GOMA850315HDFNRN07'],
    ['GOMA8503I5HDFNRN07', 'GOMA850315HDFNRN07'],
    ['goma8so3is hdfnrn07', 'GOMA850315HDFNRN07'],
    ['GOMA850315HDFNRNO7', 'GOMA850315HDFNRN07'],
    ['TOMA880125HMNRRNO2', 'TOMA880125HMNRRN02'],
    ['5ABC560626MDFLRN01', 'SABC560626MDFLRN01'],
  ])('%s → %s', (text, expected) => {
    expect(suggestCurp(text, NOW)).toBe(expected);
  });

  it.each(['GOMA850315HDFNRN07', 'GOMA850315HDFNRN08', 'GOMA85O315HDFNRN0', '', 'O'.repeat(18), 'O'.repeat(100_000)])(
    'has nothing to suggest for %.30s',
    (text) => {
      expect(suggestCurp(text, NOW)).toBeUndefined();
    },
  );

  it('suggests only valid CURPs', () => {
    const damaged = curps.map((curp) => curp.replaceAll('0', 'O').replaceAll('1', 'I').replaceAll('S', '5'));
    fc.assert(
      fc.property(damaged, (text) => {
        const suggestion = suggestCurp(text, NOW);
        if (suggestion !== undefined) expect(verdict(suggestion)).toBe('ok');
      }),
    );
  });
});

describe('curpKey', () => {
  const key = Buffer.alloc(32, 1);

  it('is the same for every way of writing one CURP, and differs by CURP and key', () => {
    const one = curpKey('GOMA850315HDFNRN07', key);
    expect(curpKey(' goma-850315-hdfnrn-07', key)).toBe(one);
    expect(curpKey('SABC560626MDFLRN01', key)).not.toBe(one);
    expect(curpKey('GOMA850315HDFNRN07', Buffer.alloc(32, 2))).not.toBe(one);
    expect(one).not.toContain('GOMA');
  });
});

describe('the published vectors', () => {
  const file = new URL('../../../../shared/data/curp/vectors.json', import.meta.url);
  const Row = z.object({ curp: z.string(), reason: z.string().optional() });
  const Vectors = z.object({
    valid: z.array(Row),
    warn: z.array(Row),
    invalid: z.array(Row),
    normalise: z.array(z.object({ input: z.string(), expected: z.string() })),
    states: z.record(z.string(), z.string()),
    inconvenientWords: z.record(z.string(), z.string()),
  });
  const whenPresent = existsSync(file) ? it : it.skip;

  whenPresent('all come out as labelled', () => {
    const vectors = Vectors.parse(JSON.parse(readFileSync(file, 'utf8')));
    for (const { curp } of [...vectors.valid, ...vectors.warn]) expect([curp, verdict(curp)]).toEqual([curp, 'ok']);
    for (const { curp, reason } of vectors.invalid) {
      expect([curp, verdict(curp)]).toEqual([curp, reason === 'FORMAT_CONSISTENCY' ? 'DATE_FUTURE' : reason]);
    }
    for (const { input, expected } of vectors.normalise) expect(normaliseCurp(input)).toBe(expected);
    expect(Object.keys(vectors.states).sort()).toEqual(Object.keys(STATES).sort());
    expect(Object.keys(vectors.inconvenientWords).sort()).toEqual([...INCONVENIENT_WORDS].sort());
  });
});

describe('checkDigit', () => {
  it('agrees with the worked example', () => {
    expect(checkDigit('GOMA850315HDFNRN0')).toBe('7');
  });
});
