import english from '../../../locales/en/whatsapp.json' with { type: 'json' };
import spanish from '../../../locales/es-MX/whatsapp.json' with { type: 'json' };
import { type Locale, localeOf, type Texts, textsOf } from '../../../locales/texts.ts';

type Key = keyof typeof spanish;

const sentences: Record<Locale, Texts<Key>> = { 'es-MX': textsOf(spanish), en: textsOf<Key>(english) };

/** What this channel itself says. */
export const textsFor = (locale: string): Texts<Key> => sentences[localeOf(locale)];
