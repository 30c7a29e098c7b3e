import { deskMessage } from '../../bot/turns/inbox-message.ts';
import type { DeskEvent } from '../../services/handoff/handoff.ts';
import { type DeskAgent, sitDown } from '../support/agent.ts';
import { lookInside } from '../support/inside.ts';
import { enter, type Person, placeOf, type Reply } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

let product: TestProduct;
let person: Person;
let agent: DeskAgent;

beforeEach(async () => {
  product = await startProduct();
  person = await enter(product.url);
  agent = await sitDown(() => product.url, 'marisol.pineda');
  await person.listen();
});
afterEach(() => product.stop());

/** To the first step of the recovery at IMPI. */
async function toCurp(): Promise<void> {
  await person.say('Quiero recuperar mi cuenta del IMPI con mi e.firma');
  expect(placeOf(await person.say('sí'))).toBe('impi-efirma/curp');
}

interface DemoPerson {
  readonly portal: string;
  readonly curp?: string;
}
const people = async (): Promise<DemoPerson[]> => (await fetch(`${product.url}/demo/people`)).json();
const curpOf = async () => (await people()).find(({ portal }) => portal === 'impi')?.curp ?? '';

const texts = (replies: readonly Reply[]) => replies.map(({ text }) => text).join('\n');

test('an agent takes a conversation, both talk, it is given back, and the person goes on at the same step', async () => {
  await toCurp();
  const asked = await person.say('agente');
  expect(placeOf(asked)).toBe('agent-handoff/with-agent');
  expect(texts(asked)).toContain('Eres la siguiente persona en la fila.');
  const [item] = await agent.queue();
  expect(item).toMatchObject({ portal: 'impi', procedure: 'impi-efirma', step: 'curp', state: 'queued', position: 1 });
  const id = item?.id ?? '';

  await agent.act(id, 'claim');
  expect(texts(await person.listen())).toContain('Ahora te atiende Marisol Pineda');
  await person.send('Hola, no sé dónde está mi CURP');
  expect(await agent.reads(id, 'no sé dónde está')).toMatchObject({ from: 'person' });
  expect((await agent.say(id, 'Está en tu INE, abajo de tu nombre.')).status).toBe(200);
  const heard = await person.listen();
  // The assistant said nothing in between.
  expect(texts(heard)).toBe('Está en tu INE, abajo de tu nombre.');
  expect(placeOf(heard)).toBe('agent-handoff/with-agent');
  const view = await agent.view(id);
  expect(view.standing).toMatchObject({ procedure: 'impi-efirma', step: 'curp' });

  await agent.act(id, 'return');
  const back = await person.listen();
  expect(placeOf(back)).toBe('impi-efirma/curp');
  const curp = await curpOf();
  expect(placeOf(await person.say(curp))).toBe('impi-efirma/email');
  expect((await agent.say(id, '¿Lo encontraste?')).body).toEqual({ refused: 'ended' });
  expect(JSON.stringify(await agent.view(id))).not.toContain(curp);
});

test('a restart between taking and talking loses and doubles nothing', async () => {
  await toCurp();
  await person.say('agente');
  const [item] = await agent.queue();
  const id = item?.id ?? '';
  await agent.act(id, 'claim');
  await person.listen();
  await agent.say(id, 'uno', '11111111-1111-4111-8111-111111111111');
  await product.restart();
  await agent.say(id, 'uno', '11111111-1111-4111-8111-111111111111');
  await agent.say(id, 'dos');
  await agent.act(id, 'return');
  const heard: Reply[] = [];
  while (placeOf(heard) !== 'impi-efirma/curp') heard.push(...(await person.listen()));
  expect(heard.map(({ text }) => text).filter((text) => text === 'uno' || text === 'dos')).toEqual(['uno', 'dos']);
});

test('«seguir con el asistente» takes the person back at once, and the agent is out', async () => {
  await toCurp();
  await person.say('agente');
  const [item] = await agent.queue();
  const id = item?.id ?? '';
  await agent.act(id, 'claim');
  await person.listen();
  expect(placeOf(await person.say('seguir con el asistente'))).toBe('impi-efirma/curp');
  expect((await agent.say(id, '¿Sigues ahí?')).body).toEqual({ refused: 'ended' });
  expect(await agent.queue()).toEqual([]);
});

test('nobody comes: the person is told, gets a folio and goes on; who comes later is announced', async () => {
  await toCurp();
  await person.say('agente');
  product.clock.forward(5 * 60_000 + 1);
  const told = await person.listen();
  expect(texts(told)).toMatch(/ATN-\d{4}-000001/);
  expect(placeOf(told)).toBe('impi-efirma/curp');
  expect(placeOf(await person.say(await curpOf()))).toBe('impi-efirma/email');
  const [item] = await agent.queue();
  expect(item).toMatchObject({ state: 'promised', ticket: expect.stringMatching(/^ATN-/) });
  await agent.act(item?.id ?? '', 'claim');
  expect(texts(await person.listen())).toContain('Ahora te atiende Marisol Pineda');
  await person.send('elena@example.mx');
  await agent.reads(item?.id ?? '', 'e•••@example.mx');
  await agent.act(item?.id ?? '', 'return');
  expect(placeOf(await person.listen())).toBe('impi-efirma/email');
});

test('what comes late of an earlier hand-off is not said in a later one', async () => {
  await toCurp();
  await person.say('agente');
  const [first] = await agent.queue();
  await agent.act(first?.id ?? '', 'claim');
  await person.listen();
  await agent.act(first?.id ?? '', 'return');
  await person.listen();
  await person.say('agente');
  const inside = await lookInside(product.dataDir, product.clock.now);
  const late: readonly DeskEvent[] = [
    { what: 'claimed', agent: 'Otra Persona' },
    { what: 'position', position: 7 },
    { what: 'timed-out' },
    { what: 'start', procedure: 'icsoe-reset' },
    { what: 'cancel' },
    { what: 'form' },
    { what: 'closed' },
    { what: 'returned', reason: 'agent-returned' },
  ];
  for (const [index, desk] of late.entries()) {
    const activity = deskMessage(desk, first?.id);
    const at = product.clock.now();
    await inside.store.conversations.accept(person.conversationId, { messageId: `late-${index}`, activity, at });
  }
  await inside.close();
  const answered = await person.say('¿Falta mucho?');
  expect(texts(answered)).toBe(
    'Sigues en la fila. Eres la siguiente persona en la fila. Lo que escribiste lo leerá la persona que te atienda.',
  );
  expect(placeOf(answered)).toBe('agent-handoff/with-agent');
  const [second] = await agent.queue();
  expect(second).toMatchObject({ state: 'queued', procedure: 'impi-efirma', step: 'curp' });
  await agent.act(second?.id ?? '', 'claim');
  expect(texts(await person.listen())).toContain('Ahora te atiende Marisol Pineda');
});

test('a client cannot take the ids under which agents are heard', async () => {
  await toCurp();
  await person.say('agente');
  const [item] = await agent.queue();
  const id = item?.id ?? '';
  for (const seq of [1, 2, 3]) {
    for (const kind of ['desk', 'agent', 'client:desk', 'client:agent', 'form']) {
      await person.send(`mensaje ${kind} ${seq}`, `${kind}:${id}:${seq}`);
    }
  }
  await agent.reads(id, 'mensaje form 3');
  await agent.act(id, 'claim');
  await agent.say(id, 'Hola, ya te leo.');
  const heard: Reply[] = [];
  // Both of them come, or the person waits for ever.
  for (const words of ['Ahora te atiende Marisol Pineda', 'Hola, ya te leo.']) {
    while (!texts(heard).includes(words)) heard.push(...(await person.listen()));
  }
});

test('a person who writes nothing more goes on with the assistant, at the same step, and may ask for people again', async () => {
  await toCurp();
  await person.say('agente');
  const [item] = await agent.queue();
  const id = item?.id ?? '';
  await agent.act(id, 'claim');
  await person.listen();
  await agent.say(id, '¿Encontraste tu CURP?');
  await person.listen();
  for (const _ of [1, 2, 3]) {
    await person.refresh();
    product.clock.forward(20 * 60_000 + 1);
  }
  const told = await person.listen();
  expect(texts(told)).toContain('Como ya no escribiste');
  expect(texts(told)).toContain('Tu trámite sigue abierto');
  expect(placeOf(told)).toBe('impi-efirma/curp');
  agent = await sitDown(() => product.url, 'marisol.pineda');
  expect((await agent.say(id, '¿Sigues ahí?')).body).toEqual({ refused: 'ended' });
  expect((await agent.view(id)).item).toMatchObject({ state: 'closed', endReason: 'person-silent' });
  expect(placeOf(await person.say('agente'))).toBe('agent-handoff/with-agent');
});

test('a caller who persuades an agent gets no further than the person’s own proof', async () => {
  await toCurp();
  await person.say('agente');
  const [item] = await agent.queue();
  const id = item?.id ?? '';
  await agent.act(id, 'claim');
  await person.listen();
  const before = await people();
  // "I lost my e.firma, please do it for me": what an agent can do is start, cancel and send the form.
  for (const [act, body] of [
    ['form', {}],
    ['start', { procedure: 'impi-efirma' }],
    ['cancel', {}],
  ] as const) {
    expect((await agent.act(id, act, body)).status).toBe(200);
    await person.listen();
  }
  for (const act of ['prove', 'approve', 'review', 'password', 'email']) {
    expect((await agent.act(id, act, { curp: 'GODE561231HGRRRN09' })).status).toBe(404);
  }
  expect(await people()).toEqual(before);
  const mails = await fetch(`${product.url}/demo/mailbox?to=ladron@evil.example`);
  expect(await mails.json()).toEqual([]);
});
