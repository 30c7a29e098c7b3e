import type PDFDocument from 'pdfkit';
import { qrRuns } from './qr.ts';

/** Points; letter size is 612 × 792. */
export const page = { width: 612, height: 792, left: 64, right: 548, top: 42, bottom: 754 } as const;
export const column = page.right - page.left;

export const fonts = {
  text: 'Times-Roman',
  bold: 'Times-Bold',
  italic: 'Times-Italic',
  label: 'Helvetica',
  labelBold: 'Helvetica-Bold',
} as const;
export const colors = {
  ink: '#1a1a1a',
  quiet: '#5b5b5b',
  accent: '#6b1f3a',
  line: '#b9aab0',
  tint: '#f7f3f4',
} as const;

export type Pdf = InstanceType<typeof PDFDocument>;

/** How a run of text looks and where it may go. `x` and `width` default to the column. */
export interface Setting {
  readonly font?: keyof typeof fonts;
  readonly size?: number;
  readonly color?: keyof typeof colors;
  readonly x?: number;
  readonly width?: number;
  readonly align?: 'left' | 'right' | 'center' | 'justify';
  readonly lineGap?: number;
  readonly spacing?: number;
  /** The role for assistive technology: a heading, a paragraph, an item. */
  readonly role?: 'H1' | 'H2' | 'P' | 'LI' | 'Caption';
}

/** A page that is written from top to bottom, each piece of text tagged with its role. */
export interface Sheet {
  readonly pdf: Pdf;
  /** Writes at a height and answers where the text ends. */
  write(text: string, y: number, setting?: Setting): number;
  /** The height a text would take. */
  measure(text: string, setting?: Setting): number;
  /** The largest of the sizes, given from large to small, at which all texts together stay within a height. */
  fit(texts: readonly string[], maxHeight: number, sizes: readonly number[], setting?: Setting): number;
  /** Draws what says nothing by itself: lines, boxes. */
  draw(drawing: () => void): void;
  /** A QR symbol with its quiet zone around it, and what it says for those who cannot see it. */
  qr(text: string, place: { x: number; y: number; side: number }, alt: string): void;
}

const GAP = 1.5;

/** Makes a sheet over a document. */
export function sheetOf(pdf: Pdf): Sheet {
  const root = pdf.struct('Document');
  pdf.addStructure(root);

  function prepare({ font = 'text', size = 11, color = 'ink' }: Setting): void {
    pdf.font(fonts[font]).fontSize(size).fillColor(colors[color]);
  }

  const optionsOf = ({ width = column, align = 'left', lineGap = GAP, spacing = 0 }: Setting) => ({
    width,
    align,
    lineGap,
    characterSpacing: spacing,
  });

  function measure(text: string, setting: Setting = {}): number {
    prepare(setting);
    return pdf.heightOfString(text, optionsOf(setting));
  }

  function write(text: string, y: number, setting: Setting = {}): number {
    const height = measure(text, setting);
    const words = () => {
      prepare(setting);
      pdf.text(text, setting.x ?? page.left, y, optionsOf(setting));
    };
    root.add(pdf.struct(setting.role ?? 'P', {}, words));
    return y + height;
  }

  function fit(texts: readonly string[], maxHeight: number, sizes: readonly number[], setting: Setting = {}): number {
    const fits = (size: number) =>
      texts.reduce((sum, text) => sum + measure(text, { ...setting, size }), 0) <= maxHeight;
    return sizes.find(fits) ?? Math.min(...sizes);
  }

  function draw(drawing: () => void): void {
    pdf.markContent('Artifact', { type: 'Layout' });
    pdf.save();
    drawing();
    pdf.restore();
    pdf.endMarkedContent();
  }

  function qr(text: string, { x, y, side }: { x: number; y: number; side: number }, alt: string): void {
    const { size, runs } = qrRuns(text);
    const module = side / size;
    const picture = () => {
      pdf.save();
      for (const run of runs) pdf.rect(x + run.x * module, y + run.y * module, run.width * module, module);
      pdf.fill(colors.ink);
      pdf.restore();
    };
    root.add(pdf.struct('Figure', { alt }, picture));
  }

  return { pdf, write, measure, fit, draw, qr };
}
