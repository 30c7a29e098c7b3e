import { plain } from './plain.ts';
import { readYesNo, type YesNo } from './yes-no.ts';

const MINE =
  /^(?:soy yo|fui yo|yo fui|yo mism[oa]|yo lo (?:escribi|pedi|hice|puse)|it s me|it was me|that s me|that was me)$/;
/** A code that somebody asked for, whatever stands before it: "sí, me lo pidieron por teléfono". */
const SOMEBODY =
  /\b(?:alguien|otra persona|me l[oa] (?:pid\w+|solicit\w+|quit\w+)|me (?:pid\w+|llam\w+|dij\w+|solicit\w+|oblig\w+)|fraude|estafa|robo|hackear\w*|someone|somebody|asked me|called me|told me|scam|fraud)\b/;

/** Reads the answer to "¿Eres tú?". Who says that somebody asked for the code has answered no, which is the safe side. */
export function readIsMe(text: string, maxChars = 200): YesNo | undefined {
  const words = plain(text, maxChars);
  if (SOMEBODY.test(words)) return 'no';
  return MINE.test(words) ? 'yes' : readYesNo(text, maxChars);
}
