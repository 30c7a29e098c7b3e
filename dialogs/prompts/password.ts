import { z } from 'zod';
import type { Portal } from '../../services/accounts/portal.ts';
import type { PersonalData } from '../../services/passwords/personal.ts';
import type { RuleId } from '../../services/passwords/policies.ts';
import type { Input } from '../input.ts';
import type { Prompt, Reading, StepContext } from '../prompt.ts';
import type { DialogTurn } from '../turn.ts';

/** An accepted new password: its hash, and whether it came with an equal repetition in the same form. */
const NewPassword = z.object({ hash: z.string(), repeated: z.boolean() });
export type NewPassword = z.infer<typeof NewPassword>;

const Repeated = z.literal(true);

/** Takes a new password from the secure field and keeps its hash. `personal`: data it may not contain. */
export function newPasswordPrompt(portal: Portal, personal: PersonalData): Prompt<NewPassword> {
  return {
    answer: NewPassword,
    awaits: 'password',
    ask: ({ turn }) => ({
      text: turn.text('password.ask', { rules: listOf(rulesOf(turn, portal)) }),
      form: { kind: 'password', portal, confirm: true },
    }),
    read: async (input, context) => {
      const { password, confirmation } = input.value;
      if (password === undefined) return notInTheField(input, context);
      const { turn } = context;
      if (confirmation !== undefined && confirmation !== password) {
        return { kind: 'refused', because: turn.text('password.mismatch') };
      }
      if (await isBurned(password, turn)) {
        return { kind: 'refused', because: turn.text('password.burned') };
      }
      const accepted = await turn.services.passwords.accept(password, portal, personal);
      if (accepted.ok) {
        return { kind: 'answer', value: { hash: accepted.hash, repeated: confirmation !== undefined } };
      }
      const rules = listOf(rulesOf(turn, portal, accepted.failing));
      return { kind: 'refused', because: turn.text('password.failing', { rules }) };
    },
  };
}

async function isBurned(password: string, { services, conversationIds }: DialogTurn): Promise<boolean> {
  const burned = await Promise.all(conversationIds.map((id) => services.passwords.isBurned(id, password)));
  return burned.includes(true);
}

/** The same password once more; answered already when the form brought both. */
export function passwordConfirmPrompt(portal: Portal, { hash, repeated }: NewPassword): Prompt<true> {
  return {
    answer: Repeated,
    awaits: 'password',
    arrive: async () => (repeated ? { kind: 'answered', value: true } : { kind: 'ask' }),
    ask: ({ turn }) => ({ text: turn.text('password.confirm'), form: { kind: 'password', portal, confirm: true } }),
    read: async (input, context) => {
      const { password } = input.value;
      if (password === undefined) return notInTheField(input, context);
      if (await context.turn.services.passwords.matches(password, hash)) return { kind: 'answer', value: true };
      return { kind: 'refused', because: context.turn.text('password.mismatch') };
    },
  };
}

/** Passwords are not chat text: what was typed is gone already, and the person is told (rule 5). */
export function notInTheField<T>(input: Input, { turn }: StepContext): Reading<T> {
  if (input.burned) return { kind: 'refused', because: turn.text('common.secret-typed') };
  return { kind: 'unclear', because: turn.text('password.unclear') };
}

const listOf = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');

/** Sentences of some rules, or of all that a portal has. */
function rulesOf(turn: DialogTurn, portal: Portal, only?: readonly RuleId[]): string[] {
  const { ids, min, max, specials } = turn.services.passwords.rules(portal);
  const allowed = specials === '' ? turn.text('rule.no-specials') : turn.text('rule.these-specials', { specials });
  return (only ?? ids).map((id) => turn.text(`rule.${id}`, { min, max, specials, allowed }));
}
