/**
 * How a word sounds in Mexican Spanish, so that "kuenta", "contraceña" and "corporatibo" meet the words they stand
 * for: b = v, s = z = c(e, i) = x, k = qu = c, ll = y = i, silent h, doubled letters once. Takes a lower-case word
 * without accents.
 */
export function soundOf(word: string): string {
  return word
    .replace(/ch/g, '7')
    .replace(/ph/g, 'f')
    .replace(/h/g, '')
    .replace(/ll/g, 'y')
    .replace(/qu(?=[ei])|q|k|ck/g, 'k')
    .replace(/c(?=[ei])/g, 's')
    .replace(/c/g, 'k')
    .replace(/g(?=[ei])/g, 'j')
    .replace(/gu(?=[ei])/g, 'g')
    .replace(/[zx]/g, 's')
    .replace(/v/g, 'b')
    .replace(/n(?=[bp])/g, 'm')
    .replace(/y/g, 'i')
    .replace(/(.)\1/g, '$1');
}
