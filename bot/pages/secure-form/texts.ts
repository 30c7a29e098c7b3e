import enChat from '../../../locales/en/chat.json' with { type: 'json' };
import enCommon from '../../../locales/en/common.json' with { type: 'json' };
import enNewPassword from '../../../locales/en/new-password.json' with { type: 'json' };
import enPages from '../../../locales/en/pages.json' with { type: 'json' };
import enPrompts from '../../../locales/en/prompts.json' with { type: 'json' };
import en from '../../../locales/en/secure-form.json' with { type: 'json' };
import esChat from '../../../locales/es-MX/chat.json' with { type: 'json' };
import esCommon from '../../../locales/es-MX/common.json' with { type: 'json' };
import esNewPassword from '../../../locales/es-MX/new-password.json' with { type: 'json' };
import esPages from '../../../locales/es-MX/pages.json' with { type: 'json' };
import esPrompts from '../../../locales/es-MX/prompts.json' with { type: 'json' };
import es from '../../../locales/es-MX/secure-form.json' with { type: 'json' };
import { type Locale, type Texts, textsOf } from '../../../locales/texts.ts';

/** Sentences of this page, with those of the chat's own form, of the password page and of the names of procedures. */
const spanish = { ...esChat, ...esCommon, ...esPrompts, ...esPages, ...esNewPassword, ...es };
type Key = keyof typeof spanish;
const english: Record<Key, string> = { ...enChat, ...enCommon, ...enPrompts, ...enPages, ...enNewPassword, ...en };

export type SecureFormText = Texts<Key>;

/** The sentences in a language. */
export const secureFormTexts: Readonly<Record<Locale, SecureFormText>> = {
  'es-MX': textsOf(spanish),
  en: textsOf(english),
};

/** What a procedure is called in the menu; undefined for one that is not in it. */
export function procedureName(text: SecureFormText, procedure: string): string | undefined {
  const key = `menu.procedure.${procedure}`;
  return isKey(key) ? text(key) : undefined;
}

const isKey = (key: string): key is Key => Object.hasOwn(spanish, key);
