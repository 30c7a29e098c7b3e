/**
 * Cuts a text into parts that fit, at the end of a paragraph, line or word where there is one. Nothing is lost but the
 * blanks at the cuts, and no character is torn.
 */
export function splitText(text: string, fits: (part: string) => boolean): string[] {
  const whole = text.trim();
  if (whole === '') return [];
  if (whole.length < 2 || fits(whole)) return [whole];
  const at = cutNear(whole, Math.ceil(whole.length / 2));
  return [...splitText(whole.slice(0, at), fits), ...splitText(whole.slice(at), fits)];
}

/** Where to cut: the last good place in the second quarter of the text, or the middle. */
function cutNear(text: string, middle: number): number {
  const from = Math.floor(middle / 2);
  for (const sign of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(sign, middle);
    if (at > from) return at;
  }
  return /[\uD800-\uDBFF]/.test(text.charAt(middle - 1)) && middle > 1 ? middle - 1 : middle;
}
