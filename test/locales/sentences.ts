import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Locale } from '../../locales/texts.ts';

const Sentences = z.record(z.string(), z.union([z.string(), z.object({ answer: z.string() })]));

/** The locale files, each written once per language. */
export const files = readdirSync(new URL('../../locales/es-MX', import.meta.url)).map((name) => name.slice(0, -5));

/** The sentences that a dialog may say; the other files are of pages, mails and commands. */
export const dialogFiles = files.filter(
  (file) => !['chat', 'pages', 'new-password', 'secure-form', 'mail', 'commands', 'case-command'].includes(file),
);

/** The sentences of a file by key; of a frequent question, its answer. */
export function sentencesOf(locale: Locale, file: string): Record<string, string> {
  const path = new URL(`../../locales/${locale}/${file}.json`, import.meta.url);
  const parsed = Sentences.parse(JSON.parse(readFileSync(path, 'utf8')));
  return Object.fromEntries(
    Object.entries(parsed).map(([key, value]) => [key, typeof value === 'string' ? value : value.answer]),
  );
}

/** Every sentence of some files as rows of a table: file and key, sentence. */
export function rowsOf(locale: Locale, of: readonly string[] = files): [string, string][] {
  return of.flatMap((file) =>
    Object.entries(sentencesOf(locale, file)).map(([key, text]): [string, string] => [`${file} ${key}`, text]),
  );
}

/** The names of the placeholders of a sentence, sorted. */
export const placeholdersOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)))].sort();
