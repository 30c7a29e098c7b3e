import { plain } from './plain.ts';

const NO =
  '(?:no|nop|nope|nel|nel pastel|nah|nones|negativo|n|ya no|mejor no|por ahora no|ahorita no|todavia no|aun no)';
const ENOUGH =
  `(?:(?:ya |eso |asi )?(?:es|son|seria|serian) (?:todo|todos|el unico|los unicos)|(?:solo|nada mas) (?:ese|esos|eso)
  |nada mas|no mas|ningun[oa]?(?: (?:mas|otr[oa]))?|con (?:ese|esos|eso)(?: basta)?|para nada
  |no (?:hay|tengo|quiero|deseo|necesito)(?: agregar)? (?:mas|otr[oa]|ningun[oa](?: (?:mas|otr[oa]))?)|no quiero|no agregar
  |that s (?:all|it)|that is (?:all|it)|no more|none|nothing else|no other|not now|no other one)`.replace(/\n\s*/g, '');
const BESIDES =
  '(?:por favor|porfa|(?:muchas |mil )?gracias|por ahora|por el momento|pues|bueno|ya|asi|asi esta bien|listo|terminar|terminamos|finish|please|thanks|thank you|for now)';
const NO_MORE = new RegExp(`^(?:${BESIDES} )*(?:${NO}|${ENOUGH})(?: (?:${NO}|${ENOUGH}|${BESIDES}))*$`);
const MAX_WORDS = 10;

/**
 * Whether a person says that nothing is to be added, and what there is holds. A no that finds fault with it ("no es
 * correcto", "no, espera") is none: this one leads on.
 */
export function readNoMore(text: string, maxChars = 200): boolean {
  if (text.length > maxChars || /[?¿？@\p{N}]/u.test(text)) return false;
  const words = plain(text, maxChars);
  return words.split(' ').length <= MAX_WORDS && NO_MORE.test(words);
}
