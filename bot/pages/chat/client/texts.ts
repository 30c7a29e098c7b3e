import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type chat from '../../../../locales/es-MX/chat.json';

/** Every sentence of the page by its key. `locales/es-MX/chat.json` is the model for the other languages. */
export type Texts = typeof chat;
export type TextKey = keyof Texts;

/** Answers the sentence of a key, with values in the place of `{name}`. */
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

export const translator =
  (texts: Texts): Translate =>
  (key, values = {}) =>
    texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** Filled once at start-up from the page's data block. */
export const TextsContext = createContext<Texts | undefined>(undefined);

export function useText(): Translate {
  const texts = useContext(TextsContext);
  if (texts === undefined) throw new Error('TextsContext has no texts: render below its provider');
  return translator(texts);
}

/** The key for something that came from outside, when there is a sentence for it. */
export function useKnownKey(prefix: string, name: string | undefined): TextKey | undefined {
  const texts = useContext(TextsContext);
  const key = `${prefix}.${name}`;
  return texts !== undefined && isKeyOf(texts, key) ? key : undefined;
}

const isKeyOf = (texts: Texts, key: string): key is TextKey => Object.hasOwn(texts, key);
