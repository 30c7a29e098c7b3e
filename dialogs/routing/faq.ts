import { aboutUs } from './patterns/about-us.ts';
import { firstMatch, phrase } from './phrase.ts';

const what =
  '(que (es|son|significa)|para que (es|sirve|sirven|se usa)|que quiere decir|what (is|are|s)|what does|explicame|definicion)';
const where = '(donde|en donde|adonde|como|where|how|cual es|para)';

/**
 * Questions that are answered from `locales/<locale>/faq.json`, by topic; the key of each text is the topic.
 * Order matters: the first topic that matches answers.
 */
const topics = {
  csd: [
    '(csd|sello* digital*) ~ (efirma|firma)',
    'efirma ~ (csd|sello* digital*)',
    `${what} ~ (csd|sello* digital*)`,
    'csd',
    'sello* digital*',
  ],
  'efirma-files': [
    `${what} ~ (cer|key)`,
    'diferencia ~ (cer|key)',
    '(cer|key) ~ diferencia',
    `${where} (estan|encuentro|esta|obtengo|saco|descargo|find) ~ (cer|key)`,
    '(cual|que) es (el |la )?(archivo )?(cer|key)',
    'difference ~ (cer|key)',
  ],
  'efirma-renewal': [
    'renov* ~ efirma',
    'renuev* ~ efirma',
    'renew* ~ efirma',
    'efirma ~ (renov*|renuev*|renew*)',
    `${where} (puedo |se |can i |do i |hago para )*(saco|sacar|tramit*|obten*|obtengo|consigo|saca|get|hacer|solicit*) (mi |la |una |my |an |the )*efirma`,
    '(sacar|tramitar|obtener|solicitar) (mi |la |una )*efirma( por primera vez)?',
    'efirma por primera vez',
  ],
  'efirma-what': [
    `${what} (la |una |el |mi |eso de |lo de |the |an )*(efirma)`,
    'efirma (que|para que) (es|sirve)',
    'efirma ~ (lo mismo|igual|difer*)',
    'diferencia ~ efirma',
    '(para que|por que|porque|why) (me )?(quier*|pid*|necesit*|ocup*|usan|do you need) (la |mi |una |el |my )*efirma',
    'que es eso de la efirma',
  ],
  'curp-what': [`${what} (la |el |mi |una |the |a )*curp`, 'curp que es'],
  'curp-find': [
    '(donde|como|en donde|where|how) (puedo |se |can i |do i |hago para )*(consult*|encuentr*|encontr*|sac*|obten*|obtengo|descarg*|imprim*|busc*|veo|ver|bajo|bajar|find|get|se|saber|checo|checar|viene) (cual es )?(el |la |mi |my )*curp',
    '(no (encuentro|se|recuerdo|me acuerdo|me se|tengo)|olvide|perdi|consultar|sacar|imprimir|descargar|buscar) (cual es |de )?(la |el |mi |una )*curp',
    'donde (esta|viene) (la |el |mi )*curp',
    'curp ~ donde',
    'cual es mi curp',
  ],
  'folio-what': [
    `${what} (el |un |mi |eso (de |del )|lo (de |del ))*folio`,
    '(donde|en donde) (esta|viene|veo|encuentro|busco|aparece|saco|consigo|dice|puedo ver) (mi |el |ese )*folio',
    '(cual|what) (es|is) (mi|el|my|the) folio',
    '(no|ni) (tengo|encuentro|recuerdo|se|me acuerdo de|me acuerdo|me dieron|me llego|traigo|guarde) (cual es )?(mi |el |ningun |un |del |de )*folio',
    '(perdi|olvide|extravie|borre|se me olvido|se me perdio|sin) (mi |el )*folio',
    '(don t|dont|do not) (have|know|remember) (my |the |a )*folio',
  ],
  'who-we-are': aboutUs.who,
  'password-in-chat': [
    '(es seguro|seguro que|es confiable|confiable|puedo confiar|segura?) ~ (contrasena|mandar*|enviar*|dar*|dato*|chat|bot|esto|aqui)',
    '(mando|escribo|pongo|doy|te paso|envio|escribir) (aqui )?(mi |la )*contrasena (aqui|por|en el chat|por aqui)',
    '(mand*|envi*|escrib*|pas*|doy|dar*|pon*|compart*|sub*|send) ~ (contrasena|key) ~ (aqui|chat|whatsapp|medio|here|seguro)',
    '(puedo|debo|tengo que|te|can i|should i) ~ (mand*|envi*|escrib*|doy|dar*|pongo|poner*|compart*|send) (te |mi |la |my |the )*(contrasena|key)',
    'is (it|this) safe*',
    'es seguro',
    'es confiable',
    'por que (me )?(pid*) ~ contrasena',
  ],
  privacy: [
    'privacidad',
    'privacy',
    '(datos|informacion) personal*',
    '(que (hacen|haran|hace|pasa) con|comparten|compartir|compartan|venden|protegen|guardan|usan|para que (quieren|usan|piden)) (los |mis |la |mi )*(datos|informacion|curp)',
    'personal data',
    '(miedo|desconfi*|confianza|confiar) ~ (datos|informacion)',
    'datos ~ (seguros|protegidos|a salvo)',
    'derechos arco',
    'my data',
  ],
  'accepted-ids': [
    '(que|cuales|cual) (tipo de |tipos de |son las |son )?(identificacion*|ine|id|ids)',
    'identificacion* (oficial* )?(acept*|valid*|sirve*|puedo|llevo|recib*)',
    '(acept*|sirve|valid*|vale|puedo llevar|llevar|recib*) ~ (pasaporte|ine|licencia*|cedula*|cartilla|identificacion*|credencial*)',
    '(pasaporte|ine|licencia|cedula|cartilla|identificacion) ~ (acept*|valid*|sirve*|vez|lugar)',
    '(accepted|which|what) id*( do you accept)?',
  ],
  'pase-special-characters': [
    'caracter*',
    'guion*',
    'contrasena ~ (puntos|comas|letras|arrobas)',
    'simbolo*',
    'signo*',
    'special character*',
    'symbols',
    'asterisco*',
    'arroba',
  ],
  'link-validity': [
    '(cuanto|cuantas|cuantos|hasta cuando|que tiempo|how long) ~ (liga|activacion|activar|correo ~ confirm*|valid|confirmar)',
    '(liga|activacion) ~ (cuanto|cuantas|hasta cuando)',
    'cuando (vence|caduca|expira|se vence) (la |el |mi )*(liga|correo|activacion)',
    '(vigencia|duracion|validez) (de |del |la |el )*(liga|correo|activacion)',
    '(cuanto|how long) ~ (dura*|tengo|vale|tarda en vencer|valid) ~ liga',
    'when does ~ (liga) expire',
  ],
  'cost-and-time': aboutUs.costAndTime,
  'office-hours': [
    'horario*',
    '(a|hasta|desde) que hora*',
    'que dias (abren|atienden|trabajan)',
    '(abren?|atienden?|abiert(o|a|os)|trabajan|cierran?) (los |el |hoy|manana|en )*(sabado*|domingo*|lunes|viernes|fin*|hoy|manana|diario)?',
    'office hours',
    '(opening|business) hours',
    'what time',
  ],
  'office-address': [
    '(donde|en donde|en que (direccion|lugar)|adonde|a donde|where) ~ (oficina*|entreg* ~ carta|entrego|ubicad*|office|ubican|queda|quedan|llevo la carta|esta el impi|estan ustedes)',
    '(direccion|domicilio|ubicacion|mapa|address) (de |del |la |las |el |of |the )*(oficina*|impi|instituto|office)',
    '(donde|en que direccion) (se )?entreg*',
    'como llego (a|al)',
    'donde (esta|queda) (la |el )*(oficina*|impi)',
  ],
  'contact-email': [
    '(correo|telefono|contacto|datos) (de )?contacto( (de |del )*impi)?',
    '(cual es|que) ~ correo (de |del )*(impi|contacto)',
    'contacto (de |del )*impi',
    '(?<=^ )correo (de |del )*impi(?= $)',
    'correo (de |del )+impi (para|cual)',
    'a que correo',
    'contact ~ impi',
    '(como|donde) (me )?(contact*|escrib*) ~ impi',
    'telefono (de |del )*impi',
  ],
  'tool-marcia': ['marcia'],
  'tool-clasniza': [
    'clas ?niza',
    'clasificacion (de )?niza',
    'clase* de niza',
    'niza',
    '(que|en que|cual) clase* ~ marca',
    'nice classification',
  ],
  'tool-gazette': ['gaceta*', 'gazette'],
  'tool-quiz': ['quiz', '(que|como) ~ (puedo|debo|me conviene) (registrar|proteger)', 'que tipo de (marca|registro)'],
  'tool-brand-search': [
    'acervo*',
    '(busc*|busqueda|consult*|search) ~ (marca)',
    '(marca) ~ (ya )?(existe|esta registrada|disponible|registrada|libre)',
    'existe (ya )?(mi|una|la) marca',
    '(se|saber) si ~ marca',
  ],
  appointments: ['cita*', 'agend* ~ (cita*|visita)', 'appointment*'],
  'pase-what': [`${what} (el |la |tu |mi |un |una |cuenta |the )*pase`, 'cuantos pase hay', 'diferencia ~ pase'],
  'saed-what': [`${what} (el |la |un |los |usuario |the |eso de |lo de )*saed`, 'saed (que|para que) (es|significa)'],
  'icsoe-what': [`${what} (el |la |un |the |eso de )*(icsoe)`, 'que significa icsoe'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A subject of the frequent questions; also its key in `locales/<locale>/faq.json`. */
export type FaqTopic = keyof typeof topics;

/** Every topic, in the order in which they are tried. */
export const faqTopics = Object.keys(topics) as readonly FaqTopic[];

const compiled = faqTopics.map((topic) => ({ topic, regexes: topics[topic].map(phrase) }));

/** A topic, with the words that ask about it. */
export interface Asked {
  readonly topic: FaqTopic;
  readonly words: string;
}

/** The topic a normalised text asks about. */
export function faqOf(normalized: string): Asked | undefined {
  for (const { topic, regexes } of compiled) {
    const words = firstMatch(normalized, regexes);
    if (words !== undefined) return { topic, words };
  }
  return undefined;
}

const asking = phrase(
  '(que|cual|cuales|donde|como|cuando|cuanto|cuanta|cuantos|cuantas|quien|puedo|puede|pueden|sirve|hay|tienen|aceptan|por que|para que|porque|what|where|how|which|when|why|can|is|do|does)',
);

/** What a question is about when it says no more than its subject. The first that matches answers. */
const subjects: readonly (readonly [FaqTopic, RegExp])[] = [
  ['efirma-files', phrase('(cer|key)')],
  ['efirma-what', phrase('efirma')],
  ['curp-find', phrase('curp')],
  ['accepted-ids', phrase('(ine|identificacion*|pasaporte|licencia|cedula|cartilla|credencial)')],
  ['office-hours', phrase('(sabado*|domingo*)')],
  ['office-address', phrase('(oficina*|direccion|ubicacion)')],
  ['privacy', phrase('(datos|informacion)')],
];

/** The subject of a question that no rule understands; for the end, when nothing else is known. */
export function subjectOf(normalized: string): Asked | undefined {
  if (!asking.test(normalized)) return undefined;
  for (const [topic, regex] of subjects) {
    const words = firstMatch(normalized, [regex]);
    if (words !== undefined) return { topic, words };
  }
  return undefined;
}
