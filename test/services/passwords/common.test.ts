import { createCommonPasswords } from '../../../services/passwords/common.ts';

const isCommon = createCommonPasswords();

describe('createCommonPasswords', () => {
  it.each([
    '123456',
    'password',
    'PASSWORD',
    'Password1',
    'P@ssw0rd',
    'p4ssw0rd2024!',
    'Contraseña',
    'contraseña2026',
    'Mexico86',
    '2024Mexico!',
    'Guadalupe1',
    'Icsoe-2026',
    'qwerty123',
    'Dr4gon!',
  ])('%s is common', (password) => {
    expect(isCommon(password)).toBe(true);
  });

  it.each(['Lluvia-Verde:48', 'LluviaVerde48', 'Tres*Gatos=9', 'x7', '8h-2k:Lq', ''])('%j is not', (password) => {
    expect(isCommon(password)).toBe(false);
  });
});
