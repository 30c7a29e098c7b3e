/** A piece of a line: plain, strong, or an address to open. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** A block of a message. Lines of a paragraph are kept apart. */
export type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Inline[])[];
    };

const bullet = /^\s{0,4}[-*•]\s+(.*)$/;
const numbered = /^\s{0,4}(\d{1,3})[.)]\s+(.*)$/;

/**
 * Reads the bot's text as data: paragraphs, lists, `*strong*` or `**strong**` and bare http(s) addresses. Everything else, markup
 * included, stays the text it is.
 */
export function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let gap = true;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') {
      gap = true;
      continue;
    }
    const last = gap ? undefined : blocks.at(-1);
    blocks.splice(last === undefined ? blocks.length : blocks.length - 1, 1, ...append(last, line));
    gap = false;
  }
  return blocks;
}

function append(last: Block | undefined, line: string): Block[] {
  const before = last === undefined ? [] : [last];
  const dash = bullet.exec(line);
  const number = numbered.exec(line);
  if (dash === null && number === null) {
    const inline = readInline(line);
    if (last?.kind === 'paragraph') return [{ ...last, lines: [...last.lines, inline] }];
    return [...before, { kind: 'paragraph', lines: [inline] }];
  }
  const ordered = number !== null;
  const inline = readInline((ordered ? number[2] : dash?.[1]) ?? '');
  if (last?.kind === 'list' && last.ordered === ordered) return [{ ...last, items: [...last.items, inline] }];
  return [...before, { kind: 'list', ordered, start: Number(number?.[1] ?? 1), items: [inline] }];
}

/** Stars count only around words: masked data (`GODE**********08`) is full of them. No lookbehind: Safari 16.3 has none. */
const special =
  /(^|[^\p{L}\p{N}*])(\*{1,2})([^\s*](?:[^*\n]{0,400}[^\s*])?)\2(?![\p{L}\p{N}*])|(https?:\/\/[^\s<>"']{1,2000})/giu;

function readInline(line: string): Inline[] {
  const pieces: Inline[] = [];
  let at = 0;
  for (const match of line.matchAll(special)) {
    const [whole, before = '', , strong, address] = match;
    const piece: Inline | undefined = strong === undefined ? linkOf(address ?? '') : { kind: 'strong', text: strong };
    if (piece === undefined) continue;
    const start = match.index + before.length;
    if (start > at) pieces.push({ kind: 'text', text: line.slice(at, start) });
    pieces.push(piece);
    at = piece.kind === 'link' ? start + piece.text.length : match.index + whole.length;
  }
  if (at < line.length) pieces.push({ kind: 'text', text: line.slice(at) });
  return pieces;
}

/** The address without the punctuation of the sentence around it; undefined when it is none, or hides where it leads. */
function linkOf(candidate: string): Extract<Inline, { kind: 'link' }> | undefined {
  const text = candidate.replace(/[.,;:!?)\]}*»”]+$/u, '');
  const url = readUrl(text);
  if (url === undefined) return undefined;
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? { kind: 'link', text, href: url.href } : undefined;
}

/** `URL.canParse` is newer than the phones people have. */
export function readUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
