const LETTERS = 'A-ZÑ&';
const DAY = '\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])';
/** Of a person with or without the three last characters, of a company always with them. */
const RFC = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:[${LETTERS}]{4}[ -]?${DAY}(?:[ -]?[A-Z\\d]{3})?|[${LETTERS}]{3}[ -]?${DAY}[ -]?[A-Z\\d]{3})(?![\\p{L}\\p{N}])`,
  'iu',
);

/** Whether a text holds an RFC, which many people take for their CURP: both begin alike. */
export const hasRfc = (text: string): boolean => RFC.test(text.slice(0, 500));
