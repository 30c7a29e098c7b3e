/**
 * Fernández-Huerta (1959): 206.84 − 0.60 × syllables in 100 words − 1.02 × words in a sentence. 70 to 80 is rather easy, 60
 * to 70 what people speak. Placeholders count as one short word; a line is a sentence.
 */
export function readingEase(text: string): number {
  const plain = text.replace(/\{\w+\}|https?:\S+|\S+@\S+/g, 'dato');
  const sentences = plain.split(/[.:;?!]+\s|\n|[.?!:]$/).filter((part) => /\p{L}/u.test(part));
  const words = plain.match(/[\p{L}\p{M}]+/gu) ?? [];
  if (words.length === 0 || sentences.length === 0) return 100;
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 206.84 - 60 * (syllables / words.length) - 1.02 * (words.length / sentences.length);
}

/** Spanish syllables: groups of vowels, split where two strong ones or an accented weak one meet. */
function syllablesOf(word: string): number {
  const groups = word
    .toLowerCase()
    .normalize('NFC')
    .replace(/qu(?=[eéií])|gu(?=[eéií])/g, 'q')
    .match(/[aeiouáéíóúü]+/g);
  return Math.max(1, groups?.reduce((sum, group) => sum + split(group), 0) ?? 1);
}

function split(vowels: string): number {
  let count = 1;
  for (let index = 1; index < vowels.length; index += 1) {
    const pair = vowels.slice(index - 1, index + 1);
    if (/[aeoáéó]{2}|[íú]/.test(pair)) count += 1;
  }
  return count;
}
