/**
 * The reasons to refuse a petition in person; `locales` has the sentence of each, and the person is told no others: the
 * institution's mail carries no words that one member of staff chose. With `other`, staff writes down why for the file.
 */
export const refusalReasons = [
  'id-expired',
  'id-not-accepted',
  'person-differs',
  'letter-unsigned',
  'letter-differs',
  'copy-missing',
  'papers-doubtful',
  'other',
] as const;
