/** By hand: patterns for this take time by the square of the length. */
export function isAddress(word: string): boolean {
  const at = word.indexOf('@');
  if (at < 0 || word.includes('@', at + 1)) return false;
  const dot = word.indexOf('.', at + 2);
  return dot >= 0 && dot < word.length - 1;
}
