import { z } from 'zod';
import { lastDigits } from '../../services/accounts/mask.ts';
import type { Prompt, Reading, StepContext } from '../prompt.ts';
import { clientNumberPrompt } from '../prompts/client-number.ts';
import { SignInProof } from '../prompts/sign-in.ts';
import { readClientNumber } from '../reading/client-number.ts';
import { readNoMore } from '../reading/no-more.ts';
import { readYesNo } from '../reading/yes-no.ts';

/** A client number whose password held. */
const ProvedClient = z.object({ number: z.string(), proof: SignInProof });
export type ProvedClient = z.infer<typeof ProvedClient>;

/** No question: holds the clients that were proved in earlier rounds. */
export function provedClients(): Prompt<readonly ProvedClient[]> {
  return {
    answer: z.array(ProvedClient),
    arrive: async () => ({ kind: 'answered', value: [] }),
    ask: ({ turn }) => ({ text: turn.text('client-number.ask') }),
    read: () => ({ kind: 'answer', value: [] }),
  };
}

/** The number of a further client. In later rounds a person may think better of it, and keep what they have. */
export function furtherClient(account: SignInProof, clients: readonly ProvedClient[]): Prompt<string> {
  const last = clients.at(-1);
  const enough = ({ turn }: StepContext): Reading<string> | undefined =>
    last && {
      kind: 'revisit',
      step: 'client-number',
      say: turn.text('pase-association.enough.said'),
      keep: {
        clients: clients.slice(0, -1),
        'client-number': last.number,
        'client-password': last.proof,
        more: true,
      },
    };
  return clientNumberPrompt({
    ask: ({ turn }) => ({
      text: turn.text('client-number.ask-further'),
      ...(last === undefined ? {} : { options: [{ title: turn.text('pase-association.enough') }] }),
    }),
    refuse: (number) => {
      if (account.clients.includes(number)) return 'pase-association.own';
      return clients.some((client) => client.number === number) ? 'pase-association.twice' : undefined;
    },
    readOther: (text, context) => (readNoMore(text) ? enough(context) : undefined),
  });
}

/** Whether there is yet another client; "yes" goes round again with the ones so far. */
export function morePrompt(proved: readonly ProvedClient[]): Prompt<true> {
  return {
    answer: z.literal(true),
    ask: ({ turn }) => {
      const list = proved.map(({ number }) => `••${lastDigits(number)}`).join(', ');
      return {
        text: turn.text('pase-association.more', { list }),
        options: [{ title: turn.text('common.option.yes') }, { title: turn.text('common.option.no') }],
      };
    },
    read: (input, { turn }) => {
      const next = (say: string, more = {}): Reading<true> => ({
        kind: 'revisit',
        step: 'client-number',
        say,
        keep: { clients: proved, ...more },
      });
      const number = readClientNumber(input.text);
      if (number !== undefined) {
        if (proved.some((client) => client.number === number)) {
          return { kind: 'refused', because: turn.text('pase-association.twice') };
        }
        return next(turn.text('pase-association.next'), { 'client-number': number });
      }
      if (readNoMore(input.text)) return { kind: 'answer', value: true };
      if (readYesNo(input.text) === 'yes') return next(turn.text('pase-association.next'));
      return { kind: 'unclear', because: turn.text('yesno.unclear') };
    },
  };
}
