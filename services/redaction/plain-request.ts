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
const QUESTION =
  /^(?:que|como|cual|cuales|cuando|donde|por que|porque|para que|puedo|puedes|debo|tengo que|es|hay|cuantos|cuantas|what|how|why|can)\b/;

/** Whether a text, sent where a password was expected, can only be a command or a question in plain words. */
export function isPlainRequest(text: string): boolean {
  if (text.length > MAX_CHARS) return false;
  if (!/^[\p{L}\p{M}\s¿?¡!.,'’]+$/u.test(text)) return false;
  const words = plainWords(text);
  if (words.length === 0) return /^[\s¿?]+$/.test(text);
  if (words.every((word) => COMMAND_WORDS.has(word))) return true;
  const spread = words.length >= 3 && words.every((word) => word.length <= 14);
  return spread && text.includes('?') && QUESTION.test(words.join(' '));
}

function plainWords(text: string): string[] {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.split(/[^\p{L}]+/u).filter(Boolean);
}
