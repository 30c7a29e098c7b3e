import en from '../../../locales/en/case-command.json' with { type: 'json' };
import es from '../../../locales/es-MX/case-command.json' with { type: 'json' };
import { type Locale, type Texts, textsOf } from '../../../locales/texts.ts';

export type CaseWords = Texts<keyof typeof es>;

const english: Record<keyof typeof es, string> = en;

/** What the command says on the terminal, by language. */
export const caseWords: Record<Locale, CaseWords> = { 'es-MX': textsOf(es), en: textsOf(english) };
