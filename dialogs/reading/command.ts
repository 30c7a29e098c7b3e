import { distance } from './distance.ts';
import { plain } from './plain.ts';

/** What a person may say at every step, instead of answering it. */
export type Command =
  | 'back'
  | 'cancel'
  | 'help'
  | 'agent'
  | 'menu'
  | 'restart'
  | 'no-efirma'
  | 'resend'
  | 'form'
  | 'move'
  | 'language-en'
  | 'language-es';

const AGENT =
  '(?:agente|humano|persona|asesor|asesora|ejecutivo|ejecutiva|operador|operadora|representante|licenciado)';
const SOMEONE = `(?:alguien|(?:un |una |el |la |algun |alguna )?${AGENT})(?: (?:real|humano|humana|de verdad|del impi|de carne y hueso))?`;
const EFIRMA = '(?:efirma|efirmas|firma electronica|fiel|firma)(?: (?:vigente|del sat|avanzada|electronica))*';
const SENT = '(?:codigo|correo|mail|email|mensaje|codigo de verificacion|code)';
const AGAIN = '(?:de nuevo|otra vez|nuevamente)';

/** "Ya revisé mi correo y no está": as good as asking for another. */
const LOOKED =
  '(?:ya )?(?:lo )?(?:revise|reviso|busque|cheque|mire|vi|entre|abri)(?: (?:ya|bien|todo|en|el|la|mi|los|correos?|buzon|bandeja|de|entrada|spam|basura|junk|no deseados?|y)){0,8} (?:y|pero)';
const NOT_THERE =
  '(?:aun |todavia )?(?:no|nada|tampoco)(?: (?:me|lo))? (?:esta|aparece|llega|llego|encuentro|encontre|veo|viene|hay)(?: (?:nada|ahi|el|en|mi|ningun|codigo|correo|mail|email|mensaje)){0,4}';

const THIS = '(?:esto|aqui|el tramite|mi tramite|este tramite|la conversacion|esta conversacion)';
const DEVICE =
  '(?:el |la |mi |un |una |otro |otra |tu )?(?:web|pagina web|sitio web|chat web|navegador|whatsapp|whats|whatsap|wasap|guasap|watsap|teams|dispositivo|aparato|equipo|computadora|compu|pc|laptop|ordenador|tablet|tableta|celular|cel|telefono|canal|lado)';
const ENGLISH_DEVICE =
  '(?:the |my |your |an |another |a different |other )?(?:web|web ?site|web ?chat|browser|whatsapp|teams|device|computer|laptop|pc|phone|tablet)';

/** Whole messages, after `plain` and without courtesies. Bounded repetitions only: they run on every message. */
const PATTERNS: readonly (readonly [Command, RegExp])[] = [
  [
    'menu',
    /^(?:menu|menu principal|inicio|opciones|options|main menu|home|(?:show|see) (?:me )?(?:the )?(?:menu|options)|(?:ver|mostrar|muestrame) (?:el )?(?:menu|opciones|las opciones)|(?:ir|volver|regresar|regresame|vuelve|llevame|back|go back)(?: al?)?(?: to)?(?: the)?(?: main)? (?:menu|inicio)(?: principal)?)$/,
  ],
  [
    'restart',
    /^(?:reiniciar|reinicia|restart|(?:start|begin) (?:over|again|from the beginning)|(?:volver a |vuelve a )?(?:empezar|comenzar|iniciar|empecemos|comencemos) (?:de nuevo|otra vez|de cero|desde cero|desde el principio|desde el inicio)|volver a (?:empezar|comenzar)|de cero|desde cero|desde el principio|otra vez desde el principio)$/,
  ],
  [
    'back',
    /^(?:atras|atraz|atas|artas|para atras|pa atras|patras|hacia atras|ir atras|ve atras|regresar|regresa|regresame|regresate|regreso|volver|vuelve|devolver|anterior|back|go back|(?:one )?step back|previous(?: step)?|i made a mistake|corregir|deshacer|undo|me equivoque|me equivoke|(?:ir |volver |regresar |regresa |vuelve )?(?:al |a la |a |el |la )?(?:paso|pregunta) anterior|(?:volver|regresar|regresa|vuelve) (?:atras|un paso|a la anterior|al anterior))$/,
  ],
  [
    'cancel',
    /^(?:cancelar|cancela|cancelo|cancelen|cancelalo|cancel|salir|salirme|salte|terminar|termina|finalizar|detener|detente|parar|alto|stop|quit|exit|abortar|adios|bye|olvidalo|dejalo|dejalo asi|me arrepenti|nevermind|never mind|leave|leave it|forget it|i changed my mind|mejor luego|mejor despues|mejor otro dia|ya no quiero|(?:ya )?no quiero(?: (?:seguir|continuar|nada|hacerlo|hacer esto|esto|seguir con esto|continuar con esto))|(?:cancelar|cancela|cancelen|terminar|salir de|salir del|detener) (?:el |la |mi |este |esta |todo el )?(?:tramite|proceso|procedimiento|solicitud|operacion|todo|esto|eso|conversacion|chat))$/,
  ],
  [
    'help',
    /^(?:ayuda|ayudame|ayudenme|ayudeme|alluda|ayda|aiuda|ajuda|yuda|auxilio|sos|help|help me|(?:una |mas |un poco de )?ayuda|no entiendo(?: nada| bien)?|no (?:le|te) entiendo|no entendi(?: nada| bien)?|no comprendo|no se que hacer|no se como|que hago|que puedo hacer|que puedes hacer|que sabes hacer|que haces|para que sirves|como funciona(?: esto)?|como funcionas|explicame|explica|i (?:don t|do not|didn t) understand(?: it| this)?|i need help|what (?:do|can|should) i do|what can you do|how does (?:this|it) work)$/,
  ],
  [
    'agent',
    new RegExp(
      `^(?:${SOMEONE}|ajente|agent|human|person|(?:hablar|platicar|comunicarme|chatear|contactar|contactarme) (?:con|a) ${SOMEONE}|(?:pasame|comunicame|conectame|transfiereme|transfereme|paseme|comuniqueme) (?:con|a) ${SOMEONE}|que me (?:atienda|ayude|conteste|atiendan) ${SOMEONE}|(?:ser )?atendido por ${SOMEONE}|(?:hablar con |comunicame con )?(?:atencion a clientes|atencion al cliente|servicio al cliente|soporte)|(?:me urge )hablar con (?:${SOMEONE}|atencion a clientes)|(?:i want to |can i )?(?:talk|speak) (?:to|with) (?:a |an |some)?(?:human|person|agent|one|someone)|(?:a )?real person|(?:an? )?(?:person|human|agent)|someone|customer (?:service|support)|support)$`,
    ),
  ],
  [
    'no-efirma',
    new RegExp(
      `^(?:(?:yo |es que |pero )?(?:ya )?no (?:tengo|cuento con|traigo|encuentro|poseo|uso|he tramitado|he sacado|tramite)(?: la| mi| una| ninguna| mis)? ${EFIRMA}|(?:sin|perdi|perdi mi|perdi la|extravie|extravie mi) ${EFIRMA}|(?:ya )?(?:se )?(?:me )?(?:vencio|expiro|caduco|perdio|extravio|cancelaron|revocaron)(?: la| mi)? ${EFIRMA}|(?:la |mi )?${EFIRMA} (?:ya )?(?:se )?(?:me )?(?:esta )?(?:vencio|vencida|expiro|expirada|caduco|caducada|caducado|no esta vigente|no es vigente|perdio|no funciona|no sirve)|no tengo (?:los |mis )?(?:archivos|archivo)(?: cer y key| cer ni key| de la efirma)?|no tengo (?:el |la )?(?:cer|key|llave|certificado)|(?:i )?(?:have no|don t have|do not have|haven t got|no|without|lost)(?: an?| my| any| the)?(?: valid)? efirma|my efirma (?:has |is )?(?:expired|lost|not valid))$`,
    ),
  ],
  [
    'resend',
    new RegExp(
      `^(?:(?:aun |todavia )?no (?:me |se )?(?:a |ha |han |an )?(?:llego|llega|llegado|llegao|yego|yega|recibi|recibo|recibido|aparece|llegaron)(?: el| ningun| ningun tipo de| tu| su| un| nada de)?(?: ${SENT}| nada)?(?: todavia| aun)?|(?:reenviar|reenvia|reenviame|reenvialo|reenvio|reenviarme|reenviarlo|reenvien|reembiar|resend)(?: el| mi| me)?(?: the)?(?: otro)?(?: ${SENT})?(?: ${AGAIN})?|(?:mandar|manda|mandame|mandamelo|mandalo|enviar|envia|enviame|enviamelo|envialo|mandenme|send)(?: el| un)? (?:otro(?: ${SENT})?|${AGAIN}|nuevo ${SENT}|${SENT} ${AGAIN}|again|again the code|${SENT} nuevo)|(?:mandame|enviame|manda|envia) ${AGAIN} (?:el )?${SENT}|(?:vuelve|volver) a (?:mandar|enviar)(?:lo|me|melo)?(?: el ${SENT})?|(?:un )?(?:otro|nuevo) ${SENT}|${SENT} nuevo|no tengo (?:el |ningun )?codigo|${LOOKED} ${NOT_THERE}|${NOT_THERE} (?:el |ningun )?codigo|(?:i )?(?:didn t|did not|haven t) (?:get|got|receive|received) (?:the |any )?${SENT}|i (?:checked|looked)(?: \\w+){0,6} and (?:it s |it is |there is |there s )?(?:not|nothing)(?: there)?|(?:the )?${SENT} (?:didn t|did not|hasn t|has not|never) (?:come|arrive|arrived)|send (?:me )?(?:it again|(?:the |a |another )(?:new )?${SENT}(?: again)?)|(?:an?other|a new|new) code)$`,
    ),
  ],
  [
    'form',
    /^(?:formulario|el formulario|form|the form|(?:mandame|manda|enviame|envia|dame|quiero|send me|give me)(?: el| otro| un| the| a| another)?(?: nuevo| new)? (?:formulario|enlace|link|liga|form)(?: seguro| otra vez| de nuevo| again)?|(?:otro|nuevo|another|new) (?:formulario|enlace|link|liga|form)|(?:el enlace|el link|la liga|the link) (?:ya )?(?:vencio|expiro|caduco|no (?:abre|sirve|funciona)|expired|does not work|doesn t work))$/,
  ],
  [
    'move',
    new RegExp(
      `^(?:(?:seguir|sigo|sigamos|seguimos|seguirle|continuar|continuo|continuamos|terminar|pasar|pasarme|pasame|pasarlo|cambiar|cambiarme|cambiame|mover|moverme|moverlo|mudarme|llevar|llevarlo)(?: ${THIS})? (?:en|a|al|desde|por) ${DEVICE}|cambiar de (?:dispositivo|aparato|canal)|(?:en |a |desde )?otro (?:dispositivo|aparato)|(?:go on|continue|carry on|move|switch|change|finish)(?: (?:it|this|my (?:case|request)))? (?:on|to|at|in|from|over to) ${ENGLISH_DEVICE}|another device|(?:change|switch|move) devices?)$`,
    ),
  ],
  [
    'language-en',
    /^(?:english|ingles|in english|en ingles|(?:do you )?(?:speak|talk in) english|(?:switch|change) to english|(?:can|could) (?:we|you) (?:do this|go on|continue|speak|talk|write)(?: in)? english|i (?:only )?speak english|i don t speak spanish|(?:hablas|habla|hablar|hablemos|sigamos|seguir|seguimos|cambia|cambiar|cambiemos)(?: en| a| al)? ingles|(?:no hablo|no entiendo) espanol)$/,
  ],
  [
    'language-es',
    /^(?:espanol|en espanol|spanish|in spanish|castellano|(?:switch|change) to spanish|i (?:only )?speak spanish|(?:hablas|habla|hablar|hablemos|sigamos|seguir|seguimos|cambia|cambiar|cambiemos)(?: en| a| al)? (?:espanol|castellano)|no (?:hablo|entiendo) ingles)$/,
  ],
];

const COURTESY_BEFORE =
  /^(?:(?:hola|oye|oiga|disculpa|disculpe|perdon|por favor|porfa|porfavor|please|ok|bueno|mejor|pues|y|ya|quiero|quisiera|necesito|deseo|me gustaria|prefiero|puedo|puedes|podrias|podria|can you|i want|i want to|i need|buenas|buenos dias|buenas tardes|a ver) )+/;
const COURTESY_AFTER = /(?: (?:por favor|porfa|porfavor|please|gracias|ahora|ya|urgente))+$/;

/** Long enough that a slip does not make a surname of them, or a command of a surname (Arras, Salim, Mena). */
const LONG_WORDS: Readonly<Record<string, Command>> = {
  cancelar: 'cancel',
  regresar: 'back',
  reenviar: 'resend',
  reiniciar: 'restart',
};

/**
 * Reads a command when it is the whole message; courtesies, accents and common slips aside. Names, addresses and requests
 * that only contain such a word ("cancelar mi tag", "ayuda con mi cuenta") are none.
 */
export function readCommand(text: string, maxChars = 200): Command | undefined {
  if (text.length > maxChars) return undefined;
  if (text.includes('?') && /^[\s¿?]+$/.test(text)) return 'help';
  if (text.includes('@')) return undefined;
  const words = plain(text, maxChars);
  return match(words) ?? match(words.replace(COURTESY_BEFORE, '').replace(COURTESY_AFTER, ''));
}

function match(words: string): Command | undefined {
  const found = PATTERNS.find(([, pattern]) => pattern.test(words));
  if (found !== undefined) return found[0];
  if (words.length < 7 || words.includes(' ')) return undefined;
  const long = Object.keys(LONG_WORDS).find((word) => distance(words, word) === 1);
  return long === undefined ? undefined : LONG_WORDS[long];
}
