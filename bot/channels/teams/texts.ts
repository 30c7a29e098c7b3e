import en from '../../../locales/en/teams.json' with { type: 'json' };
import es from '../../../locales/es-MX/teams.json' with { type: 'json' };
import { type Locale, type Texts, textsOf } from '../../../locales/texts.ts';

export type TeamsTextKey = keyof typeof es;

/** What the channel says by itself, and what its app is called, by language. */
export const teamsTexts: Record<Locale, Texts<TeamsTextKey>> = { 'es-MX': textsOf(es), en: textsOf(en) };
