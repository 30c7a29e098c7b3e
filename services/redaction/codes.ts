import { isAddress } from './address.ts';
import { HIDDEN, type Pass } from './finding.ts';

/** Figures, also in groups and other scripts, with whatever a step reads over between them (`readCode`). */
const FIGURES = /\p{Nd}+(?:[ \t.\u00a0\u2010-\u2015-]{1,3}\p{Nd}+)*/gu;
const CODE_DIGITS = 6;

/** So far around figures it is looked for what they are. */
const LOOK_AROUND = 60;
/** "el código que me llegó es", but not "el código postal de mi cliente". */
const NAMED_BEFORE =
  /(?<![\p{L}\p{N}])(?:c[oó]\u0301?digos?|cod|code|token|otp|me (?:lleg[oó]|mandaron|enviaron|dieron))(?![\p{L}\p{N}])([^\p{Nd}\n]*\n?[^\p{Nd}\n]*)$/iu;
const OTHER_NUMBER =
  /(?<!\p{L})(?:clientes?|n[uú]mero de|tel[eé]fono|folio|expediente|postal|error|zip|customer|client)(?!\p{L})/iu;
const NAMED_AFTER =
  /^[\s"'”»).,]*(?:es|era|is|was|como)\s+(?:(?:el|mi|un|the|my)\s+)?(?:c[oó]\u0301?digo|code|token)/iu;

/** Whatever the step would take for a code is hidden, however it is written: nobody who reads along may see one. */
export const hideCodes: Pass = (text, note) => hideFigures(text, note, () => true);

/** Where none is asked for, what is called a code. */
export const hideNamedCodes: Pass = (text, note) =>
  hideFigures(text, note, (start, end) => {
    const before = NAMED_BEFORE.exec(text.slice(Math.max(0, start - LOOK_AROUND), start))?.[1];
    if (before !== undefined && !OTHER_NUMBER.test(before)) return true;
    return NAMED_AFTER.test(text.slice(end, end + LOOK_AROUND));
  });

function hideFigures(text: string, note: Parameters<Pass>[1], isCode: (start: number, end: number) => boolean): string {
  const addresses = addressesIn(text);
  let next = 0;
  return text.replace(FIGURES, (figures: string, offset: number) => {
    while ((addresses[next]?.end ?? Number.POSITIVE_INFINITY) <= offset) next += 1;
    const inAddress = (addresses[next]?.start ?? Number.POSITIVE_INFINITY) <= offset;
    const digits = figures.match(/\p{Nd}/gu)?.length ?? 0;
    if (digits !== CODE_DIGITS || inAddress || !isCode(offset, offset + figures.length)) return figures;
    note('code');
    return HIDDEN;
  });
}

/** Where mail addresses stand, in order: figures in one are no code. */
const addressesIn = (text: string) =>
  [...text.matchAll(/\S+/gu)]
    .filter(([word]) => isAddress(word))
    .map(({ index, 0: word }) => ({ start: index, end: index + word.length }));
