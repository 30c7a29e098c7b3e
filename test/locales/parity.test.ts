import { readdirSync } from 'node:fs';
import { files, placeholdersOf, sentencesOf } from './sentences.ts';

it('both languages have the same files', () => {
  const english = readdirSync(new URL('../../locales/en', import.meta.url)).map((name) => name.slice(0, -5));
  expect(english).toEqual(files);
});

describe.each(files)('%s', (file) => {
  const [spanish, english] = [sentencesOf('es-MX', file), sentencesOf('en', file)];

  it('has the same keys in both languages, in the same order', () => {
    expect(Object.keys(english)).toEqual(Object.keys(spanish));
  });

  it('has the same placeholders in both languages', () => {
    const shapes = (sentences: Record<string, string>) =>
      Object.fromEntries(Object.entries(sentences).map(([key, text]) => [key, placeholdersOf(text)]));
    expect(shapes(english)).toEqual(shapes(spanish));
  });

  it('is translated: hardly a sentence is the same in both', () => {
    const same = Object.keys(spanish).filter((key) => spanish[key] === english[key]);
    expect(same.filter((key) => !alike.has(`${file} ${key}`))).toEqual([]);
  });
});

/** Names, and words that both languages share. */
const alike = new Set([
  'case-command case.because',
  'case-command case.curp',
  'case-command case.document.ine',
  'case-command case.entry',
  'case-command case.no',
  'chat chat.bot',
  'chat chat.product',
  'chat chat.password.username.icsoe',
  'chat chat.password.username.impi',
  'chat chat.password.username.pase',
  'common common.agent.folio',
  'common common.option.no',
  'mail portal.impi',
  'move move.name.whatsapp',
  'move move.name.teams',
  'pages portal.impi',
  'teams teams.package.name',
]);
