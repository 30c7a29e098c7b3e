import type { Notations } from './notations.ts';

/** Verbs of opening the door of an account. */
const enter =
  '(entrar|entro|entra|ingresar|ingreso|acceder|accedo|acceso|iniciar|sesion|logear|loguear*|log in|login|sign in)';
const lose =
  '(olvid*|recuerd*|acuerdo|acordar|perdi|perdimos|se me fue|se me borro|no me se|no se|no sabemos|desconozco)';
const efirma = '(efirma|firma|archivos (cer|key)|(cer|key) y (cer|key)|cer|key)';
const little = '(la|el|mi|una|un|los|de|del|archivos|ninguna|esa|con|actual|vigente|nada|se|me|ya|the|an|a|valid|my)';
/** Up to six words that do not begin another thought, so that "perdí mi correo, tengo e.firma" keeps its e.firma. */
const near =
  '((?!(tengo|cuento|si|pero|sirve|traigo|correo|cuenta|impi|contrasena|acceso|quiero|recuperar|puedo|usando|have|but|pase|marca) )\\w+ ){0,6}';
/** As `near`, and no way of entering either: "no me deja entrar con mi e.firma" has one. */
const nearNo = near.replace('((?!(', '((?!(con|entrar|deja|solo|sino|mas|que|se|funciona|acepta|reconoce|');
const gone =
  '(venc*|caduc*|expir*|revoc*|perd*|extravi*|robaron|borr*|cancel*|no sirve|no funciona|no vigente|lost|danad*)';

/** What the person holds or has lost: letter, e.firma, password, access, contact, account. Notation: see `phrase`. */
export const evidence = {
  letter: [
    '(?<!la )carta(?! (porte|poder|responsiva|de (recomendacion|no|antecedentes|trabajo|amor|residencia|buena|renuncia|saldo|navidad)))',
    'la carta',
    'escrito',
    'letter',
    'petition',
    'formato ~ (peticion|correo)',
    'peticion ~ cambio',
  ],
  inPerson: [
    'en persona',
    'presencial*',
    '(en|a|por) (la |las |sus |su |una )?oficina*',
    'yendo',
    'acudiendo',
    'con (mi |la )?(ine|pasaporte|credencial|identificacion)',
    'visitar*',
    'personalmente',
    'ventanilla',
    'in person',
    '(ir|voy|acudir|presentar*|vaya) ~ (oficina*|arenal|impi)',
    'arenal',
    '(llevar|llevo|presentar|papeles|documentos|requisitos) ~ (impi|oficina*|arenal|xochimilco)',
  ],
  efirma: [efirma],
  efirmaMissing: [
    `(sin|ni( tengo| cuento| traigo)?|without|nunca|tampoco|aun no|todavia no|ya no|don t have|dont have|do not have|no tengo|no cuento|no traigo|no tenemos|no hay|no poseo|no uso|no (he )?(saque|saco|sacado|tramite|tramitado|renove|renovado)) ${near}${efirma}`,
    `no ${nearNo}${efirma}`,
    `(me )?(falta|carezco|necesito sacar) ${near}${efirma}`,
    `${gone} ${near}${efirma}`,
    `${efirma} ((la |me |se |ya |esta |fue |lo |que |tenia |is |has |no |hace |tiempo |anos? |mi |tiene ){0,6})${gone}`,
    `${lose} (${little} ){0,4}contrasena (${little} ){1,3}${efirma}`,
    `no (${little} ){0,3}contrasena (${little} ){1,3}${efirma}`,
    `${efirma} (pero )?no (la )?(tengo|sirve|funciona|es vigente|encuentro)`,
    `(no (encuentro|aparece|localizo)|expired|lost) ${near}${efirma}`,
  ],
  contrasena: ['contrasena'],
  lost: [lose, 'olvid*', 'forgotten'],
  access: [
    `no (me |nos |se |la |lo |le )?(puedo|podemos|deja|dejan|logro|permite|acepta) ~ ${enter}`,
    `(can t|cant|cannot|can not) ${enter}`,
    '(no|ya no) (me |nos )?(deja|acepta|permite|reconoce|jala)',
    `(no|ya no) (puedo|podemos|logro) ${enter}`,
    'recuper*',
    'restablec*',
    '(bloque*|hackea*|desbloque*)',
    'robaron (la |mi |el )*(cuenta|correo|contrasena|usuario)',
    `(perdi|no tengo|ya no tengo|sin|volver a tener|lost) (el |mi )?(acceso|access)`,
    `(quiero|necesito|volver a|como|para|poder) ${enter}`,
    `no ${enter}`,
    `${enter} (a|al|en) (mi|el|la|impi|icsoe|pase|tag|los|mis)`,
    'usuario o contrasena',
    'acceso',
    'incorrect*',
    'otra contrasena',
    'rechaza*',
  ],
  changeContact: [
    '(cambi*|actualiz*|modific*|nuevo|poner|otro|corregir|sustituir|reemplazar|change|update) (de |el |mi |su |un |my |the |otro )*correo',
    'correo nuevo',
    '(perd*|ya no (uso|tengo|existe|funciona|abro|reviso)|no (tengo|uso) (ya )?(acceso)?) (de |al |a |el |mi |ese |access |to )*correo',
    'correo (viejo|anterior|ya no|que ya no)',
    `${lose} (el |mi |con que )*correo`,
    '(hackea*|robaron) (el |mi )*correo',
    'correo que registre',
    'cambien ~ correo',
  ],
  account: ['cuenta', 'usuario', 'perfil'],
} as const satisfies Notations;
