/** Longer texts are cut: a CURP beyond this is in no answer to a question. */
const TEXT_MAX_CHARS = 4_096;
/** A CURP written letter by letter has this many pieces. */
const MAX_PIECES = 20;
/** A piece is what is written in one go: letters and digits of any script, and the invisible characters among them. */
const PIECE = /[\p{L}\p{N}\p{M}\p{Cf}]+/gu;
const GAP = /^[\s-]{1,3}$/;

const EXACT = /^[A-Z]{4}\d{6}[A-Z]{6}[0-9A-Z]\d$/i;
/** The beginning of a CURP, to tell one that is too short or too long from other words and from an RFC. */
const BEGINNING = /^[A-Z]{4}\d{6}[HMX][A-Z]{2}[0-9A-Z]*$/i;
const MIN_BEGINNING = 14;
const MAX_BEGINNING = 24;

interface Piece {
  readonly start: number;
  readonly end: number;
}

interface Candidate {
  readonly raw: string;
  readonly score: number;
}

/**
 * Finds the CURP in free text ("mi curp es gode 561231 hgr…"). Answers what was written, separators included, even when
 * it is not valid, so that `checkCurp` can say what is wrong with it; undefined when nothing looks like one.
 */
export function findCurp(text: string): string | undefined {
  const bounded = text.slice(0, TEXT_MAX_CHARS);
  const pieces = [...bounded.matchAll(PIECE)].map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
  let best: Candidate | undefined;
  for (let first = 0; first < pieces.length; first += 1) {
    const found = bestFrom(bounded, pieces, first);
    if (found !== undefined && found.score > (best?.score ?? 0)) best = found;
  }
  return best?.raw;
}

/** The best candidate that begins with the given piece, joined over spaces and hyphens with those after it. */
function bestFrom(text: string, pieces: readonly Piece[], first: number): Candidate | undefined {
  const start = pieces[first]?.start ?? 0;
  let joined = '';
  let previousEnd = start;
  let best: Candidate | undefined;
  for (const piece of pieces.slice(first, first + MAX_PIECES)) {
    if (previousEnd !== start && !GAP.test(text.slice(previousEnd, piece.start))) break;
    const word = text.slice(piece.start, piece.end).replace(/\p{Cf}/gu, '');
    const belongs = joined.length <= 10 || /\p{N}/u.test(word);
    joined += word;
    if (joined.length > MAX_BEGINNING) break;
    previousEnd = piece.end;
    const score = text.charAt(piece.end) === '@' ? 0 : scoreOf(joined, belongs);
    if (score > (best?.score ?? 0)) best = { raw: text.slice(start, piece.end), score };
  }
  return best;
}

/**
 * 0 for what is no CURP at all; an exact form beats a damaged one, a damaged one beats one of another length.
 * Only an exact form may end in a word without digits after a gap: "GOMA850315HDF mi correo" does not take "mi" along.
 */
function scoreOf(joined: string, belongs: boolean): number {
  if (EXACT.test(joined)) return 100;
  if (!belongs) return 0;
  const length = [...joined].length;
  if (length === 18) return damagedScore([...joined]);
  if (length >= MIN_BEGINNING && length <= MAX_BEGINNING && BEGINNING.test(joined)) return 20 - Math.abs(length - 18);
  return 0;
}

/** How many of the 17 fixed slots hold the kind of character they should; 0 when it is too few to be a CURP. */
function damagedScore(chars: readonly string[]): number {
  const kinds = chars.map((char, slot) => {
    if (slot === 16) return 0;
    const digitSlot = (slot >= 4 && slot <= 9) || slot === 17;
    return /\p{N}/u.test(char) === digitSlot ? 1 : 0;
  });
  const right = kinds.reduce<number>((sum, kind) => sum + kind, 0);
  const dateDigits = kinds.slice(4, 10).reduce<number>((sum, kind) => sum + kind, 0);
  return right >= 14 && dateDigits >= 4 ? 20 + right : 0;
}
