import { type Block, type Inline, readBlocks } from '../../../../locales/blocks.ts';
import { escapeHtml } from '../../../../locales/escape-html.ts';

/**
 * A text of the log as the simple XML that Teams shows on every device: strong words, links and line breaks. Lists are
 * written with dots, since phones show none. Whatever else is in the text stays text.
 */
export function toMarkup(text: string): string {
  const blocks = readBlocks(text);
  return blocks
    .map((block, index) => gapBetween(blocks[index - 1], block) + linesOf(block, inlineMarkup).join('<br/>'))
    .join('');
}

/** A list follows what introduces it on the next line. */
function gapBetween(before: Block | undefined, { kind }: Block): string {
  if (!before) return '';
  return before.kind === 'list' || kind === 'list' ? '<br/>' : '<br/><br/>';
}

/** The lines of a text without any markup, for places that know none. */
export function toPlainLines(text: string): string[] {
  return readBlocks(text).flatMap((block) => linesOf(block, ({ text: words }) => words));
}

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
