import { lengthOf } from './protocol.ts';

/**
 * Cuts a text into parts of at most `max` code points: at paragraphs, else lines, else sentences, else blanks, else
 * anywhere. Nothing but the blanks at the cuts is lost.
 */
export function splitText(text: string, max: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (lengthOf(rest) > max) {
    const head = [...rest].slice(0, max + 1).join('');
    const at = cutOf(head, [...head].slice(0, max).join('').length);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

/** Places to cut, the best first. A cut in the first fifth would leave a crumb. */
const seams = [/\n\n/g, /\n/g, /[.!?…]["»”)]?(?=\s)/g, /\s/g];

function cutOf(head: string, max: number): number {
  for (const seam of seams) {
    const cuts = [...head.matchAll(seam)].map((found) => found.index + found[0].trimEnd().length);
    const last = cuts.findLast((cut) => cut <= max && cut >= max / 5);
    if (last !== undefined) return last;
  }
  return max;
}
