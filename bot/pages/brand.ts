/** A key whose bow is an arrow coming back. */
const drawing =
  'M20 4a16 16 0 1 0 16 16M36 20V9M36 20H25M20 15.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM20 24.500V31M20 28h3.500';

/** The mark beside a page's name, in the colour of the words, so many CSS pixels wide and high. */
export const markOf = (size: number): string =>
  `<svg class="mark" viewBox="0 0 40 40" width="${size}" height="${size}" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="${drawing}"/></svg>`;

/** The address of the same mark as the icon of a tab, in a colour (`#rrggbb`) that tells our pages apart. */
export const iconOf = (colour: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" fill="none" stroke="${colour}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"><path d="${drawing}"/></svg>`)}`;
