/**
 * The octets a key password may stand for, in the order to try; together they count as one attempt. Given in UTF-8;
 * some keys were made by programs that wrote Latin-1, so a password with letters such as `ñ` is also tried that way.
 * A pure ASCII password reads the same both ways. Works on octets, because a string cannot be wiped.
 */
export function passwordReadings(utf8: Uint8Array): Uint8Array[] {
  const latin1 = toLatin1(utf8);
  return latin1 === undefined ? [utf8] : [utf8, latin1];
}

/** The same text in Latin-1, or undefined when it is pure ASCII, has letters beyond U+00FF or is not UTF-8. */
function toLatin1(utf8: Uint8Array): Uint8Array | undefined {
  const latin1 = new Uint8Array(utf8.length);
  let written = 0;
  for (let at = 0; at < utf8.length; at += 1) {
    const lead = utf8[at] ?? 0;
    if (lead < 0x80) {
      latin1[written++] = lead;
      continue;
    }
    at += 1;
    const trail = utf8[at] ?? 0;
    if ((lead !== 0xc2 && lead !== 0xc3) || (trail & 0xc0) !== 0x80) return undefined;
    latin1[written++] = ((lead & 0x03) << 6) | (trail & 0x3f);
  }
  return written === utf8.length ? undefined : latin1.slice(0, written);
}
