import { describe, expect, test } from '@jest/globals';
import { askedForms } from '../../../../bot/channels/web-chat/asked-forms.ts';
import type { Json } from '../../../../services/store/store.ts';

const ttlMs = 600_000;
const entriesOf = (activities: readonly Json[]) =>
  activities.map((activity, index) => ({ seq: index + 1, at: (index + 1) * 1_000, activity }));
const states = (activities: readonly Json[], { openedSeq = 0, now = 60_000 } = {}) =>
  askedForms(entriesOf(activities), { openedSeq, ttlMs, now }).map(({ seq, state }) => `${seq} ${state}`);

const bot = (channelData: Json, text = 'Escríbela abajo') => ({ type: 'message', text, channelData });
const asks = (kind = 'password', rest = {}) =>
  bot({ procedure: 'impi-efirma', step: 'password', form: { kind }, ...rest });
const goesOn = bot({ procedure: 'impi-efirma', step: 'efirma' });
const agentSays = bot({ procedure: 'agent-handoff', step: 'with-agent', agent: { name: 'Marisol' } });
const person = (clientActivityID: string, text?: string) => ({
  type: 'message',
  from: { role: 'user' },
  ...(text !== undefined && { text }),
  channelData: { clientActivityID },
});

describe('the forms of a conversation', () => {
  const cases: [string, Json[], { openedSeq?: number; now?: number }, string[]][] = [
    ['asked', [asks()], {}, ['1 sent']],
    ['touched', [asks()], { openedSeq: 1 }, ['1 opened']],
    ['sent in', [asks(), person('password:1')], { openedSeq: 1 }, ['1 completed']],
    ['sent in, and it went on', [asks(), person('password:1'), goesOn], {}, ['1 completed']],
    ['sent in by another client', [asks(), person('x')], {}, ['1 completed']],
    ['a code, typed in another client', [asks('code'), person('x', '<oculto>')], {}, ['1 completed']],
    ['a password typed into the chat is no answer', [asks(), person('text:1', '<oculto>')], {}, ['1 sent']],
    ['refused, and asked again', [asks(), person('password:1'), asks()], { openedSeq: 1 }, ['1 completed', '3 sent']],
    ['asked again without an answer', [asks(), asks()], { openedSeq: 1 }, ['1 expired', '2 sent']],
    ['left for something else', [asks(), person('text:1', 'cancelar'), goesOn], {}, ['1 expired']],
    ['beside the talk', [asks(), agentSays, person('text:1', 'hola'), agentSays], {}, ['1 sent']],
    [
      'a fresh text to sign',
      [asks('efirma'), person('renew:1'), asks('efirma', { renewed: true })],
      { openedSeq: 1 },
      ['1 opened'],
    ],
    ['nobody answered in time', [asks()], { openedSeq: 1, now: 1_000 + ttlMs }, ['1 expired']],
    ['just in time', [asks()], { openedSeq: 1, now: 999 + ttlMs }, ['1 opened']],
    ['none', [goesOn, person('text:1', 'hola'), { odd: true }, null], {}, []],
  ];
  test.each(cases)('%s', (_name, activities, when, expected) => {
    expect(states(activities, when)).toEqual(expected);
  });
});
