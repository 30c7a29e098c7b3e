import { z } from 'zod';
import type { Message } from '../message.ts';
import type { Prompt, Reading, StepContext } from '../prompt.ts';
import { plain } from '../reading/plain.ts';
import type { TextKey } from '../texts.ts';
import { notInTheField } from './password.ts';

/** A present password of PASE held: whose it is, and when that was. */
export const SignInProof = z.object({ accountId: z.string(), at: z.number(), clients: z.array(z.string()) });
export type SignInProof = z.infer<typeof SignInProof>;

interface SignInTexts {
  readonly ask: Extract<TextKey, `${string}.ask`>;
  /** The same whatever did not hold: an unknown user, a wrong password, an account that is stopped. */
  readonly refused: Extract<TextKey, `${string}.refused`>;
  /** Corrects the user given before. */
  readonly correct: Extract<TextKey, `${string}.correct`>;
  /** The step that asked for the user. */
  readonly userStep: string;
}

/** Takes the present password of a PASE user (client number or email) in the secure field, and compares it. */
export function signInPrompt(user: string, texts: SignInTexts): Prompt<SignInProof> {
  return {
    answer: SignInProof,
    awaits: 'password',
    ask: ({ turn }): Message => ({
      text: turn.text(texts.ask, { user }),
      form: { kind: 'client-password' },
      options: [{ title: turn.text(texts.correct) }],
    }),
    read: (input, context) => {
      const { password } = input.value;
      const { text } = context.turn;
      if (password !== undefined) return compare(user, password, texts, context);
      if (plain(input.short) === plain(text(texts.correct))) {
        return { kind: 'revisit', step: texts.userStep, say: text('common.corrected') };
      }
      return notInTheField(input, context);
    },
  };
}

/** Counts, compares, audits. Both limits count before anything is compared: of the conversation, and of the user. */
async function compare(
  user: string,
  password: string,
  texts: SignInTexts,
  { turn, caseId }: StepContext,
): Promise<Reading<SignInProof>> {
  const { accounts, cases, audit, take } = turn.services;
  const about = { id: `${turn.id}:sign-in`, at: turn.now, portal: 'pase', caseId };
  const refused = (reason: string, because: string): Reading<SignInProof> => {
    turn.queue(audit({ ...about, name: 'client.refused', reason }));
    return { kind: 'refused', because };
  };
  const tooMany = (retryAt: number) =>
    refused('limit', turn.text('client-password.too-many', { wait: turn.duration(Math.max(1, retryAt - turn.now)) }));

  const allowed = await take('pase-sign-in', turn.conversationId);
  if (!allowed.ok) return tooMany(allowed.retryAt);
  const signedIn = await accounts.signIn('pase', user, password, turn.origin);
  if (!signedIn.ok && signedIn.reason === 'too-many-attempts') return tooMany(signedIn.retryAt);
  if (!signedIn.ok) return refused('no-match', turn.text(texts.refused));
  const { accountId, clients = [] } = signedIn;
  turn.queue(audit({ ...about, name: 'client.accepted', accountId }));
  await cases.move(caseId, { event: 'prove', eventId: about.id, accountId, at: turn.now });
  return { kind: 'answer', value: { accountId, at: turn.now, clients: clients.map(({ number }) => number) } };
}
