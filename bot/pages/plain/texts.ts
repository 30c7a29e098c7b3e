import type { IncomingMessage } from 'node:http';
import en from '../../../locales/en/pages.json' with { type: 'json' };
import es from '../../../locales/es-MX/pages.json' with { type: 'json' };
import { type Locale, localeOf, type Texts, textsOf } from '../../../locales/texts.ts';

export type PageText = Texts<keyof typeof es>;

const texts: Readonly<Record<Locale, PageText>> = { 'es-MX': textsOf(es), en: textsOf(en) };

/** The sentences of pages in the first language the browser asks for. */
export function pageTexts(request: IncomingMessage): { readonly locale: Locale; readonly text: PageText } {
  const locale = localeOf(request.headers['accept-language']);
  return { locale, text: texts[locale] };
}
