import { z } from 'zod';
import type { Message } from '../message.ts';
import type { Arrival, Prompt, StepContext } from '../prompt.ts';
import { readReview } from '../prompts/review.ts';
import type { SignInProof } from '../prompts/sign-in.ts';
import { isOldProof } from './proof-age.ts';

/** What was agreed to: the state of the account at that moment. */
const Agreed = z.object({ epoch: z.number().int() });
export type Agreed = z.infer<typeof Agreed>;

export interface MigrationDetails {
  readonly 'client-number': string;
  readonly 'client-password': SignInProof;
  readonly email: string;
  readonly 'first-name': string;
  readonly 'paternal-surname': string;
  readonly 'maternal-surname': string;
}
export interface MigrationAnswers extends MigrationDetails {
  readonly review: Agreed;
}

/** The name as it goes on record. */
export const fullName = (given: MigrationDetails): string =>
  [given['first-name'], given['paternal-surname'], given['maternal-surname']].filter(Boolean).join(' ');

/** Shows what the account will be, before anything is mailed. */
export function reviewMigration(given: MigrationDetails): Prompt<Agreed> {
  return {
    answer: Agreed,
    reviews: true,
    arrive: (context) => lookAgain(given['client-password'], context),
    ask: (context) => summary(given, context),
    read: (input, { turn, memo }) => {
      const found = Agreed.safeParse(memo);
      if (!found.success) {
        return { kind: 'revisit', step: 'client-password', say: turn.text('pase-migration.proof-old') };
      }
      return readReview(input, turn, { agreed: found.data, fields: 'pase-migration.review.fields' });
    },
  };
}

/** What has become of the account since the proof may be told: the person has proved that it is theirs. */
async function lookAgain(proof: SignInProof, { turn, folio }: StepContext): Promise<Arrival<Agreed>> {
  if (isOldProof(proof, turn)) {
    return { kind: 'revisit', step: 'client-password', say: turn.text('pase-migration.proof-old') };
  }
  const known = await turn.services.accounts.get(proof.accountId);
  if (known?.account.frozen !== undefined) {
    return { kind: 'end', end: 'frozen', say: turn.text('pase-migration.frozen', { folio }) };
  }
  if (known?.account.legacyPasswordHash === undefined) {
    return { kind: 'end', end: 'refused', say: turn.text('pase-migration.moved') };
  }
  return { kind: 'ask', memo: { epoch: known.account.epoch } };
}

function summary(given: MigrationDetails, { turn }: StepContext): Message {
  const { email, 'client-number': client } = given;
  return {
    text: turn.text('pase-migration.review', { client, email, name: fullName(given) }),
    options: [
      { title: turn.text('pase-migration.review.yes') },
      { title: turn.text('impi.review.email') },
      { title: turn.text('pase-migration.review.name') },
      { title: turn.text('common.option.cancel') },
    ],
  };
}
