import { dayInWords } from '../cases/deadline.ts';
import type { LetterFacts } from './letter.ts';
import type { Say } from './render-letter.ts';
import { colors, column, page, type Sheet } from './sheet.ts';

const QR_SIDE = 68;
const AFTER_RULE = 14;

/** What it is, its folio as text and QR, the date, the addressee and the subject; answers where it ends. */
export function writeHeader(sheet: Sheet, say: Say, { folio, filedAt }: LetterFacts, top: number): number {
  const qrX = page.right - QR_SIDE;
  const titleWidth = qrX - page.left - 24;
  sheet.qr(folio, { x: qrX, y: top, side: QR_SIDE }, say('qr', { folio }));
  let y = sheet.write(say('kind').toUpperCase(), top + 4, {
    font: 'labelBold',
    size: 8,
    color: 'accent',
    spacing: 1.2,
    width: titleWidth,
  });
  y = sheet.write(say('heading'), y + 3, { font: 'bold', size: 18, width: titleWidth, role: 'H1', lineGap: 0 });
  y = sheet.write(`${say('folio')} ${folio}`, y + 6, { font: 'labelBold', size: 10.5, width: titleWidth });
  const rule = Math.max(y, top + QR_SIDE) + 10;
  sheet.draw(() => {
    sheet.pdf.rect(page.left, rule, column, 1.6).fill(colors.accent);
  });

  y = sheet.write(say('date', { date: dayInWords(filedAt) }), rule + AFTER_RULE, { align: 'right' });
  y = sheet.write(say('institution'), y + 8, { font: 'bold' });
  y = sheet.write(say('office'), y, { font: 'bold' });
  y = sheet.write(say('street'), y);
  y = sheet.write(say('city'), y);
  y = sheet.write(say('present'), y + 2, { font: 'bold', spacing: 0.6 });
  return sheet.write(`${say('subject.label')} ${say('subject')}`, y + 8, { font: 'bold', align: 'right', role: 'H2' });
}
