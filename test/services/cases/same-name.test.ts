import { sameName } from '../../../services/cases/same-name.ts';

test.each([
  ['Rosa Víctima López', 'ROSA VICTIMA LOPEZ'],
  ['Núñez Salgado, Héctor Iván', 'Héctor Iván Núñez Salgado'],
  ['María de los Ángeles Peña', 'MARIA ANGELES PENA'],
  ['Rosa López', 'Rosa Víctima López'],
  ['Ana', ' ana '],
])('%j and %j can be one person', (one, other) => {
  expect([sameName(one, other), sameName(other, one)]).toEqual([true, true]);
});

test.each([
  ['Pedro Ladrón Ruiz', 'Rosa Víctima López'],
  ['Rosa Ladrón López', 'Rosa Víctima López'],
  ['Rosa', 'Rosa Víctima López'],
  ['Rosa Rosa', 'Rosa Víctima López'],
  ['de la', 'Rosa Víctima López'],
  ['', 'Rosa Víctima López'],
  ['', ''],
])('%j and %j are for a person to look at', (one, other) => {
  expect([sameName(one, other), sameName(other, one)]).toEqual([false, false]);
});
