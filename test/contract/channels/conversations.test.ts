import { jest } from '@jest/globals';
import enCommon from '../../../locales/en/common.json' with { type: 'json' };
import enPrompts from '../../../locales/en/prompts.json' with { type: 'json' };
import enTeams from '../../../locales/en/teams.json' with { type: 'json' };
import en from '../../../locales/en/whatsapp.json' with { type: 'json' };
import common from '../../../locales/es-MX/common.json' with { type: 'json' };
import faq from '../../../locales/es-MX/faq.json' with { type: 'json' };
import prompts from '../../../locales/es-MX/prompts.json' with { type: 'json' };
import esTeams from '../../../locales/es-MX/teams.json' with { type: 'json' };
import es from '../../../locales/es-MX/whatsapp.json' with { type: 'json' };
import { sitDown } from '../../support/agent.ts';
import { type ChannelId, channelIds, words } from '../../support/channel-person.ts';
import { type Channels, startChannels } from '../../support/channel-product.ts';
import { missingOf, type Talk, type Turn } from '../../support/channel-talk.ts';
import { goThrough } from '../../support/channel-walk.ts';
import { findSecrets } from '../../support/inside.ts';
import { newcomer } from '../../support/scripts/actor.ts';
import { type Refused, refusals } from '../../support/scripts/refusals.ts';
import type { Act } from '../../support/scripts/script.ts';

jest.setTimeout(60_000);

let channels: Channels;
beforeAll(async () => {
  channels = await startChannels({ size: 100 });
});
afterAll(() => channels.stop());
afterEach(() => expect(channels.refusals()).toEqual([]));

const CURP = 'GOMA850315HDFNRN07';
const TYPED = 'Ventana-Morada:61';

/** One thing a person does, where the conversation stands then, and the beginning of a sentence they read. */
interface Row {
  readonly does: (talk: Talk) => Promise<Turn>;
  readonly place: string;
  readonly reads?: string;
}

const say = (text: string, place: string, reads?: string): Row => ({
  does: (talk) => talk.say(text),
  place,
  ...(reads !== undefined && { reads }),
});
const press = (title: string, place: string): Row => ({ does: (talk) => talk.press(title), place });
const odd = (what: 'voice' | 'sticker', place: string, reads: string): Row => ({
  does: (talk) => talk.sendOdd(what),
  place,
  reads,
});
const opening = (sentence: string) => sentence.split(/[{\n]/)[0]?.trim() ?? '';

const toCurp = say('olvidé mi contraseña de ICSOE', 'icsoe-reset/curp');

const conversations: Readonly<Record<string, readonly Row[]>> = {
  'the menu by its buttons': [
    press('Portal PASE (casetas)', 'disambiguation/choose'),
    say('menú', 'menu/choose'),
    press('ICSOE del IMSS', 'icsoe-reset/curp'),
  ],
  'a choice by its number': [
    press('Mi cuenta del IMPI', 'disambiguation/choose'),
    say('1', 'impi-efirma/prerequisites'),
  ],
  'an interrupted procedure': [
    toCurp,
    say('ayuda', 'icsoe-reset/curp', opening(common['common.help'])),
    say('¿qué es la e.firma?', 'icsoe-reset/curp', opening(faq['efirma-what'].answer)),
    say('atrás', 'icsoe-reset/curp'),
    say(CURP, 'icsoe-reset/email'),
    say('atrás', 'icsoe-reset/curp'),
    say(CURP, 'icsoe-reset/email'),
    say('cancelar', 'icsoe-reset/cancelled', common['common.cancelled']),
    say('cancelar', 'cancel/choose', common['common.nothing-to-cancel']),
  ],
  'three answers that are none': [
    toCurp,
    say('no sé', 'icsoe-reset/curp'),
    say('ABC', 'icsoe-reset/curp', opening(prompts['curp.unclear'])),
    say('¿cómo dices?', 'icsoe-reset/curp', common['common.stuck']),
  ],
  'a password typed into the chat': [
    say('recuperar mi cuenta del IMPI con e.firma', 'impi-efirma/prerequisites'),
    press('Sí, empezar', 'impi-efirma/curp'),
    say(CURP, 'impi-efirma/email'),
    say('ventana@example.mx', 'impi-efirma/email-confirm'),
    say('ventana@example.mx', 'impi-efirma/password'),
    say(TYPED, 'impi-efirma/password', common['common.secret-typed']),
    say('formulario', 'impi-efirma/password'),
    say('cancelar', 'impi-efirma/cancelled', common['common.cancelled']),
  ],
  'what nobody can read': [
    toCurp,
    odd('voice', 'icsoe-reset/curp', common['common.unsupported']),
    odd('sticker', 'icsoe-reset/curp', common['common.unsupported']),
    say('bla '.repeat(1_500), 'icsoe-reset/curp', common['common.too-long']),
  ],
  English: [
    say('english', 'menu/choose'),
    say('I forgot my ICSOE password', 'icsoe-reset/curp', opening(enPrompts['curp.ask'])),
    say('help', 'icsoe-reset/curp', opening(enCommon['common.help'])),
    say('cancel', 'icsoe-reset/cancelled', enCommon['common.cancelled']),
  ],
};

/** Texts of the log, without what differs between two people. */
const saidIn = (turns: readonly Turn[]) =>
  turns.map(({ said }) =>
    said.map(({ text }) => text.replace(/[A-Z]+-\d{4}-\d{6}|(impi|pase)\d+@|[A-Z]{4}\*+\w+|••\d+/g, '…')),
  );

/** In all channels at the same time. */
const everywhere = <Result>(work: (channel: ChannelId) => Promise<Result>) => Promise.all(channelIds.map(work));

describe.each(Object.entries(conversations))('%s', (_name, rows) => {
  it('goes the same way everywhere, everything shown', async () => {
    const talks = await everywhere(async (channel) => {
      const talk = await channels.enter(channel);
      const missing = await missingOf(talk.greeting, talk.person);
      for (const row of rows) {
        const turn = await row.does(talk);
        missing.push(...(await missingOf(turn, talk.person)));
        const squash = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
        if (!squash(words(turn.told)).includes(squash(row.reads ?? '')))
          missing.push(`${turn.place}: ${row.reads} in ${words(turn.told)}`);
      }
      return { talk, missing };
    });
    const [web] = talks;
    for (const { talk, missing } of talks) {
      const places = talk.turns.slice(1).map(({ place }) => place);
      expect([talk.person.channel, places, missing]).toEqual([talk.person.channel, rows.map(({ place }) => place), []]);
      expect(saidIn(talk.turns)).toEqual(saidIn(web?.talk.turns ?? []));
      expect(await talk.person.everything()).not.toContain(TYPED);
    }
    expect(findSecrets(channels.product.dataDir, [TYPED])).toEqual([]);
  });
});

const actsOf = (refused: Refused): Act[] =>
  Object.entries(refused).map(([step, does]) => ({ step, say: async (me) => (await does(me)) ?? '' }));

it.each(Object.keys(refusals))('%s is refused everywhere in the same words', async (name) => {
  const ends = await everywhere(async (channel) => {
    const me = newcomer(channels.crowd, () => channels.url);
    const talk = await channels.enter(channel);
    const missing = await goThrough(talk, me, actsOf(refusals[name]?.(me) ?? {}));
    return { missing, place: talk.last().place, said: saidIn([talk.last()]) };
  });
  const [web] = ends;
  for (const end of ends) expect(end).toEqual({ ...web, missing: [] });
});

it.each([
  ['whatsapp', es['whatsapp.form'], en['whatsapp.form']],
  ['teams', esTeams['teams.form.mark'], enTeams['teams.form.mark']],
] as const)(
  'what %s says by itself follows the language its person changes to, and back',
  async (channel, first, then) => {
    const talk = await channels.enter(channel);
    await talk.say('recuperar mi cuenta del IMPI con e.firma');
    for (const said of ['sí', CURP, 'idioma@example.mx', 'idioma@example.mx']) await talk.say(said);
    expect(words(talk.last().told)).toContain(opening(first));
    expect(words((await talk.say('English')).told)).toContain(opening(then));
    expect(await talk.person.pageLanguage()).toBe('en');
    expect(words((await talk.say('en español')).told)).toContain(opening(first));
    expect(await talk.person.pageLanguage()).toBe('es-MX');
  },
);

it('people take over and give back on every channel, at the step where the conversation was', async () => {
  const agent = await sitDown(() => channels.url, 'marisol.pineda');
  await everywhere(async (channel) => {
    const talk = await channels.enter(channel);
    await toCurp.does(talk);
    expect((await talk.say('agente')).place).toBe('agent-handoff/with-agent');
    const item = (await agent.queue()).find(({ channel: of }) => of === channel);
    const id = item?.id ?? '';
    await agent.act(id, 'claim');
    expect(words((await talk.listen()).told)).toContain('Marisol Pineda');
    await talk.person.say(`Hola desde ${channel}`);
    await agent.reads(id, `Hola desde ${channel}`);
    await agent.say(id, `Tu CURP está en tu INE (${channel}).`);
    const heard = await talk.listen();
    expect(words(heard.told)).toContain(`Tu CURP está en tu INE (${channel}).`);
    expect(await missingOf(heard, talk.person)).toEqual([]);
    await agent.act(id, 'return');
    expect((await talk.listen()).place).toBe('icsoe-reset/curp');
    expect((await talk.say(CURP)).place).toBe('icsoe-reset/email');
  });
});
