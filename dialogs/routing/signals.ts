import { firstMatch, phrase } from './phrase.ts';

/** Verbs of opening the door of an account. */
const enter = '(entrar|entro|entra|ingresar|ingreso|acceder|accedo|acceso|iniciar|sesion|logear|loguear*|log in|login|sign in)';
const lose = '(olvid*|recuerd*|acuerdo|acordar|perdi|perdimos|se me fue|se me borro|no me se|no se|no sabemos|desconozco)';
const efirma = '(efirma|firma|archivos (cer|key)|(cer|key) y (cer|key)|cer|key)';
const little = '(la|el|mi|una|un|los|de|del|archivos|ninguna|esa|con|actual|vigente|nada|se|me|ya|the|an|a|valid|my)';
const gone = '(venc*|caduc*|expir*|revoc*|perd*|extravi*|robaron|borr*|cancel*|no sirve|no funciona|no vigente|lost|danad*)';

/**
 * What a sentence can say, as patterns over normalised text. Portals first, then what the person holds, then what
 * they want. The names appear in the reasons of a decision.
 */
const patterns = {
  impi: [
    'impi', 'propiedad industrial', 'instituto mexicano de la propiedad', 'marcanet', 'patente', 'invencion*', 'arenal',
    '(?<!(me|nos|te|le|que|sistema|pagina|portal|se|misma|otra|que) )marca(?! (error|erro|que|como|un|contrasena|de (agua|carro|coche|ropa|auto*)))',
    'propiedad intelectual',
  ],
  toll: [
    'tag', 'caseta', 'telepeaje', 'saed', 'pasecommx', 'corporativ*', 'numero (de )?cliente', 'clientes? (prepago|corporativo|decenales|amex|tdc)',
    'pase (tag|caseta|autopista*|carretera*)', 'autopista*', 'cruces', 'decenales', 'prepago', 'domiciliad*', 'imasd', 'idpase', 'cliente',
  ],
  pase: [
    '(?<!(que|me|te|le|se|nos|les|lo|la|los|un|el|ya|no|ojala|cuando|si|usted|yo) )pase(?! (de (abordar|entrada|lista|salida|acceso|diapositivas|gol)|mi|por|a|al|lo|usted|buen*|mis|con|un|muy|una|el|algo|nada))',
    '(cuenta|portal|usuario|contrasena|del|de|en|con|al|a|plataforma|pagina|sistema|la|el) pase(?! (de|lista|por|algo))',
  ],
  icsoe: [
    'icsoe', 'capturista*', 'repse', 'informativa', 'contratos (de )?(servicios|obras|especializad*)', 'especializad*', 'contratos ~ imss', 'imss ~ contratos',
    'sub ?contratacion',
  ],
  imss: ['imss', 'seguro social'],
  elsewhere: [
    'sat(?! (para|y) )', 'netflix', 'facebook', 'instagram', 'whatsapp', 'wifi', 'internet', 'banc*', 'bbva', 'banamex', 'banorte', 'santander', 'hsbc',
    'gmail', 'hotmail', 'outlook', 'spotify', 'tiktok', 'twitter', 'amazon', 'uber', 'telmex', 'cfe', 'infonavit', 'fonacot', 'issste', 'curp',
    'semanas cotizadas', 'pension*', 'cita medica', 'citas medicas', 'incapacidad', 'alta patronal', 'idse', 'sipare', 'nss', 'numero (de )?seguro social',
    'guarderia*', 'receta*', 'clinica', 'hospital', 'vacuna*', 'afore', 'licencia (de )?(manejo|conducir)', 'driving licen*', 'pasaporte', 'visa', 'tenencia',
    'verificacion vehicular', 'multa*', 'predial', 'acta de nacimiento', 'devolucion', 'constancia de situacion', 'factura*', 'credito', 'prestamo', 'telcel',
    'escuela', 'secundaria', 'universidad', 'celular', 'computadora', 'llave mx', 'indautor', 'steam', 'xbox', 'ine',
  ],
  letter: ['carta', 'cartas', 'escrito', 'letter', 'petition'],
  inPerson: [
    'en persona', 'presencial*', 'personalmente', 'ventanilla', 'in person', '(ir|voy|acudir|presentar*|vaya) ~ (oficina*|arenal|impi)', 'arenal',
    '(llevar|llevo|presentar|papeles|documentos|requisitos) ~ (impi|oficina*|arenal|xochimilco)',
  ],
  efirma: [efirma],
  efirmaMissing: [
    `(sin|ni|without|no|nunca|tampoco|ya no) (tengo|tenia|cuento|saque|traigo|tramite|poseo|conseguir|tramitado|he|have|got|hay|uso)? ?(${little} ){0,4}${efirma}`,
    `(don|do|does) (t|not) have (${little} ){0,3}${efirma}`, `dont have (${little} ){0,3}${efirma}`,
    `${gone} (${little} ){0,4}${efirma}`, `${efirma} (${little} |esta |fue |lo |que |tenia |is |has |no |hace tiempo |me ){0,5}${gone}`,
    `${lose} (${little} ){0,4}contrasena (${little} ){1,3}${efirma}`,
    `${efirma} (pero )?no (la )?(tengo|sirve|funciona|es vigente)`, `perdi (${little} ){0,4}${efirma}`, `(expired|lost) ${efirma}`,
  ],
  contrasena: ['contrasena'],
  lost: [lose, 'olvid*', 'forgotten'],
  access: [
    `no (me |nos |se |la |lo |le )?(puedo|podemos|deja|dejan|logro|permite|acepta) ~ ${enter}`, `(can t|cant|cannot|can not) ${enter}`,
    '(no|ya no) (me |nos )?(deja|acepta|permite|reconoce|jala)', `(no|ya no) (puedo|podemos|logro) ${enter}`,
    'recuper*', 'restablec*', '(bloque*|hackea*|desbloque*|robaron)', `(perdi|no tengo|ya no tengo|sin|volver a tener|lost) (el |mi )?(acceso|access)`,
    `(quiero|necesito|volver a|como|para|poder) ${enter}`, `no ${enter}`, `${enter} (a|al|en) (mi|el|la|impi|icsoe|pase|tag|los|mis)`, 'usuario o contrasena',
    'acceso', 'incorrect*', 'otra contrasena', 'rechaza*',
  ],
  changeContact: [
    '(cambi*|actualiz*|modific*|nuevo|poner|otro|corregir|sustituir|reemplazar|change|update) (de |el |mi |su |un |my |the |otro )*correo', 'correo nuevo',
    '(perd*|ya no (uso|tengo|existe|funciona|abro|reviso)|no (tengo|uso) (ya )?(acceso)?) (de |al |a |el |mi |ese |access |to )*correo',
    'correo (viejo|anterior|ya no|que ya no)', `${lose} (el |mi |con que )*correo`, '(hackea*|robaron) (el |mi )*correo', 'correo que registre', 'cambien ~ correo',
  ],
  account: ['cuenta', 'usuario', 'perfil'],
  saed: ['saed'],
  migrate: [
    'migr*', '(portal|pagina|plataforma|sitio|sistema|version) nuev*', 'nuev* (portal|pagina|plataforma|sitio|sistema)', 'new portal',
    '(registr*|inscrib*|sign up|register)', '(alta|dar de alta|primera vez|crear|creo|abrir|first time)',
    '(pasar|paso|pasarlos|pasarme|cambiar|cambio|mover) ~ (usuario|numero (de )?cliente|cliente) ~', 'acceso corporativo', '(usuario|contrasena) viej*',
    '(numero (de )?cliente|cliente) (a|por|al) (un )?(correo|portal)', '(entrar|entro|usar|acceder) con ((mi|el|un) )?correo', 'usuario administrador',
    '(entro|entrar|entramos|acceder) con (el )?numero (de )?cliente',
  ],
  associate: [
    '(asoci*|vincul*|ligar|ligo|liga|junt*|unir|unific*|enlaza*|fusion*|combin*|merge|link|associate|sumar) (a |mi |mis |un |una |el |la |los |las |otro |otra |segundo |varias |varios |dos |tres |client |\\d+ )*(cuenta|cuentas|numero|cliente|clientes|empresa*)',
    'asoci* (de )?(cuenta*|cliente*)', '(agreg*|anad*|meter|sumar|incluir|dar de alta) (a |mi |mis |un |una |el |la |otro |otra |segundo |varias |varios |another |\\d+ )*(cuenta|cuentas|numero|cliente|clientes|empresa*)( (de )?(cliente|tag))?',
    '(otro|otra|segundo|segunda|otros|otras|varios|varias|dos|tres|cuatro|[2-9]|mas) (cuentas?|numero|clientes?) (mas )?(de )?(cliente|corporativ*|pase|caseta|tag|telepeaje)? ?',
    '(mismo|solo|unico|misma|un) (correo|usuario)', 'unificar*', 'juntarlas', 'dos empresas', 'asociar', 'asociacion', 'varios clientes',
  ],
  manual: ['manual', 'guia', 'instructivo*', 'tutorial*', 'instrucciones', 'user manual'],
  tagTask: [
    '(cancel*|dar de baja|baja|activar|activo|activacion|alta) (de )?(mi |un |el |los |mis )*(tag|tarjeta)', '(cambi*|actualiz*) (de |la |mi |el )*(forma (de )?pago|tarjeta)',
    'forma (de )?pago',
  ],
  scheme: ['amex', 'tdc', 'decenales', 'prepago', 'domiciliado'],
  activation: [
    '(activ*|verif*|confirmacion|confirmar)(?! (mi |un |el |los )*(tag|tarjeta))', 'confirm*', 'esta es mi direccion', '24 horas',
  ],
  mailMissing: [
    '(no|nunca) (me |nos |he |se )*(a |ha )?(llega*|llego|recib*|aparec*|encuentr*|encontr*)', 'llego nunca', 'nunca llego', '(correo|liga) ~ (nunca|no) (me )?lleg*',
    '(didn t|didnt|did not|never|haven t|havent) (get|got|receive*)', 'borre', 'elimine',
  ],
  again: [
    'reenv*', 'reenviar', 'otra vez', 'de nuevo', 'nuevamente', 'vuelv*', 'volver a (mandar|enviar)', '(otro|otra|nueva) (correo|liga|activacion)', 'mand* ~ (otra|otro|nuevo)', 'again',
    'necesito otra',
  ],
  linkExpired: [
    '(correo|liga|boton|activacion|24 horas) ~ (venc*|caduc*|expir*|no sirve|no funciona|no abre|expired)', '(venc*|caduc*|expir*|expired) ~ (liga|activacion|correo)',
    '(pas*) ~ (24 horas|dia|dias|horas) ~ (no )?(confirm*|activ*)', 'pasaron ~ horas',
  ],
  correo: ['correo', 'liga', 'mensaje'],
  code: ['codigo', 'code'],
  folio: ['folio', 'foliodado'],
  status: [
    'estatus', 'seguimiento', '(estado|avance|progreso|consult*|revisar|checar) (de |del |mi |la )*(tramite|solicitud|caso|peticion|recuperacion|folio|expediente)',
    '(como|en que) (va|van|anda|sigue)', '(ya )?(quedo|quedaron|esta list*|estan list*|aprobaron|resolvi*|resolvieron|autorizaron)', '(que paso|que hay) (con|de) (mi|lo)',
    '(cuando|cuanto) ~ (cambian|cambien|resuelven|tardan|falta|tarda)', 'no (me )?han (contestado|respondido|resuelto)',
    '(ya |semana pasada )?(entregue|lleve|presente) ~ (carta|documentos|papeles|solicitud)', 'ya fui', '(status|state|progress) (of )?(my )?(case|request)',
    'caso', 'mi (tramite|solicitud|peticion)',
  ],
  hadVisit: ['(ya )?(entregue|lleve|presente) (la |mi |mis |los )*(carta|documentos|papeles)', 'ya fui'],
  person: [
    'asesor', 'agente', 'humano', 'ejecutiv*', 'operador*', 'operadora', 'supervisor*', 'soporte', 'atencion (a |al )?(cliente|clientes|publico|telefonica)',
    'persona (real|humana|de verdad)', '(habl*|platic*|comuni*|contact*|chat*|talk|speak|speaking) ~ (persona|alguien|someone|representative)',
    'pas*me (a|con) ', '(pasame|pasenme|pases|comunicame|comunicas|comuniques|comunica|transfier*|poneme|ponme|conectame) ~ (con|a) (un |una |el |la )?(alguien|persona|gente|ejecutiv*|operador*|asesor|agente|senor*)',
    'alguien (real|humano|de carne|que me|me)', 'carne y hueso', '(atienda|atender|ayude|ayuda) (de )?(una |un )?(alguien|persona|humano)', 'alguien ~ (atender|atienda|ayudar|ayude)',
    'telefono (de )?(atencion|contacto|ayuda|soporte)', '(numero|telefono) ~ (llamar|marcar)', 'representante', 'real person', 'que me (atienda|ayude) ~ (alguien|persona|humano)',
    'call cent*', 'queja',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** One thing a sentence can say. */
export type Signal = keyof typeof patterns;

/** The signals found in a sentence, each with the words that gave it. */
export type Signals = ReadonlyMap<Signal, string>;

const compiled = Object.entries(patterns).map(([name, notations]) => ({
  name: name as Signal,
  regexes: notations.map(phrase),
}));

/** Reads all signals of a normalised text (see `normalize`). */
export function signalsOf(normalized: string): Signals {
  const found = new Map<Signal, string>();
  for (const { name, regexes } of compiled) {
    const words = firstMatch(normalized, regexes);
    if (words !== undefined) found.set(name, words);
  }
  return found;
}
