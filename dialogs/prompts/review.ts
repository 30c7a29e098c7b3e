import type { Input } from '../input.ts';
import type { Reading } from '../prompt.ts';
import { wantsToCorrect } from '../reading/correction.ts';
import { readYesNo } from '../reading/yes-no.ts';
import type { TextKey } from '../texts.ts';
import type { DialogTurn } from '../turn.ts';

/**
 * Reads the answer to a review, which shows everything before something is done. `fields`: what can be corrected, in
 * words; naming one of them is read where corrections are.
 */
export function readReview<T>(
  input: Input,
  turn: DialogTurn,
  { agreed, fields }: { readonly agreed: T; readonly fields: Extract<TextKey, `${string}.review.fields`> },
): Reading<T> {
  const answer = readYesNo(input.text);
  if (answer === 'yes') return { kind: 'answer', value: agreed };
  const named = { fields: turn.text(fields) };
  if (answer === 'no' || wantsToCorrect(input.short))
    return { kind: 'refused', because: turn.text('review.no', named) };
  return { kind: 'unclear', because: turn.text('review.unclear', named) };
}
