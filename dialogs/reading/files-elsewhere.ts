import { plain } from './plain.ts';

const FILES =
  '(?:(?:mis|los|esos|el|mi|la) )?(?:archivos?|documentos?|cer y (?:el |mi )?key|cer|key|efirma|firma electronica|fiel)(?: de (?:la |mi )?efirma)?';
const OWNED = '(?:(?:mi|la|el|una|un|otra|otro|este|esta|su) )?';
const PLACE = `(?:en|desde|por) ${OWNED}(?:computadora|compu|pc|laptop|lap|ordenador|usb|memoria(?: usb)?|disco(?: duro)?|tableta?|tablet|celular|cel|telefono|movil|maquina|equipo|aparato|dispositivo|lado|parte|oficina|trabajo|casa|despacho)(?: (?:de|del) (?:(?:la|mi|el) )?(?:oficina|casa|trabajo|despacho|contador|contadora))?`;
const NOT_HERE = `(?:aqui|a la mano|conmigo|ahorita|ahora|en este momento|${PLACE})`;
const PHONE = `${OWNED}(?:celular|cel|telefono|movil|tableta?|iphone|android|smartphone)`;
const ENGLISH_PLACE =
  '(?:(?:my|the|another|a|this) )?(?:computer|laptop|pc|usb|desktop|other device|phone|device|office|work|home)';

/** Whole messages, after `plain`. Bounded repetitions only. */
const PATTERNS = [
  `(?:${FILES} )?(?:(?:ya )?(?:los|las|lo|la) )?(?:esta|estan|tengo|tenemos|traigo|guarde|deje|quedaron|se quedaron)(?: guardad[oa]s?)?(?: ${FILES})? ${PLACE}`,
  `(?:estoy|ando|escribo|te escribo|lo hago|lo estoy haciendo|entre)(?: ahorita| ahora)? (?:en|desde|con|por) ${PHONE}`,
  `(?:solo |nomas |puro )?(?:tengo|traigo) (?:solo |nomas |puro )?${PHONE}`,
  `no (?:tengo|traigo|hay) ${OWNED}(?:computadora|compu|pc|laptop)(?: ${NOT_HERE})?`,
  `no (?:los|las|lo|la) (?:tengo|traigo) ${NOT_HERE}(?: ${NOT_HERE})?`,
  `no (?:tengo|traigo) ${FILES} ${NOT_HERE}(?: ${NOT_HERE})?`,
  `(?:${FILES} )?(?:los|las|lo|la) tiene mi (?:contador|contadora|abogado|abogada|despacho|jefe|jefa|esposo|esposa|hijo|hija|asistente)`,
  `mi (?:contador|contadora|abogado|abogada|despacho|jefe|jefa|esposo|esposa|hijo|hija|asistente) (?:los|las|lo|la) tiene`,
  `(?:(?:my|the) )?(?:files|efirma|they) (?:are|is) (?:on|in|at) ${ENGLISH_PLACE}`,
  `(?:i m|i am) on (?:my|a|the) (?:phone|cell|tablet|mobile)`,
].map((pattern) => new RegExp(`^(?:(?:es que|pero|no|pues|ahorita|ahora|todos?) )*${pattern}$`));

const MAX_CHARS = 200;

/** Whether a person says that the files of their e.firma are not at hand here: on another device, or with somebody else. */
export function saysFilesElsewhere(text: string): boolean {
  if (text.length > MAX_CHARS) return false;
  const words = plain(text, MAX_CHARS);
  return PATTERNS.some((pattern) => pattern.test(words));
}

/** Whether who has no e.firma speaks of its files alone, which may only be somewhere else. */
export const speaksOfFiles = (text: string): boolean =>
  /\b(?:archivos?|cer|key|llave|certificado)\b/.test(plain(text, MAX_CHARS));
