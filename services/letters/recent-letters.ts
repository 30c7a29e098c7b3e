import type { LetterFacts } from './letter.ts';

/** Drawing a letter takes tens of milliseconds of the one thread; asking for the same one again must not. */
const KEPT = 32;

/** Draws letters, and remembers the last few by all that they say. A drawing that failed is not remembered. */
export function recentLetters(draw: (facts: LetterFacts) => Promise<Buffer>): (facts: LetterFacts) => Promise<Buffer> {
  const recent = new Map<string, Promise<Buffer>>();

  return (facts) => {
    const key = JSON.stringify([facts.folio, facts.fullName, facts.curp, facts.email, facts.filedAt, facts.deadlineAt]);
    const drawn = recent.get(key) ?? draw(facts);
    drawn.catch(() => recent.delete(key));
    recent.delete(key);
    recent.set(key, drawn);
    const [oldest] = recent.keys();
    if (recent.size > KEPT && oldest !== undefined) recent.delete(oldest);
    return drawn;
  };
}
