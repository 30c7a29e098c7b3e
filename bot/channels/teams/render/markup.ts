import { escapeHtml } from '../../../../locales/escape-html.ts';
import { type Block, type Inline, readBlocks } from '../../../pages/chat/client/format.ts';

/**
 * A text of the log as the simple XML that Teams shows on every device: strong words, links and line breaks. Lists are
 * written with dots, since phones show none. Whatever else is in the text stays text.
 */
export function toMarkup(text: string): string {
  return readBlocks(text).map(blockMarkup).join('<br/><br/>');
}

/** The lines of a text without any markup, for places that know none. */
export function toPlainLines(text: string): string[] {
  return readBlocks(text).flatMap((block) => linesOf(block, ({ text: words }) => words));
}

const blockMarkup = (block: Block) => linesOf(block, inlineMarkup).join('<br/>');

function linesOf(block: Block, show: (inline: Inline) => string): string[] {
  const written = (line: readonly Inline[]) => line.map(show).join('');
  if (block.kind === 'paragraph') return block.lines.map(written);
  return block.items.map((item, index) => `${block.ordered ? `${block.start + index}.` : '•'} ${written(item)}`);
}

function inlineMarkup(inline: Inline): string {
  const text = escapeHtml(inline.text);
  if (inline.kind === 'strong') return `<strong>${text}</strong>`;
  return inline.kind === 'link' ? `<a href="${escapeHtml(inline.href)}">${text}</a>` : text;
}
