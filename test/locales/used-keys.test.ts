import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faqTopics } from '../../dialogs/routing/faq.ts';
import { procedureIds } from '../../dialogs/routing/routing.ts';
import { Portal } from '../../services/accounts/portal.ts';
import { CaseState } from '../../services/cases/case.ts';
import { RefusalReason } from '../../services/cases/staff.ts';
import { efirmaReasons } from '../../services/efirma/result.ts';
import { MailTemplate } from '../../services/mail/mail.ts';
import { files, sentencesOf } from './sentences.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const code = ['bot', 'dialogs', 'services'].flatMap(sourcesIn).map((path) => readFileSync(path, 'utf8'));

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(root, folder, name));
}

/** Strings and names of members written out in the code: keys, and the values that keys are made from. */
const words = new Set(
  code.flatMap((text) =>
    [...text.matchAll(/['"`]([\w.-]+)['"`]|\b([\w-]+):/g)].map(([, quoted, name]) => quoted ?? name),
  ),
);

/** Keys made from a value, `rule.${id}`: a pattern whose gap is the value. */
const templates = code
  .flatMap((text) => [...text.matchAll(/`((?:[\w.-]|\$\{[^`}]+\})+)`/g)].map(([, template]) => String(template)))
  .filter((template) => template.includes('.') && (template.match(/\$\{/g) ?? []).length === 1)
  .filter((template) => template.replace(/\$\{[^}]+\}/, '').length > 2)
  .map((template) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\$\{[^}]+\}/, '([\\w-]+)')}$`));

const isMade = (key: string) => templates.some((template) => words.has(template.exec(key)?.[1] ?? ''));

/** Keys that the page puts together from a prefix and what came over the wire (`useKnownKey`). */
const isJoined = (key: string) => {
  const dot = key.lastIndexOf('.');
  return words.has(key.slice(0, dot)) && words.has(key.slice(dot + 1));
};

describe.each(files.filter((file) => file !== 'faq'))('%s', (file) => {
  it('has no sentence that nobody says', () => {
    const unused = Object.keys(sentencesOf('es-MX', file)).filter(
      (key) => !words.has(key) && !isMade(key) && !isJoined(key),
    );
    expect(unused).toEqual([]);
  });
});

it('each frequent question has its answer, and no answer is without a question', () => {
  expect(Object.keys(sentencesOf('es-MX', 'faq')).sort()).toEqual([...faqTopics].sort());
});

it.each<[string, string, readonly string[]]>([
  ['prompts', 'efirma', efirmaReasons],
  ['letter', 'status', CaseState.options],
  ['letter', 'letter.reason', RefusalReason.options],
  ['common', 'menu.procedure', procedureIds],
  ['common', 'common.agent', Portal.options],
  ['mail', 'portal', Portal.options],
  ['case-command', 'case.is', CaseState.options],
])('%s has a sentence %s.… for each value', (file, prefix, values) => {
  const sentences = sentencesOf('es-MX', file);
  expect(values.filter((value) => !(`${prefix}.${value}` in sentences))).toEqual([]);
});

it.each(MailTemplate.options)('the mail %s says what it must', (template) => {
  const sentences = sentencesOf('es-MX', 'mail');
  for (const part of ['subject', 'title', 'body', 'why']) expect(sentences).toHaveProperty([`${template}.${part}`]);
});
