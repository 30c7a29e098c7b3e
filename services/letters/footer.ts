import { dayInWords } from '../cases/deadline.ts';
import type { LetterFacts } from './letter.ts';
import type { Say } from './render-letter.ts';
import { colors, column, page, type Sheet } from './sheet.ts';

const small = { font: 'label', size: 8, color: 'quiet', lineGap: 1 } as const;
const STAFF_HEIGHT = 48;
const STAFF_LABEL = 13;

/**
 * The boxes of the staff, and under them the note on privacy, what to bring and whom to ask. Set from the bottom up;
 * answers where it begins.
 */
export function writeFooter(sheet: Sheet, say: Say, { deadlineAt, folio }: LetterFacts, contact: string): number {
  const bring = `${say('bring.label', { deadline: dayInWords(deadlineAt) })} ${say('bring')}`;
  const ask = `${say('contact.label')} ${say('contact', { email: contact })}`;
  const lines = [say('privacy'), bring];
  const heights = lines.map((line) => sheet.measure(line, small) + 3);
  const last = page.bottom - sheet.measure(ask, small);
  const top = last - heights.reduce((sum, height) => sum + height, 0);
  const staffTop = top - 14 - STAFF_HEIGHT;
  writeStaffBoxes(sheet, say, staffTop);
  sheet.draw(() => {
    sheet.pdf
      .moveTo(page.left, top - 6)
      .lineTo(page.right, top - 6)
      .lineWidth(0.4)
      .stroke(colors.line);
  });
  let y = top;
  lines.forEach((line, index) => {
    sheet.write(line, y, small);
    y += heights[index] ?? 0;
  });
  sheet.write(ask, y, { ...small, font: 'labelBold', width: column / 2 });
  sheet.write(`${folio} · ${say('page', { page: 1, pages: 1 })}`, y, {
    ...small,
    x: page.left + column / 2,
    width: column / 2,
    align: 'right',
  });
  return staffTop - STAFF_LABEL;
}

/** Two people of the institution sign here: one saw the papers, another approved. */
function writeStaffBoxes(sheet: Sheet, say: Say, top: number): void {
  const gap = 12;
  const width = (column - gap) / 2;
  sheet.write(say('staff').toUpperCase(), top - STAFF_LABEL, {
    font: 'labelBold',
    size: 7,
    color: 'accent',
    spacing: 1,
  });
  ([say('staff.seen'), say('staff.approved')] as const).forEach((label, index) => {
    const x = page.left + index * (width + gap);
    sheet.draw(() => {
      sheet.pdf.rect(x, top, width, STAFF_HEIGHT).lineWidth(0.6).stroke(colors.line);
    });
    sheet.write(label, top + 5, { ...small, size: 7, x: x + 7, width: width - 14 });
  });
}
