import { plain } from './plain.ts';

const MAX_CHARS = 120;
const MAX_WORDS = 10;
const GREETING =
  /^(?:hola|(?:buen[oa]s?|buen)\s+(?:d[ií]as?|tardes?|noches?)|ok|bueno|claro|s[ií]|yes|hi|hello)(?:\s*[,.;!]+\s*|\s+(?=me\s+llamo|mi\s|soy\s|es\s|my\s))/i;
const THANKS = /[\s,.;]+(?:por\s+favor|porfa|gracias|please|thanks|thank\s+you)[.!]*$/i;
const LEAD =
  /^(?:yo\s+)?(?:me\s+llamo|mi\s+nombre(?:\s+completo)?\s+es|mi\s+(?:primer\s+|segundo\s+)?apellido(?:\s+(?:paterno|materno))?\s+es|soy|se\s+escribe|nombre:|apellido:|es|my\s+(?:full\s+|first\s+|last\s+|sur)?name\s+is|i\s+am|i['’]m|it['’]?s)\s+/i;
const NAME = /^\p{L}[\p{L}\p{M}'’´. -]*$/u;

/** Words that no name has; those that also are one, such as Segundo, Bueno, Paz or Perfecto, are not among them. */
const NEVER = new Set(
  `es eres soy somos estoy estas estan estaba esta esto eso ese esa fue tengo tienes tiene tenemos quiero quieres quiere quisiera
  necesito necesitas necesita puedo puedes puede podria pude debo debe hago hace haces hacer hizo voy vamos vengo regrese
  sigo sigue seguir espera esperame espere esperen dame dime digo dije dijo dices diga mande manda mandame ayuda ayudame ayudar
  hablar habla hablo sabes saber entiendo entendi comprendo olvide perdi busco cambie cambiar corregir cambio acuerdo recuerdo
  confio interesa urge funciona sirve jala carga llega llego aparece pregunta preguntas contesta escribo escribi escribe puse
  pongo ver empezar salir cancelar terminar iniciar comenzar continuar recuperar aplica llamo
  si no para por porque pero con como cual cuales que quien quienes donde cuando cuanto cuantos cuanta cuantas muy menos tambien
  tampoco todavia aun siempre nunca ahora ahorita luego despues antes manana ayer tardes noches buenas buenos hola adios
  gracias favor porfa porfavor disculpa disculpe perdon oye oiga momento momentito tantito minuto alguien algo nadie todo
  todos otro otra otros mismo misma igual aqui ahi alla cosa cosas nose ok okay okey ninguno ninguna dificil imposible
  persona humano robot bot agente asesor oficial fraude estafa gratis titular dueno empresa representante cuenta correo
  email mail curp rfc ine cv contrasena password codigo folio tramite carta cliente numero nombre nombres apellido apellidos
  identificacion efirma mama mami papi esposo esposa marido hermano hermana abuela jefe
  chinga chingas chingada pinche pendejo pendeja mierda puto puta culero idiota estupido estupida inutil fuck shit
  is are am the this that it what who how why when where wait for please thanks yes you your could want need help account
  name forgot safe agent someone person minute again not dont mother father `.split(/\s+/),
);
/** Words that are no name by themselves, or with others like them. */
const NEVER_ALONE = new Set(
  `yo ya mi me al a en bien mal va vale sale listo correcto exacto adelante seguro nada sip nop nel menu atras rato paterno
  materno hi hello hey back sure`.split(/\s+/),
);
const SOUND = /^(?:(\p{L})\1+|e+h+|a+h+|h?u+m+|(?:j[aei]){2,}j?|(?:ha){2,})$/iu;
const NEVER_FIRST = new Set(['el', 'me', 'te', 'ya', 'al', 'nos']);
const SMALL = new Set(['de', 'del', 'la', 'las', 'los', 'y', 'e', 'da', 'das', 'di', 'von', 'van']);

/** A name or surname as a person writes it, tidied: "me llamo ana lópez" → "Ana López". Undefined when it is none. */
export function readName(text: string): string | undefined {
  if (text.length > MAX_CHARS) return undefined;
  const name = text
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(GREETING, '')
    .replace(LEAD, '')
    .replace(THANKS, '')
    .replace(/[.,;!]+$/, '')
    .trim();
  if (!NAME.test(name) || SOUND.test(name) || isSentence(plain(name).split(' '))) return undefined;
  const words = name.split(' ');
  if (words.length > MAX_WORDS) return undefined;
  return sameCase(name) ? words.map(capitalise).join(' ') : name;
}

/** Anything that is said at a name step is made of letters; what is no name must be told by its words. */
function isSentence(words: readonly string[]): boolean {
  return (
    NEVER_FIRST.has(words[0] ?? '') ||
    words.some((word) => NEVER.has(word)) ||
    words.every((word) => NEVER_ALONE.has(word))
  );
}

/** The words of a name that are names themselves: "María de la Luz" has two. */
export const namesIn = (name: string): string[] => name.split(' ').filter((word) => !SMALL.has(word.toLowerCase()));

/** Only what was typed all in one case is changed: "McGregor" and "de la O" know better than we do. */
const sameCase = (name: string) => name === name.toLowerCase() || name === name.toUpperCase();

function capitalise(word: string, index: number): string {
  const lower = word.toLowerCase();
  if (index > 0 && SMALL.has(lower)) return lower;
  return lower.replace(/(^|[-'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}
