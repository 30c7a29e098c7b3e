/** The languages a person can be spoken to in. Spanish is complete first; English follows key by key. */
export type Locale = 'es-MX' | 'en';

/** What a sentence's `{placeholders}` stand for. */
export type Params = Readonly<Record<string, string | number>>;

/** Gives the sentence of a key in one language, its placeholders filled. */
export type Texts<Key extends string> = (key: Key, params?: Params) => string;

/** Spanish unless the person or the channel asks for English. */
export function localeOf(tag: string | undefined): Locale {
  return tag?.toLowerCase().startsWith('en') ? 'en' : 'es-MX';
}

/** Binds sentences of one language. Throws on a placeholder without a value: a hole must not reach a person. */
export function textsOf<Key extends string>(sentences: Readonly<Record<Key, string>>): Texts<Key> {
  return (key, params = {}) => fill(sentences[key], params, key);
}

/** Replaces each `{name}` of a sentence by its value. */
export function fill(sentence: string, params: Params, key = sentence): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`No value for {${name}} in "${key}"`);
    return String(value);
  });
}

const units = [
  { ms: 24 * 60 * 60_000, 'es-MX': ['día', 'días'], en: ['day', 'days'] },
  { ms: 60 * 60_000, 'es-MX': ['hora', 'horas'], en: ['hour', 'hours'] },
  { ms: 60_000, 'es-MX': ['minuto', 'minutos'], en: ['minute', 'minutes'] },
  { ms: 1_000, 'es-MX': ['segundo', 'segundos'], en: ['second', 'seconds'] },
] as const;

/** "10 minutos", "24 horas", "10 días": a duration as people say it, rounded up. One day is said in hours. */
export function duration(ms: number, locale: Locale): string {
  const unit =
    units.find((candidate) => ms >= candidate.ms && !(candidate.ms === units[0].ms && ms === candidate.ms)) ?? units[3];
  const count = Math.ceil(ms / unit.ms);
  return `${count} ${unit[locale][count === 1 ? 0 : 1]}`;
}
