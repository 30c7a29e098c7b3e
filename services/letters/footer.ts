import { dayInWords } from '../cases/deadline.ts';
import type { LetterFacts } from './letter.ts';
import type { Say } from './render-letter.ts';
import { colors, column, page, type Sheet } from './sheet.ts';

const small = { font: 'label', size: 8, color: 'quiet', lineGap: 1 } as const;
const STAFF_HEIGHT = 48;
const STAFF_LABEL = 13;
const PARAGRAPH_GAP = 3;
const RULE_GAP = 6;

/** The end of the page, measured before the body is written and written after it, which is the order of reading. */
export interface Footer {
  /** Where it begins. */
  readonly top: number;
  write(): void;
}

/** Boxes for the staff, and under them the note on privacy, what to bring and whom to ask. Set from the bottom up. */
export function footerOf(sheet: Sheet, say: Say, { deadlineAt, folio }: LetterFacts, contact: string): Footer {
  const ask = `${say('contact.label')} ${say('contact', { email: contact })}`;
  const notes = [say('privacy'), `${say('bring.label', { deadline: dayInWords(deadlineAt) })} ${say('bring')}`];
  const heights = notes.map((note) => sheet.measure(note, small) + PARAGRAPH_GAP);
  const askTop = page.bottom - sheet.measure(ask, small);
  const notesTop = askTop - heights.reduce((sum, height) => sum + height, 0);
  const staffTop = notesTop - 14 - STAFF_HEIGHT;

  function write(): void {
    writeStaffBoxes(sheet, say, staffTop);
    const rule = notesTop - RULE_GAP;
    sheet.draw(() => {
      sheet.pdf.moveTo(page.left, rule).lineTo(page.right, rule).lineWidth(0.4).stroke(colors.line);
    });
    let y = notesTop;
    notes.forEach((note, index) => {
      sheet.write(note, y, small);
      y += heights[index] ?? 0;
    });
    const half = column / 2;
    sheet.write(ask, askTop, { ...small, font: 'labelBold', width: half });
    const number = `${folio} · ${say('page', { page: 1, pages: 1 })}`;
    sheet.write(number, askTop, { ...small, x: page.left + half, width: half, align: 'right' });
  }

  return { top: staffTop - STAFF_LABEL, write };
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
    role: 'H2',
  });
  [say('staff.seen'), say('staff.approved')].forEach((label, index) => {
    const x = page.left + index * (width + gap);
    sheet.draw(() => {
      sheet.pdf.rect(x, top, width, STAFF_HEIGHT).lineWidth(0.6).stroke(colors.line);
    });
    sheet.write(label, top + 5, { ...small, size: 7, x: x + 7, width: width - 14 });
  });
}
