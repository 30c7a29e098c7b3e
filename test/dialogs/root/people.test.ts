import { z } from 'zod';
import { procedure } from '../../../dialogs/procedure.ts';
import type { Prompt } from '../../../dialogs/prompt.ts';
import { conversationAcrossDeploys } from '../../support/deploys.ts';
import { ana, openHandoffs, testTimes } from '../../support/handoffs.ts';

const asks = (question: string): Prompt<string> => ({
  answer: z.string(),
  ask: () => ({ text: question }),
  read: ({ text }) => ({ kind: 'answer', value: text }),
});
const definition = procedure('icsoe-reset', { portal: 'icsoe', version: 1 })
  .step('curp', [], () => asks('¿CURP?'))
  .step('email', [], () => asks('¿correo?'))
  .ends(async () => ({ kind: 'end', end: 'done', say: ['fin'] }));

type Desk = Awaited<ReturnType<typeof openHandoffs>>;
let desk: Desk;
beforeEach(async () => {
  desk = await openHandoffs();
});
afterEach(() => desk.close());

/** A person whom an agent answered at the first step. @param meanwhile happens when the turn has seen that people have it. */
async function withAgent(meanwhile: (id: string) => Promise<unknown>) {
  const conversation = conversationAcrossDeploys({
    handoffs: {
      ...desk.handoffs,
      async heard(...said) {
        await meanwhile(id);
        return desk.handoffs.heard(...said);
      },
    },
  });
  conversation.deploy(definition);
  await conversation.say('olvidé mi contraseña de ICSOE');
  const id = await desk.ask('conversation');
  await desk.handoffs.claim(id, ana);
  await desk.handoffs.say(id, ana, { text: '¿La encontraste?', clientMessageId: 'one' });
  conversation.tamper((stored) => stored.replace('{', `{"handoff":"${id}",`));
  return conversation;
}

test('what a person says while people have the conversation is left to them', async () => {
  const conversation = await withAgent(async () => {});
  expect(await conversation.say('NUSH790903HJCXLC08')).toMatchObject({ texts: [] });
});

test.each<[string, (id: string) => Promise<unknown>]>([
  ['the agent gives it back', (id) => desk.handoffs.giveBack(id, ana)],
  ['the agent closes it', (id) => desk.handoffs.close(id, ana)],
  [
    'the person is taken for silent',
    async () => {
      desk.clock.at += testTimes.silentMs;
      await desk.runner.settle();
    },
  ],
])('what a person says at the moment in which %s is answered by the assistant', async (_, meanwhile) => {
  const conversation = await withAgent(meanwhile);
  expect(await conversation.say('NUSH790903HJCXLC08')).toMatchObject({
    texts: [expect.stringContaining('¿correo?')],
    place: 'icsoe-reset/email',
  });
  expect((await conversation.say('elena@example.mx')).texts).toEqual(['fin']);
});
