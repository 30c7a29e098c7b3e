import fc from 'fast-check';
import { problemOf } from '../../../../bot/channels/whatsapp/check-payload.ts';
import type { Outgoing, Payload } from '../../../../bot/channels/whatsapp/payload.ts';
import { createRender } from '../../../../bot/channels/whatsapp/render.ts';
import english from '../../../../locales/en/common.json' with { type: 'json' };
import spanish from '../../../../locales/es-MX/common.json' with { type: 'json' };
import type { Json, LogEntry } from '../../../../services/store/store.ts';
import { optionsOf, wordsOf } from '../../../support/graph-double.ts';
import { judge, type TakenMessage } from '../../../support/graph-double-rules.ts';

const conversation = { id: 'c-1', channel: 'whatsapp', person: 'wa_1', locale: 'es-MX', createdAt: 0 };
const form = { url: `https://recupera.example/f/${'t'.repeat(43)}`, mark: '4821', expiresInMs: 600_000 };

async function render(bubbles: readonly Json[], before: readonly Json[] = []): Promise<readonly Outgoing[]> {
  const log: LogEntry[] = [...before, ...bubbles].map((activity, index) => ({ seq: index + 1, activity, at: 0 }));
  const draw = createRender({
    conversations: { log: async (_, after, limit = 1000) => log.filter(({ seq }) => seq > after).slice(0, limit) },
    secureForm: async () => form,
    publicUrl: 'https://recupera.example',
  });
  return draw(conversation, log.slice(before.length));
}

const payloadOf = ({ content }: Outgoing): Payload => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  biz_opaque_callback_data: 'c-1.7|p|s',
  to: '5215555550123',
  ...content,
});

/** As Meta would take it: by the double's own reading of the rules. */
function taken(outgoing: Outgoing): TakenMessage {
  const judged = judge(payloadOf(outgoing));
  if ('message' in judged) return judged.message;
  throw new Error(`refused: ${JSON.stringify(judged)}`);
}

const says = (text: string, rest: { [key: string]: Json } = {}): Json => ({
  type: 'message',
  text,
  inputHint: 'ignoringInput',
  channelData: { procedure: 'p', step: 's' },
  ...rest,
});
const offers = (text: string, titles: readonly string[]): Json =>
  says(text, {
    suggestedActions: { to: [], actions: titles.map((title) => ({ type: 'imBack', title, value: title })) },
  });
const asks = (text: string, kind: string, titles: readonly string[] = []): Json => ({
  ...(offers(text, titles) as { [key: string]: Json }),
  channelData: { procedure: 'p', step: 's', form: { kind } },
});

it('joins the bubbles of a turn, and counts which entries a message shows', async () => {
  const made = await render([says('Hola.'), says('Escribe tu CURP.')]);
  expect(made.map((one) => wordsOf(taken(one)))).toEqual(['Hola.\n\nEscribe tu CURP.']);
  expect(made.map(({ seqs, part }) => ({ seqs, part }))).toEqual([{ seqs: [1, 2], part: 0 }]);
});

it('never asks for a preview of a link', async () => {
  const [only] = await render([says('Mira https://ejemplo.mx')]);
  expect(only?.content).toMatchObject({ text: { preview_url: false } });
});

it.each([
  ['three short ones as buttons', ['Sí', 'No', 'x'.repeat(20)], 'button'],
  ['four as a list', ['1a', '2a', '3a', '4a'], 'list'],
  ['one of 21 characters as a list', ['x'.repeat(21)], 'list'],
  ['ten as a list', Array.from({ length: 10 }, (_, index) => `opción ${index}`), 'list'],
  ['one of 72 characters as a list', ['palabra '.repeat(9).slice(0, 72)], 'list'],
])('shows options: %s', async (_, titles, type) => {
  const [only, ...more] = await render([offers('¿Cuál?', titles)]);
  expect(more).toEqual([]);
  expect(only?.content).toMatchObject({ interactive: { type, body: { text: '¿Cuál?' } } });
  const options = only ? optionsOf(taken(only)) : [];
  expect(options.map(({ title, description }) => description ?? title)).toEqual(titles.map((title) => title.trim()));
});

it.each([
  ['eleven', Array.from({ length: 11 }, (_, index) => `opción ${index}`)],
  ['one of 73 characters', ['x'.repeat(73), 'No']],
])('numbers options where there are %s', async (_, titles) => {
  const made = await render([offers('¿Cuál?', titles)]);
  const words = made.map((one) => wordsOf(taken(one))).join('\n');
  titles.forEach((title, index) => {
    expect(words).toContain(`${index + 1}. ${title}`);
  });
  expect(made.every(({ content }) => content.type === 'text')).toBe(true);
});

it('numbers the rows of a list that look alike once they are cut', async () => {
  const titles = [`${'x'.repeat(30)}a`, `${'x'.repeat(30)}b`, 'otra'];
  const [only] = await render([offers('¿Cuál?', titles)]);
  const rows = only ? optionsOf(taken(only)) : [];
  expect(rows.map(({ title }) => title)).toEqual([`1. ${'x'.repeat(20)}…`, `2. ${'x'.repeat(20)}…`, '3. otra']);
  expect(rows.map(({ description }) => description)).toEqual([...titles.slice(0, 2), undefined]);
});

it.each([
  ['Spanish', spanish],
  ['English', english],
])('every procedure has a row of its own, told by its first words (%s)', async (_, texts) => {
  const titles = Object.entries(texts).flatMap(([key, title]) => (key.startsWith('menu.procedure.') ? [title] : []));
  const [only, ...more] = await render([offers('¿Qué quieres hacer?', titles.slice(0, 10))]);
  expect(more).toEqual([]);
  const rows = only ? optionsOf(taken(only)) : [];
  expect(rows).toHaveLength(titles.length);
  for (const [index, { title }] of rows.entries()) expect(titles[index]?.startsWith(title.replace('…', ''))).toBe(true);
});

it.each([1023, 1024, 1025, 4096, 5000])('keeps the buttons with the question after %i characters', async (length) => {
  const made = await render([says('x'.repeat(length)), offers('¿Sí o no?', ['Sí', 'No'])]);
  const words = made.map((one) => wordsOf(taken(one)));
  expect(words.at(-1)).toMatch(/¿Sí o no\?$/);
  expect(words.join('').replace(/\s/g, '')).toBe(`${'x'.repeat(length)}¿Síono?`);
  expect(made.at(-1)?.content.type).toBe('interactive');
});

it('asks for a secret with a link to the secure page, its mark, and what may be said instead', async () => {
  const [only, ...more] = await render([asks('Comprueba quién eres.', 'efirma', ['No tengo e.firma'])]);
  expect(more).toEqual([]);
  expect(only?.content).toMatchObject({
    interactive: { type: 'cta_url', action: { name: 'cta_url', parameters: { url: form.url } } },
  });
  const words = only ? wordsOf(taken(only)) : '';
  expect(words).toMatch(/Comprueba quién eres\.[\s\S]*4821[\s\S]*10 minutos[\s\S]*«No tengo e\.firma»/);
  expect(only?.plain).toContain(form.url);
});

it.each(['password', 'efirma', 'key-password', 'client-password'])('makes a page for %s', async (kind) => {
  expect((await render([asks('…', kind)])).at(-1)?.content).toMatchObject({ interactive: { type: 'cta_url' } });
});

it('lets a code be typed in the chat', async () => {
  expect((await render([asks('Escribe el código.', 'code')])).map(({ content }) => content.type)).toEqual(['text']);
});

it('sends a letter as a document, its words below it', async () => {
  const letter = {
    contentType: 'application/pdf',
    contentUrl: '/cartas/x.pdf?t=1',
    name: 'carta.pdf',
  };
  const made = await render([says('Primero.'), says('Tu carta.', { attachments: [letter] }), says('Llévala.')]);
  expect(made.map(({ content, seqs }) => ({ type: content.type, seqs }))).toEqual([
    { type: 'text', seqs: [1] },
    { type: 'document', seqs: [2] },
    { type: 'text', seqs: [3] },
  ]);
  const document = made[1] && taken(made[1]);
  expect(document).toMatchObject({
    document: { link: 'https://recupera.example/cartas/x.pdf?t=1', filename: 'carta.pdf', caption: 'Tu carta.' },
  });
});

it('says who speaks, when a person does', async () => {
  const agent = { procedure: 'agent-handoff', step: 'with-agent', agent: { name: '*Laura*' } };
  const made = await render([says('Hola.', { channelData: agent })]);
  expect(made.map((one) => wordsOf(taken(one)))).toEqual(['*Laura:*\nHola.']);
});

it('advises to delete a private key from the chat, once', async () => {
  const key = { type: 'message', from: { role: 'user' }, attachments: [{ contentType: 'x', name: 'Ana.KEY' }] };
  const first = await render([says('Ya tengo tu .key.')], [says('antes'), key]);
  expect(first.map((one) => wordsOf(taken(one))).join()).toMatch(/borra de este chat[\s\S]*Ya tengo tu \.key\./);
  const later = await render([says('Ya tengo tu .key.')], [key, says('entre')]);
  expect(later.map((one) => wordsOf(taken(one)))).toEqual(['Ya tengo tu .key.']);
});

it('shows nothing of what is no message', async () => {
  expect(await render([{ type: 'typing' }, { type: 'event', name: 'x' }, says('')])).toEqual([]);
});

const bubble = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 3000 }).map((text) => says(text)),
  fc
    .tuple(
      fc.string({ maxLength: 1500 }),
      fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }), { maxLength: 13 }),
    )
    .map(([text, titles]) =>
      offers(
        text,
        titles.filter((title) => title.trim() !== ''),
      ),
    ),
  fc
    .tuple(
      fc.string({ maxLength: 1500 }),
      fc.constantFrom('password', 'code', 'efirma'),
      fc.array(fc.constantFrom('Sí', 'No')),
    )
    .map(([text, kind, titles]) => asks(text, kind, titles)),
);

it('makes only messages that WhatsApp takes, and as many when it is asked again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(bubble, { maxLength: 5 }), async (bubbles) => {
      const made = await render(bubbles);
      for (const one of made) {
        taken(one);
        expect(problemOf(payloadOf(one))).toBeUndefined();
      }
      expect(made.map(({ part }) => part)).toEqual(made.map((_, index) => index));
      expect(await render(bubbles)).toHaveLength(made.length);
    }),
    { numRuns: 150 },
  );
});
