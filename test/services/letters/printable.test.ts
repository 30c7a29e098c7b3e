import { printable } from '../../../services/letters/printable.ts';

test.each([
  ['Begoña Müller Ibáñez', 'Begoña Müller Ibáñez'],
  ['Jose\u0301', 'José'],
  ['Łukasz Erdős', 'Lukasz Erdos'],
  ['Ｆｕｌｌ', 'Full'],
  ['中村 Ana', '?? Ana'],
  ['Ana\u202e\n López', 'Ana López'],
  ['O’Brien – Šimek', 'O’Brien – Šimek'],
])('%j is printed as %j', (given, printed) => {
  expect(printable(given)).toBe(printed);
});
