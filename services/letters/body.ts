import type { LetterFacts } from './letter.ts';
import type { Say } from './render-letter.ts';
import { colors, column, page, type Sheet } from './sheet.ts';

const LABEL_WIDTH = 132;
const INDENT = 18;
const SIGNATURE_WIDTH = 380;
/** Sizes of the person's data, the first that fits into the height is taken, so that the letter stays on its page. */
const DATA_SIZES = [11.5, 10, 9, 8, 7, 6] as const;
const DATA_HEIGHT = 56;
const NAME_SIZES = [11, 10, 9, 8] as const;
const NAME_HEIGHT = 28;

const dataValue = { x: page.left + LABEL_WIDTH, width: column - LABEL_WIDTH - 10, font: 'bold' } as const;

/** What is asked, by whom and with which papers; and at the bottom, above `floor`, the line to sign on. */
export function writeBody(
  sheet: Sheet,
  say: Say,
  facts: LetterFacts,
  { top, floor }: { top: number; floor: number },
): void {
  const size = sheet.fit([facts.fullName, facts.curp, facts.email], DATA_HEIGHT, DATA_SIZES, dataValue);
  const gap = size < 10 ? 5 : 9;
  let y = sheet.write(say('opening'), top + gap);
  y = writeData(sheet, say, facts, y + gap, size);
  y = sheet.write(say('asks'), y + gap);
  y = writeItem(sheet, `1.  ${say('asks.1')}`, y + 2);
  y = writeItem(sheet, `2.  ${say('asks.2')}`, y + 2);
  y = sheet.write(say('encloses'), y + gap);
  y = writeChoices(sheet, [say('encloses.ine'), say('encloses.passport')], y + 4);
  y = sheet.write(say('oath'), y + gap);
  sheet.write(say('closing'), y + gap, { align: 'center' });
  writeSignature(sheet, say, facts, floor);
}

/** The person's data, one a row; long ones take as many lines as they need. */
function writeData(sheet: Sheet, say: Say, { fullName, curp, email }: LetterFacts, top: number, size: number): number {
  const rows = [
    [say('data.name'), fullName],
    [say('data.curp'), curp],
    [say('data.email'), email],
  ] as const;
  const value = { ...dataValue, size };
  const heights = rows.map(([, text]) => sheet.measure(text, value) + 8);
  const bottom = heights.reduce((sum, height) => sum + height, top);
  sheet.draw(() => {
    sheet.pdf.rect(page.left, top, column, bottom - top).fill(colors.tint);
    sheet.pdf.rect(page.left, top, 2.5, bottom - top).fill(colors.accent);
  });
  let y = top;
  rows.forEach(([label, text], index) => {
    if (index > 0) writeLine(sheet, { x: page.left + 12, width: column - 22, y });
    sheet.write(label, y + 6.5, {
      x: page.left + 12,
      width: LABEL_WIDTH - 16,
      font: 'label',
      size: 8.5,
      color: 'quiet',
    });
    sheet.write(text, y + 4.5, value);
    y += heights[index] ?? 0;
  });
  return bottom;
}

function writeItem(sheet: Sheet, text: string, y: number): number {
  return sheet.write(text, y, { x: page.left + INDENT, width: column - INDENT, role: 'LI' });
}

/** Boxes to be marked by hand, side by side. */
function writeChoices(sheet: Sheet, choices: readonly string[], y: number): number {
  const width = (column - INDENT) / choices.length;
  const ends = choices.map((choice, index) => {
    const x = page.left + INDENT + index * width;
    sheet.draw(() => {
      sheet.pdf.rect(x, y, 10, 10).lineWidth(0.9).stroke(colors.ink);
    });
    return sheet.write(choice, y, { x: x + 17, width: width - 20, role: 'LI' });
  });
  return Math.max(...ends);
}

/** Stands on the floor, so that whatever room the letter leaves is room to sign in. */
function writeSignature(sheet: Sheet, say: Say, { fullName }: LetterFacts, floor: number): void {
  const x = (page.width - SIGNATURE_WIDTH) / 2;
  const centred = { x, width: SIGNATURE_WIDTH, align: 'center' } as const;
  const bold = { ...centred, font: 'bold' } as const;
  const name = { ...bold, size: sheet.fit([fullName], NAME_HEIGHT, NAME_SIZES, bold) };
  const caption = { ...centred, font: 'label', size: 8, color: 'quiet', role: 'Caption' } as const;
  const captionTop = floor - 12 - sheet.measure(say('signature'), caption);
  const nameTop = captionTop - sheet.measure(fullName, name);
  writeLine(sheet, { x, width: SIGNATURE_WIDTH, y: nameTop - 5, dark: true });
  sheet.write(fullName, nameTop, name);
  sheet.write(say('signature'), captionTop, caption);
}

function writeLine(sheet: Sheet, line: { x: number; y: number; width: number; dark?: boolean }): void {
  const { x, y, width, dark = false } = line;
  sheet.draw(() => {
    sheet.pdf
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(dark ? 0.8 : 0.4)
      .stroke(dark ? colors.ink : colors.line);
  });
}
