import { dialogTexts } from '../../../../dialogs/texts.ts';
import { readBlocks } from '../../../../locales/blocks.ts';
import type { LoggedMessage } from '../../logged-message.ts';

/** The line "Paso 3 de 6" at the head of a question, and the question without it. */
export function withoutProgress({ text, channelData: { progress } }: LoggedMessage): {
  progress?: string;
  text: string;
} {
  if (!progress) return { text };
  const end = text.indexOf('\n');
  const first = end < 0 ? text : text.slice(0, end);
  const isProgress = [dialogTexts['es-MX'], dialogTexts.en].some(
    (texts) => texts('common.progress', progress) === first,
  );
  return isProgress ? { progress: first, text: end < 0 ? '' : text.slice(end + 1) } : { text };
}

export interface Review {
  readonly before: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly after: string;
}

const factLine = /^\s{0,4}[-*•]\s+([^:\n]{1,60}):\s+(\S.*)$/;

/** What is to be confirmed: the list "Label: value" of a question, and the words around it. */
export function reviewOf(text: string): Review | undefined {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => factLine.test(line));
  if (first < 0) return undefined;
  const rest = lines.slice(first).findIndex((line) => !factLine.test(line));
  const end = rest < 0 ? lines.length : first + rest;
  const facts = lines.slice(first, end).flatMap((line) => {
    const [, label, value] = factLine.exec(line) ?? [];
    return label !== undefined && value !== undefined ? [{ label, value: plain(value) }] : [];
  });
  return { before: lines.slice(0, first).join('\n'), facts, after: lines.slice(end).join('\n') };
}

/** Without the signs of emphasis. */
const plain = (line: string) =>
  readBlocks(line)
    .flatMap((block) => (block.kind === 'paragraph' ? block.lines : block.items))
    .map((pieces) => pieces.map((piece) => piece.text).join(''))
    .join(' ');
