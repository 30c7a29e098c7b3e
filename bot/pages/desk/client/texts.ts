import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type desk from '../../../../locales/es-MX/desk.json';
import type refused from '../../../../locales/es-MX/desk-refused.json';

/** Every sentence of the page by its key. */
export type Texts = typeof desk;
export type TextKey = keyof Texts;
export type Refusals = typeof refused;

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** The sentences of a page, and those for reasons that came over the wire. */
export interface Words {
  readonly t: Translate;
  /** The sentence under `prefix.name`; the name itself where there is none. */
  label(prefix: string, name: string | undefined): string;
  /** Why something was not done. */
  refusal(reason: string): string;
}

export function wordsOf(texts: Texts, refusals: Refusals): Words {
  const t: Translate = (key, values = {}) =>
    texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return {
    t,
    label(prefix, name = '') {
      const key = `${prefix}.${name}`;
      return isKeyOf(texts, key) ? t(key) : name;
    },
    refusal(reason) {
      if (isKeyOf(refusals, reason)) return refusals[reason];
      const key = `failed.${reason}`;
      return t(isKeyOf(texts, key) ? key : 'failed.other');
    },
  };
}

export const WordsContext = createContext<Words | undefined>(undefined);

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === undefined) throw new Error('WordsContext has no words: render below its provider');
  return words;
}

const isKeyOf = <Known extends object>(texts: Known, key: string): key is Extract<keyof Known, string> =>
  Object.hasOwn(texts, key);
