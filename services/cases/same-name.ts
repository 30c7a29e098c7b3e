/** Words that some offices write and others leave out. */
const PARTICLES = new Set(['de', 'del', 'la', 'las', 'los', 'y']);

/**
 * Whether two spellings can be the name of one person: the same words, in any order, with or without accents, where one may
 * leave out a second name or surname. Says *no* when in doubt: then a person looks.
 */
export function sameName(one: string, other: string): boolean {
  const [fewer = [], more = []] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length);
  if (fewer.length < Math.min(2, more.length) || fewer.length === 0) return false;
  const left = [...more];
  return fewer.every((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function wordsOf(name: string): string[] {
  const folded = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.split(/[^\p{L}]+/u).filter((word) => word !== '' && !PARTICLES.has(word));
}
