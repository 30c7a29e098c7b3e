import { plain } from './plain.ts';

/** The manuals of PASE: by the scheme of a contract, and by what is to be done. */
export const manualTopics = [
  'amex',
  'tdc',
  'decenales',
  'prepago-domiciliado',
  'prepago',
  'cancel-tag',
  'payment-method',
  'card',
  'activation',
] as const;
export type ManualTopic = (typeof manualTopics)[number];

const PATTERNS: Readonly<Record<ManualTopic, RegExp>> = {
  amex: /\b(?:amex|american express|amexco)\b/,
  tdc: /\b(?:tdc|tarjetas? de credito|credit cards?|td c)\b/,
  decenales: /\b(?:decenal|decenales|desenal(?:es)?|decena|cada diez dias|ten day)\b/,
  'prepago-domiciliado': /\b(?:domiciliad[oa]s?|domicilia(?:r|cion)|direct debit)\b/,
  prepago: /\b(?:prepagos?|pre pagos?|prepagad[oa]s?|prepaid)\b/,
  'cancel-tag':
    /\b(?:cancel\w*|baja)\b.{0,20}\btags?\b|\btags?\b.{0,20}\b(?:cancel\w*|baja)\b|\b(?:cancelacion|cancelar|dar de baja)\b/,
  'payment-method': /\b(?:formas? de pago|metodos? de pago|payment method|(?:cambi\w*|como) (?:de )?pag[oa]r?)\b/,
  card: /\b(?:tarjetas?|plastico|card)\b/,
  activation: /\b(?:activ\w*|dar de alta|alta de(?:l)?)\b/,
};

/** Topics that say less than another one named with them. */
const WITHIN: Readonly<Partial<Record<ManualTopic, ManualTopic>>> = {
  prepago: 'prepago-domiciliado',
  card: 'tdc',
};

/** The manuals a sentence is about, in the order of the list; none when it names no topic. */
export function readManualTopics(text: string, maxChars = 200): ManualTopic[] {
  const words = plain(text, maxChars);
  const named = manualTopics.filter((topic) => PATTERNS[topic].test(words));
  return named.filter((topic) => {
    const wider = WITHIN[topic];
    return wider === undefined || !named.includes(wider);
  });
}
