/** The usual reasons to refuse a petition in person; `locales` has the sentence of each. */
export const refusalReasons = [
  'id-expired',
  'id-not-accepted',
  'person-differs',
  'letter-unsigned',
  'letter-differs',
  'copy-missing',
  'papers-doubtful',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];
