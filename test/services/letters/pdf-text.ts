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
