import sentences from '../../locales/official/letter.json' with { type: 'json' };
import { type Params, textsOf } from '../../locales/texts.ts';
import type { Millis } from '../store/store.ts';
import { writeBody } from './body.ts';
import { footerOf } from './footer.ts';
import { writeHeader } from './header.ts';
import type { LetterFacts } from './letter.ts';
import { printable } from './printable.ts';
import { page, sheetOf } from './sheet.ts';

export type Say = (key: keyof typeof sentences, params?: Params) => string;

const texts = textsOf(sentences);

/**
 * The petition as a PDF of one page in letter size, ready to be printed and signed. In Spanish whatever the person
 * speaks, because it is addressed to an authority. The same facts give the same bytes.
 */
export async function renderLetter(
  given: LetterFacts,
  options: { readonly contact: string; readonly compress?: boolean },
): Promise<Buffer> {
  const facts = { ...given, fullName: printable(given.fullName), email: printable(given.email) };
  // Loaded for the first letter: with its fonts it would be a tenth of the start of a process that may never need it.
  const { default: PDFDocument } = await import('pdfkit');
  const pdf = new PDFDocument({
    size: 'LETTER',
    margin: 0,
    pdfVersion: '1.7',
    compress: options.compress ?? true,
    lang: 'es-MX',
    tagged: true,
    displayTitle: true,
    info: infoOf(facts, facts.filedAt),
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  const sheet = sheetOf(pdf);
  const top = writeHeader(sheet, texts, facts, page.top);
  const footer = footerOf(sheet, texts, facts, options.contact);
  writeBody(sheet, texts, facts, { top, floor: footer.top });
  footer.write();
  pdf.end();
  return done;
}

function infoOf({ folio }: LetterFacts, at: Millis) {
  const date = new Date(at);
  return {
    Title: texts('title', { folio }),
    Author: texts('author'),
    Creator: texts('author'),
    Producer: texts('author'),
    Keywords: texts('keywords'),
    CreationDate: date,
    ModDate: date,
  };
}
