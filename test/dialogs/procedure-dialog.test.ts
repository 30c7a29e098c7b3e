import { z } from 'zod';
import { procedure } from '../../dialogs/procedure.ts';
import type { Prompt } from '../../dialogs/prompt.ts';
import { conversationAcrossDeploys } from '../support/deploys.ts';

const CURP = 'NUSH790903HJCXLC08';
const OPENING = 'olvidé mi contraseña de ICSOE';
const UPDATED = /^(?:Mejoramos este trámite|We improved this)/;

/** Asks for anything that the schema takes, in words of its own. */
function asks(question: string, answer: z.ZodType<string> = z.string()): Prompt<string> {
  return {
    answer,
    ask: () => ({ text: question }),
    read: ({ text }) => {
      const read = answer.safeParse(text);
      return read.success && !text.includes('?')
        ? { kind: 'answer', value: read.data }
        : { kind: 'unclear', because: 'no' };
    },
  };
}
const done = async (given: object) => ({ kind: 'end', end: 'done', say: [JSON.stringify(given)] }) as const;

const first = procedure('icsoe-reset', { portal: 'icsoe', version: 1 })
  .step('curp', [], () => asks('¿CURP?', z.string().length(18)))
  .step('email', [], () => asks('¿correo?'))
  .step('more', ['email'], () => asks('¿algo más?'))
  .ends(done);

/** Another question in between, and emails are read more strictly than before. */
const second = procedure('icsoe-reset', { portal: 'icsoe', version: 2 })
  .step('curp', [], () => asks('¿CURP?', z.string().length(18)))
  .step('name', [], () => asks('¿nombre?'))
  .step('email', [], () => asks('¿correo?', z.string().includes('@')))
  .step('more', ['email'], () => asks('¿algo más?'))
  .ends(done);

async function midway() {
  const conversation = conversationAcrossDeploys();
  conversation.deploy(first);
  for (const words of [OPENING, CURP, 'sin arroba']) await conversation.say(words);
  return conversation;
}

describe('a deploy in the middle of a procedure', () => {
  it('is told once, keeps what holds, and goes on at the first open question', async () => {
    const conversation = await midway();
    conversation.deploy(second);
    const told = await conversation.say('listo');
    expect(told.texts[0]).toMatch(UPDATED);
    expect(told).toMatchObject({
      place: 'icsoe-reset/name',
      texts: [expect.any(String), expect.stringContaining('¿nombre?')],
    });
    expect((await conversation.say('Ana')).texts).toEqual([expect.stringContaining('¿correo?')]);
    await conversation.say('ana@example.mx');
    const end = await conversation.say('nada');
    expect(JSON.parse(end.texts[0] ?? '')).toEqual({ curp: CURP, name: 'Ana', email: 'ana@example.mx', more: 'nada' });
  });

  it('keeps the case', async () => {
    const conversation = await midway();
    conversation.deploy(second);
    await conversation.say('listo');
    await conversation.say('cancelar');
    expect(conversation.opened).toEqual(['icsoe-reset']);
    expect(conversation.moved).toEqual(['cancel conversation:message-1:icsoe-reset']);
  });

  it.each([
    ['atrás', 'icsoe-reset/curp'],
    ['ayuda', 'icsoe-reset/name'],
    ['agente', 'icsoe-reset/name'],
    ['english', 'icsoe-reset/name'],
    ['¿qué es la CURP?', 'icsoe-reset/name'],
    ['cancelar', 'icsoe-reset/cancelled'],
    ['menú', 'icsoe-reset/leave'],
  ])('is told once also when the next word is "%s"', async (words, place) => {
    const conversation = await midway();
    conversation.deploy(second);
    const heard = await conversation.say(words);
    expect(heard.place).toBe(place);
    expect(heard.texts.filter((text) => UPDATED.test(text)).length).toBeLessThanOrEqual(1);
    if (place.endsWith('cancelled')) return;
    const next = await conversation.say(place.endsWith('leave') ? 'no' : '¿?');
    expect([...heard.texts, ...next.texts].filter((text) => UPDATED.test(text))).toHaveLength(1);
  });

  it('that takes the procedure away leads to the menu, and others begin and end as ever', async () => {
    const conversation = await midway();
    const reset = procedure('pase-reset', { portal: 'pase', version: 1 })
      .step('email', [], () => asks('¿correo?'))
      .ends(done);
    conversation.deploy(reset);
    expect((await conversation.say('hola')).texts[0]).toMatch(/ya no está disponible/);
    expect((await conversation.say('olvidé mi contraseña del portal de los tags')).place).toBe('pase-reset/email');
    expect((await conversation.say('ana@example.mx')).place).toBe('pase-reset/done');
  });
});

describe('a stored state that cannot be read', () => {
  it.each<[string, (stored: string) => string]>([
    ['answers that are none', (stored) => stored.replace(/"answers":\{[^}]*\}/, '"answers":7')],
    ['no version', (stored) => stored.replace('"version":1,', '')],
    ['an empty one', (stored) => stored.replace(/"state":\{.*\}\}\]/, '"state":{}}]')],
  ])('%s: begins anew under a case of its own', async (_, change) => {
    const conversation = await midway();
    conversation.tamper(change);
    const told = await conversation.say('listo');
    expect(told.texts[0]).toMatch(UPDATED);
    expect(told.place).toBe('icsoe-reset/curp');
    expect(conversation.opened).toHaveLength(2);
    expect((await conversation.say(CURP)).place).toBe('icsoe-reset/email');
  });

  it('of the whole conversation: greets anew', async () => {
    const conversation = await midway();
    conversation.tamper(() => '{"locale":"xx"}');
    expect((await conversation.say('hola')).place).toBe('menu/choose');
  });
});
