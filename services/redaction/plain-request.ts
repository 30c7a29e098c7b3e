/** A question or command is short. */
const MAX_CHARS = 80;

/** Words of commands; nobody should have one of them for a password, and one who has will be refused it. */
const COMMAND_WORDS = new Set(
  `atras regresar regresa volver anterior cancelar cancela salir terminar ayuda ayudame agente humano persona asesor menu inicio
  reiniciar empezar de nuevo si no claro ok gracias hola por favor porfa quiero hablar con alguien un una el la mi me se
  entiendo le nada no puedo ya seguir continuar esperar espera momento cambiar corregir correo curp back cancel help agent
  yes english espanol ingles en tengo e firma efirma fiel donde que como cual cuando hago contrasena password la paso
  pagina sirve funciona abre aparece formulario liga enlace codigo llego reenviar quisiera necesito i have my the to a an don t do not
  talk person human someone without start over again leave stop exit menu restart resend send code correct change email
  please want need english spanish in go on step previous understand numero cliente olvide pase del tag
  number forgot`.split(/\s+/),
);
/**
 * Words in which people say what keeps them at a secure field: a slip, a lost file, a doubt. One alone might be a
 * password; three words, all of them known, are a sentence.
 */
const STORY_WORDS = new Set(
  `acuerdo aqui archivo archivos aun bien bueno buscar busco caduca caduco caducada caducado celular cel cer certificado clave compu
  compre computadora consigo creo cuenta da deja descargar elegir eleji eligio encontrar encuentra encuentro equivocado equivoque era es eso espera espereme esperame
  esta estan estoy este esto estos eres error equivocada escribi escribir firma firmar formato guarde hace hacer hice hijo
  hija internet key laptop lado le linea listo llave llega llegue lo los mal mande mandar mas miedo minuto minutos mio mia mis mucho muy nada
  navegador ni nuevo nueva nunca olvidado olvidaba olvido orita ahorita otra otro pedi pena perder perdi perdido perdida perdon permite
  pide poner ponerla ponerlo privada puede pues puse que queria quien quiere recuerdo renovar revisar rato sat segura seguridad seguro
  sistema sobre solo subi subir tablet tambien tantito tarde te telefono tenia toda todavia todo todos tramite traigo trabajo usar usb uso
  va vencida vencido vencio vez vieja viejo vence yo mama papa esposo esposa contador contadora oficina casa
  y o pero porque aunque lost forgot forgotten expired where file files computer phone scared safe remember find wrong made mistake is are it this
  that of was with not web whatsapp teams dispositivo aparato continue move device another`.split(/\s+/),
);
const STORY_MIN_WORDS = 3;
const QUESTION =
  /^(?:que|quien|como|cual|cuales|cuando|donde|por que|porque|para que|puedo|puedes|debo|tengo que|es|hay|cuantos|cuantas|what|how|why|can)\b/;

/** Whether a text, sent where a password was expected, can only be a command or a question in plain words. */
export function isPlainRequest(text: string): boolean {
  if (text.length > MAX_CHARS) return false;
  if (!/^[\p{L}\p{M}\s¿?¡!.,'’]+$/u.test(text)) return false;
  const words = plainWords(text);
  if (words.length === 0) return /^[\s¿?]+$/.test(text);
  if (words.every((word) => COMMAND_WORDS.has(word))) return true;
  const story = words.length >= STORY_MIN_WORDS;
  if (story && words.every((word) => COMMAND_WORDS.has(word) || STORY_WORDS.has(word))) return true;
  const spread = words.length >= 3 && words.every((word) => word.length <= 14);
  return spread && text.includes('?') && QUESTION.test(words.join(' '));
}

function plainWords(text: string): string[] {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.split(/[^\p{L}]+/u).filter(Boolean);
}
