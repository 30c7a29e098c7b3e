import type { Locale } from '../../locales/texts.ts';
import { RefusalReason } from '../../services/cases/staff.ts';
import { dialogTexts } from '../texts.ts';

/** Why a petition was refused, as it stands in a sentence: the words of a usual reason, or those of the staff. */
export function refusalInWords(reason: string, locale: Locale): string {
  const known = RefusalReason.safeParse(reason);
  return known.success ? dialogTexts[locale](`letter.reason.${known.data}`) : reason;
}
