import type { IncomingMessage } from 'node:http';
import en from '../../../locales/en/new-password.json' with { type: 'json' };
import enPages from '../../../locales/en/pages.json' with { type: 'json' };
import enPrompts from '../../../locales/en/prompts.json' with { type: 'json' };
import es from '../../../locales/es-MX/new-password.json' with { type: 'json' };
import esPages from '../../../locales/es-MX/pages.json' with { type: 'json' };
import esPrompts from '../../../locales/es-MX/prompts.json' with { type: 'json' };
import { type Locale, localeOf, type Texts, textsOf } from '../../../locales/texts.ts';

/** Sentences of this page, with those of the password rules and the names of the portals, which others say too. */
const spanish = { ...esPrompts, ...esPages, ...es };
export type NewPasswordKey = keyof typeof spanish;
const english: Record<NewPasswordKey, string> = { ...enPrompts, ...enPages, ...en };

export type NewPasswordText = Texts<NewPasswordKey>;

const texts: Readonly<Record<Locale, NewPasswordText>> = { 'es-MX': textsOf(spanish), en: textsOf(english) };

/** The sentences in the first language the browser asks for. */
export function newPasswordTexts(request: IncomingMessage): {
  readonly locale: Locale;
  readonly text: NewPasswordText;
} {
  const locale = localeOf(request.headers['accept-language']);
  return { locale, text: texts[locale] };
}
