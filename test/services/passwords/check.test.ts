import fc from 'fast-check';
import { checkPassword, forbiddenCharacters } from '../../../services/passwords/check.ts';
import { createCommonPasswords } from '../../../services/passwords/common.ts';
import { type PasswordPortal, passwordPolicies, type RuleId } from '../../../services/passwords/policies.ts';

const isCommon = createCommonPasswords();
const failing = (password: string, portal: PasswordPortal, personal = {}) => {
  const result = checkPassword(password, passwordPolicies[portal], personal, isCommon);
  return result.ok ? [] : result.failing;
};

describe('the policy of ICSOE and IMPI', () => {
  const rows: readonly [string, ...RuleId[]][] = [
    ['Lluvia-Verde:48'],
    ['Otra-Distinta:77'],
    ['Tres*Gatos=9'],
    ['Cañón.Azul;52'],
    ['Abc1-', 'min-length'],
    ['Abcdxyz1', 'special', 'sequence'],
    ['Qwerty-2024', 'keyboard-run', 'common'],
    ['Abcd1234-', 'sequence'],
    ['Aaaaaa11-', 'repeated'],
    ['Sin espacios 1-', 'blank'],
    ['Sin\u00a0espacios1-', 'blank'],
    ['Sin\tespacios1-', 'blank'],
    ['sinmayuscula-4', 'upper'],
    ['SINMINUSCULA-4', 'lower'],
    ['SinNumero-Aqui', 'digit'],
    ['SinSigno48xy', 'special'],
    ['Con_guion-bajo7', 'forbidden'],
    ['Con_guionbajo7', 'special', 'forbidden'],
    ['Con+mas-y&7', 'forbidden'],
    ['Árbol-Ñandú:48'],
    ['Я-Verde-Lluvia:48', 'forbidden'],
    ['Lluvia-😀Verde:48', 'forbidden'],
    ['Lluvia\u200b-Verde:48', 'forbidden'],
    ['rewQ-Lluvia:48', 'keyboard-run'],
    ['Poiu-Lluvia:48', 'keyboard-run'],
    ['JKLÑ-Lluvia:48a', 'keyboard-run'],
    ['ñlkJ-Lluvia:48', 'keyboard-run'],
    ['Vbnm-Lluvia:48', 'keyboard-run'],
    ['1Qaz-Lluvia:48', 'keyboard-run'],
    ['Qwe-Lluvia:48'],
    ['Dcba-Lluvia:48', 'sequence'],
    ['LMNÑ-Lluvia:48', 'sequence'],
    ['Lmno-Lluvia:48', 'sequence'],
    ['4321-Lluvia', 'sequence'],
    ['7890-Lluvia', 'sequence'],
    ['Lluvia-0123x', 'sequence'],
    ['Lluvia-123x'],
    ['Lluvia-1111', 'repeated'],
    ['Lluvia----9', 'repeated'],
    ['AaAa-Lluvia:48', 'repeated'],
    ['Lluvia-111x'],
    ['Mexico-2024', 'common'],
    ['P4$$w0rd-1', 'common'],
    ['', 'min-length', 'upper', 'lower', 'digit', 'special'],
  ];
  it.each(rows)('%j fails exactly %s', (password, ...rules) => {
    expect(failing(password, 'icsoe')).toEqual(rules);
    expect(failing(password, 'impi')).toEqual(rules);
  });

  it.each([...'-*?!@#$/()=.,:;'])('takes %s as its special character', (sign) => {
    expect(failing(`Lluvia${sign}Verde48`, 'icsoe')).toEqual([]);
  });

  it('takes 64 and up to 128 characters, and no more', () => {
    const long = (length: number) => 'Lluvia-Verde:48/'.repeat(9).slice(0, length);
    expect(failing(long(64), 'icsoe')).toEqual([]);
    expect(failing(long(128), 'icsoe')).toEqual([]);
    expect(failing(long(129), 'icsoe')).toEqual(['max-length']);
  });

  it('gives the same verdict on composed and decomposed accents', () => {
    expect(failing('Árbol-Ñandú:48'.normalize('NFD'), 'icsoe')).toEqual([]);
  });
});

describe('the policy of PASE', () => {
  const rows: readonly [string, ...RuleId[]][] = [
    ['LluviaVerde48'],
    ['lluviaverde48'],
    ['48LLUVIAVERDE'],
    ['Con-Especiales!1', 'forbidden'],
    ['SoloLetrasAqui', 'digit'],
    ['4829105736', 'letter'],
    ['Corta48', 'min-length'],
    ['Lluvia Verde 48', 'blank'],
    ['Abcd1234', 'common'],
    ['contraseña1', 'common'],
    ['Icsoe2026', 'common'],
  ];
  it.each(rows)('%j fails exactly %s', (password, ...rules) => {
    expect(failing(password, 'pase')).toEqual(rules);
  });
});

describe('the own data of a person', () => {
  const personal = {
    curp: 'GOMA850315HDFNRN07',
    email: 'ana.gomez85@correo.mx',
    name: 'Ana María Gómez Núñez',
    clientNumber: '4820157',
  };

  it.each([
    'Goma850315-Xy',
    'X-hdfnrn07-Yz',
    'Lluvia-850315:A',
    'Lluvia-15031985:A',
    'Lluvia-15-03-1985:A',
    'Lluvia-19850315:A',
    'Gomez-Lluvia:48',
    'Gómez-Lluvia:48',
    'G0mez-Lluvia:48',
    'G.o.m.e.z-Lluvia:48',
    'NUÑEZ-lluvia:48',
    'Maria-Lluvia:48',
    'Ana-Lluvia:48',
    'Lluvia-Gomez85:4',
    'Anagomez-Cielo:4',
    'Lluvia-4820157:A',
  ])('%s is refused for it', (password) => {
    expect(failing(password, 'icsoe', personal)).toContain('personal');
  });

  it.each(['Manantial-Seco:48', 'Lluvia-Verde:48', 'Banana-Roja:29'])('%s is not', (password) => {
    expect(failing(password, 'icsoe', personal)).toEqual([]);
  });

  it('looks at nothing that is not known', () => {
    expect(failing('Lluvia-Verde:48', 'icsoe', { name: '', email: '', curp: '', clientNumber: '' })).toEqual([]);
  });
});

describe('checkPassword', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });

  it('answers any text, and accepts only what holds every rule of the portal', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('impi', 'pase', 'icsoe'), (password, portal) => {
        if (failing(password, portal).length > 0) return;
        expect(password).toMatch(portal === 'pase' ? /^[\p{L}\p{M}\d]{8,}$/u : /^[\p{L}\p{M}\d\-*?!@#$/()=.,:;]{8,}$/u);
      }),
    );
  });

  it('finds a run wherever it stands', () => {
    const run = fc.constantFrom('qwer', 'lkjh', 'wxyz', '9876', 'zzzz', '5555');
    const filler = fc.array(fc.constantFrom('Kb-', 'R7:', 'm4!', 'Xp;'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(filler, run, filler, (before, middle, after) => {
        expect(failing(`Kb7-${before.join('')}${middle}${after.join('')}`, 'icsoe')).toHaveLength(1);
      }),
    );
  });

  it('ends on 100,000 characters', () => {
    for (const unit of ['a', '1', 'Ab1-', ' ', '\u0301', '𝐀']) {
      expect(failing(unit.repeat(100_000), 'icsoe')).toContain('max-length');
    }
  });
});

describe('forbiddenCharacters', () => {
  it('names each unknown character once', () => {
    expect(forbiddenCharacters('a_b_c&d e-f', passwordPolicies.icsoe)).toEqual(['_', '&']);
    expect(forbiddenCharacters('Con-Especiales!1', passwordPolicies.pase)).toEqual(['-', '!']);
  });
});
