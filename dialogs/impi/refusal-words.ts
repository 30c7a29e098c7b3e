import type { Locale } from '../../locales/texts.ts';
import { RefusalReason } from '../../services/cases/staff.ts';
import { dialogTexts } from '../texts.ts';

/** Why a petition was refused, as it stands in a sentence. Words of staff, which older cases have, are not repeated. */
export function refusalInWords(reason: string, locale: Locale): string {
  const known = RefusalReason.safeParse(reason);
  return dialogTexts[locale](`letter.reason.${known.success ? known.data : 'other'}`);
}
