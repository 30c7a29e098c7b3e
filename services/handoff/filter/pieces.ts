import { CODE_DIGITS, figuresLeft } from './digits.ts';

/** Other words that a message may have and still be almost nothing but figures: "Anota: 55 12". */
const FEW = 2;
/** Figures at an end of a sentence that may belong to a number; one alone is rather a quantity. */
const MIN_EDGE = 2;

/** Words between the pieces of a number that is dictated. */
const BETWEEN = new Set(
  'y e luego despues sigue siguen ahora mas el la los es son con termina al final ok va van punto guion'.split(' '),
);

/** How many figures a message has that may be part of a longer number. */
interface Figures {
  /** Of a message that is almost nothing but figures, all; otherwise none. */
  readonly piece: number;
  /** Of a sentence: those with which it begins, and those with which it ends unfinished. */
  readonly head: number;
  readonly tail: number;
}

/**
 * `code` or `phone` when a message completes a number that others began. Messages that are almost nothing but figures
 * count together, whatever was said between them; of sentences, only the figures at their ends. `before`: oldest first.
 */
export function numberAcross(before: readonly string[], folded: string): 'code' | 'phone' | undefined {
  const own = figuresOf(folded);
  const earlier = before.map(figuresOf);
  const pieces = earlier.reduce((sum, { piece }) => sum + piece, 0);
  const apart = own.piece > 0 || pieces > 0;
  const begun = apart ? pieces + Math.max(0, ...earlier.map(edge)) : (earlier.at(-1)?.tail ?? 0);
  const added = own.piece || (apart ? edge(own) : own.head);
  if (begun === 0 || added === 0 || begun + added < CODE_DIGITS) return undefined;
  return begun + added === CODE_DIGITS ? 'code' : 'phone';
}

const edge = ({ head, tail }: Figures) => Math.max(head, tail);

function figuresOf(folded: string): Figures {
  const parts = figuresLeft(folded).match(/\d+|[a-z]+|[.?!]+(?=\s|$)/g) ?? [];
  const others = parts.filter((part) => /[a-z]/.test(part) && !BETWEEN.has(part)).length;
  if (others <= FEW) return { piece: countOf(parts), head: 0, tail: 0 };
  return { piece: 0, head: atLeast(leading(parts)), tail: atLeast(leading(parts.toReversed())) };
}

/** The figures before another word, or the end of a sentence. */
function leading(parts: readonly string[]): number {
  const end = parts.findIndex((part) => !/\d/.test(part) && !BETWEEN.has(part));
  return countOf(end < 0 ? parts : parts.slice(0, end));
}

const countOf = (parts: readonly string[]) => parts.join('').replace(/\D/g, '').length;
const atLeast = (figures: number) => (figures < MIN_EDGE ? 0 : figures);
