/** What is known of the person at this point; each part may be missing. */
export interface PersonalData {
  readonly curp?: string | undefined;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly clientNumber?: string | undefined;
}

/** Shorter pieces turn up in any password by chance. */
const MIN_PIECE = 4;
/** A name of three letters counts when it stands alone: "Ana-…", not "Manantial". */
const MIN_ALONE = 3;

/** Whether a password contains something others know of the person, also without accents, in leet or with separators. */
export function containsPersonal(password: string, personal: PersonalData): boolean {
  const plain = fold(password);
  const haystacks = [plain, unleet(plain), squeeze(plain)];
  const words = nameWords(personal);
  const alone = new Set(plain.split(/[^a-zñ]+/));
  if (words.some((word) => word.length === MIN_ALONE && alone.has(word))) return true;
  const pieces = [...words, ...curpPieces(personal.curp), ...clientPieces(personal.clientNumber)];
  return pieces.some((piece) => piece.length >= MIN_PIECE && haystacks.some((haystack) => haystack.includes(piece)));
}

function nameWords({ name = '', email = '' }: PersonalData): string[] {
  const local = fold(email.split('@')[0] ?? '');
  return [...fold(name).split(/[^a-zñ]+/), local, squeeze(local), ...local.split(/[^a-z0-9ñ]+/)];
}

/** The parts people take from a CURP: RFC root, its end, and the birth date in the orders in which dates are written. */
function curpPieces(curp: string | undefined): string[] {
  if (curp === undefined || curp.length !== 18) return [];
  const folded = fold(curp);
  const yymmdd = folded.slice(4, 10);
  const [yy, mm, dd] = [yymmdd.slice(0, 2), yymmdd.slice(2, 4), yymmdd.slice(4, 6)];
  const yyyy = (/\d/.test(folded.charAt(16)) ? '19' : '20') + yy;
  return [folded.slice(0, 10), folded.slice(10), yymmdd, dd + mm + yy, dd + mm + yyyy, yyyy + mm + dd];
}

const clientPieces = (clientNumber = '') => [clientNumber.replace(/\D/g, '')];

/** Lower case without accents; ñ stays a letter of its own. */
const fold = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/n\u0303/g, 'ñ')
    .replace(/\p{M}/gu, '');

const squeeze = (text: string) => text.replace(/[^a-z0-9ñ]/g, '');

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};
const unleet = (text: string) => text.replace(/[013457@$]/g, (char) => LEET[char] ?? char);
