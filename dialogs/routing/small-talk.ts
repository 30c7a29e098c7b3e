import { firstMatch, phrase, wholePhrase } from './phrase.ts';
import type { SmallTalk } from './routing.ts';

const polite =
  / (?:por favor|hola+|ola|oye|oiga|oigan|disculpe|disculpa|perdon|gracias|muchas gracias|bot|senorita|senor|joven|amig[oa]|ok|okay|bueno|pues|ay|uy|eh|mmm?|nah|please|hi|hello|hey|buen dia|buen[oa]s? (?:dias|tardes|noches)|buenas|saludos)(?= )/g;

const whole = {
  cancel: [
    '(ya |quiero |favor de |mejor )?(cancel*|detener|terminar|salir|salte|abandonar|parar|para|stop|quit|exit|nevermind|never mind)( (el |mi |la |este |esta |todo |it )*(tramite|proceso|solicitud|procedimiento|todo|eso|esto|it)?)?',
    '(ya )?(olvidalo|olvidenlo|dejalo|dejemoslo|ahi dejalo|dejalo asi|asi dejalo|forget it)( asi)?',
    '(no )?ya no( quiero)?( (seguir|continuar|nada|hacerlo|hacer nada))?( con (esto|eso|el tramite))?',
    'no quiero (seguir|continuar|nada|hacerlo)( con (esto|eso))?',
    '(ya )?mejor (no|luego|despues|otro dia|al rato|manana|ya no)',
    '(luego|despues|al rato|otro dia) (lo hago|regreso|vuelvo|sigo)',
    '(adios|bye|bai|bye bye|hasta luego|nos vemos|ya me voy|me voy|goodbye|chao)',
    'no( gracias)? ya no',
    'no me interesa( ya)?',
    'ya no (me interesa|lo necesito|hace falta)',
    'quiero salir( de aqui)?',
    'i dont want to|i want to (leave|stop)',
  ],
  menu: [
    '(ver |quiero (ver )?|mostrar |regresar |volver |ir |dame |muestrame |show |back )*(a |al |el |las |la |me |to |the )*(menu|opciones|inicio|principio|options)( principal| de opciones)?',
    '(volver a )?(empezar|comenzar|iniciar|reiniciar)( de (nuevo|cero)| otra vez)?',
    '(start over|restart|main menu|start)',
    'volver a (empezar|comenzar|iniciar)',
    '(que|cuales) (opciones|tramites) (hay|tienes|tienen|son)',
    'otro tramite',
    'otra cosa',
  ],
  help: [
    '(necesito |quiero |me |pido |una |un |tu |su |i |need )*(ayuda|ayudame|ayudeme|ayudenme|auxilio|socorro|help|help me|sos|apoyo)( con algo| aqui)?',
    'me (puedes|puede|podrias|podria) (ayudar|apoyar)',
    '(no )(le |te |lo )?(entiendo|entendi|comprendo|comprendi)( nada| bien| esto)?',
    'no se (que|como) (hacer|hacerle|empezar|seguir|es esto|poner)',
    'no se',
    '(que|como|cuales|con que|en que|para que|what)( \\w+){0,2} (puedes|sabes|haces|sirves|me ayudas|ayudas|me puedes ayudar|puedes ayudarme|ofreces|can you do|do you do)( hacer| ayudar| por mi)?',
    'en que (me )?(puedes|puede|pueden) (ayudar|ayudarme|apoyar)',
    'que tramites (haces|puedo hacer|manejas|puedes hacer)',
    '(me )?(explica*|dime|dices|explicas)? ?(como|que) (funciona|se usa|uso|es|le hago)( esto| este chat| el bot| este bot| aqui)?',
    'estoy (perdido|perdida|confundido|confundida)',
    '(me )?(explicame|explica|explicas|orientame|guiame|explicar)( por favor| bien| como| tu)?',
    'how does (this|it) work',
    '(i )?(don t|dont|do not) (understand|know what to do)',
    '(quien|que) eres',
    'que (es|hace) (esto|este bot|este chat|recupera)',
    'como funciona esto',
    'what can you do',
    'who are you',
  ],
  thanks: [
    '(ok )?(muchas |mil )?(gracias|thanks|thank you|thx|ty|grax|grcs)( a ti| a usted| por todo| por tu ayuda| por la ayuda| igualmente)?',
    '(muy )?amable',
    'te lo agradezco',
  ],
  greeting: [
    '(hola|holis|holi|holas|ola|hey|hi|hello|que tal|que onda|que hay|que hubo|quiubo|que hubole|buen dia|buenos dias|buenas|buenas tardes|buenas noches|buena tarde|buena noche|muy buen*|saludos|good (morning|afternoon|evening)|como estas|como esta|como estan|que pex|que paso|alo|bueno|hay alguien( ahi)?)( (tardes|dias|noches|dia|a todos|alguien|bot|estas))?',
  ],
} as const satisfies Partial<Record<SmallTalk, readonly string[]>>;

const abusive = [
  'pendej*',
  'idiota*',
  'estupid*',
  'inutil*',
  'pinche*',
  'mierda*',
  'put(a|o|as|os)',
  'ching*',
  'verga*',
  'culer*',
  'cabron*',
  'imbecil*',
  'tont(o|a|os)',
  'mam(on|ones|adas)',
  'fuck*',
  'shit*',
  'stupid',
  'asshole',
  'basura',
].map(phrase);

const kinds = ['cancel', 'menu', 'help', 'greeting', 'thanks'] as const;
const compiled = kinds.map((kind) => ({ kind, regexes: whole[kind].map(wholePhrase) }));

/** A text that, greetings and courtesy aside, says nothing but one of the turns between procedures. */
export function smallTalkOf(normalized: string): { readonly kind: SmallTalk; readonly words: string } | undefined {
  for (const text of new Set([normalized, withoutCourtesy(normalized)])) {
    for (const { kind, regexes } of compiled) {
      if (firstMatch(text, regexes) !== undefined) return { kind, words: text.trim() };
    }
  }
  return withoutCourtesy(normalized) === ' ' && normalized !== ' '
    ? { kind: courtesy(normalized), words: normalized.trim() }
    : undefined;
}

/** Words that tell the turn when a short text says nothing else that is known. */
const loose: readonly (readonly [SmallTalk, RegExp])[] = [
  ['menu', phrase('(menu|opciones|inicio|reinici*|principio)')],
  [
    'cancel',
    phrase(
      '(cancel*|salir*|salgo|olvida (lo|todo|eso)|olvide lo que dije|me voy|luego|despues|ya no|terminar|deten*|no continuar)',
    ),
  ],
  [
    'help',
    phrase(
      '(entiend*|entend*|comprend*|ayud*|explic*|orient*|que puedo (hacer|preguntar)|como funcion*|confund*|help|understand)',
    ),
  ],
  ['thanks', phrase('(gracias|thanks)')],
  ['greeting', phrase('(hola|buenas|buenos|saludos|hello)')],
];

const looseMaxWords = 7;

/** The turn a short text hints at; for the end, when nothing else is known. */
export function looseTalkOf(normalized: string): { readonly kind: SmallTalk; readonly words: string } | undefined {
  if (normalized.trim().split(' ').length > looseMaxWords) return undefined;
  for (const [kind, regex] of loose) {
    const words = firstMatch(normalized, [regex]);
    if (words !== undefined) return { kind, words };
  }
  return undefined;
}

/** The insult in a text, if there is one. */
export function abuseIn(normalized: string): string | undefined {
  return firstMatch(normalized, abusive);
}

const courtesy = (text: string): SmallTalk =>
  / (?:gracias|ok|okay) /.test(text) && !/ (?:hola|buen\w*|hi|hello) /.test(text) ? 'thanks' : 'greeting';

function withoutCourtesy(text: string): string {
  return text.replace(polite, '');
}
