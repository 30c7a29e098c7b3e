import enCommon from '../locales/en/common.json' with { type: 'json' };
import enHandoff from '../locales/en/handoff.json' with { type: 'json' };
import enImpi from '../locales/en/impi.json' with { type: 'json' };
import enLetter from '../locales/en/letter.json' with { type: 'json' };
import enMove from '../locales/en/move.json' with { type: 'json' };
import enPase from '../locales/en/pase.json' with { type: 'json' };
import enPrompts from '../locales/en/prompts.json' with { type: 'json' };
import enReset from '../locales/en/reset.json' with { type: 'json' };
import common from '../locales/es-MX/common.json' with { type: 'json' };
import handoff from '../locales/es-MX/handoff.json' with { type: 'json' };
import impi from '../locales/es-MX/impi.json' with { type: 'json' };
import letter from '../locales/es-MX/letter.json' with { type: 'json' };
import move from '../locales/es-MX/move.json' with { type: 'json' };
import pase from '../locales/es-MX/pase.json' with { type: 'json' };
import prompts from '../locales/es-MX/prompts.json' with { type: 'json' };
import reset from '../locales/es-MX/reset.json' with { type: 'json' };
import { type Locale, type Texts, textsOf } from '../locales/texts.ts';

const spanish = { ...common, ...prompts, ...handoff, ...impi, ...letter, ...move, ...pase, ...reset };

/** The key of a sentence that a dialog says. */
export type TextKey = keyof typeof spanish;

const english: Record<TextKey, string> = {
  ...enCommon,
  ...enPrompts,
  ...enHandoff,
  ...enImpi,
  ...enLetter,
  ...enMove,
  ...enPase,
  ...enReset,
};

/** What dialogs say, by language. */
export const dialogTexts: Record<Locale, Texts<TextKey>> = { 'es-MX': textsOf(spanish), en: textsOf(english) };
