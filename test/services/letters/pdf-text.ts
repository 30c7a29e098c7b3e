/**
 * The words of an uncompressed PDF in the order in which they are drawn. Reads what our letters consist of: hexadecimal
 * strings in Windows-1252 within `[…] TJ`.
 */
export function pdfText(pdf: Buffer): string {
  const decoder = new TextDecoder('windows-1252');
  return [...pdf.toString('latin1').matchAll(/\[([^\]]*)\] TJ/g)]
    .map(([, pieces = '']) =>
      [...pieces.matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => decoder.decode(Buffer.from(hex, 'hex'))).join(''),
    )
    .join(' ')
    .replace(/\s+/g, ' ');
}

/** How many pages it has. */
export const pageCount = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

/** How far above the foot of the page a piece of text stands, in points; the last one where there are several. */
export function heightOf(pdf: Buffer, words: string): number {
  const pieces = pdf.toString('latin1').split(/(?=1 0 0 1 [\d.]+ [\d.]+ Tm)/);
  const found = pieces.findLast((piece) => pdfText(Buffer.from(piece, 'latin1')).includes(words));
  return Number(/^1 0 0 1 [\d.]+ ([\d.]+) Tm/.exec(found ?? '')?.[1]);
}
