import { randomUUID } from 'node:crypto';
import {
  Agents,
  CannedAnswers,
  ConversationView,
  Me,
  Queue,
  Report,
  StreamEvent,
} from '../../../bot/desk/api-types.ts';
import { startDesk, type TestDesk } from '../../support/desk.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.stop());

const said = (text: string) => ({ type: 'message', from: { role: 'user' }, text });
const asked = (procedure: string, step: string, text = step) => ({
  type: 'message',
  text,
  channelData: { procedure, step },
});

describe('the queue', () => {
  test('shows who waits, in which order and for how long, and what is promised', async () => {
    await desk.ask('a');
    desk.clock.ahead += 150_000;
    await desk.ask('b', { portal: 'pase', procedure: 'pase-reset', channel: 'whatsapp' });
    const { body } = await desk.browser('ana').get('/handoffs?view=queue');
    const { items } = Queue.parse(body);
    expect(items).toMatchObject([
      { id: 'handoff-a', position: 1, sla: { state: 'near' }, channel: 'web-chat', step: 'efirma', reason: 'asked' },
      { id: 'handoff-b', position: 2, sla: { state: 'ok' }, channel: 'whatsapp', portal: 'pase' },
    ]);
    desk.clock.ahead += 60_000;
    const later = Queue.parse((await desk.browser('ana').get('/handoffs')).body);
    expect(later.items[0]?.sla.state).toBe('missed');
  });

  test('tells mine from those of all', async () => {
    const [a] = [await desk.ask('a'), await desk.ask('b')];
    const ana = desk.browser('ana');
    expect((await ana.act(a, 'claim')).body.item).toMatchObject({ state: 'assigned', assignee: { id: 'ana' } });
    const ids = async (view: string) =>
      Queue.parse((await ana.get(`/handoffs?view=${view}`)).body).items.map(({ id }) => id);
    expect(await ids('queue')).toEqual(['handoff-b']);
    expect(await ids('mine')).toEqual(['handoff-a']);
    expect(await ids('all')).toEqual(['handoff-a', 'handoff-b']);
    expect((await ana.get('/handoffs?view=other')).status).toBe(400);
  });

  test('of thirty agents who press at once one gets it, the others are told so', async () => {
    const id = await desk.ask('a');
    const browsers = Array.from({ length: 30 }, (_, index) => desk.browser(index % 2 ? 'ana' : 'carla'));
    const answers = await Promise.all(browsers.map((browser) => browser.act(id, 'claim')));
    const winner = (await desk.handoffs.get(id))?.handoff.assignee?.id;
    // The winner's other tabs are told that they have it.
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(15).fill(200), ...Array(15).fill(409)]);
    expect(answers.filter(({ body }) => body.refused).every(({ body }) => body.refused === 'taken')).toBe(true);
    expect(['ana', 'carla']).toContain(winner);
    expect(await desk.audited('handoff.claimed')).toHaveLength(1);
  });
});

describe('a conversation', () => {
  test('shows what was said, what is proven and what is missing, and what may be done', async () => {
    const id = await desk.ask('a', {}, [
      asked('impi-efirma', 'curp', '¿Cuál es tu CURP?'),
      said('GODE561231HGRRRN09'),
      asked('impi-efirma', 'email', '¿Cuál es tu correo nuevo?'),
      said('elena@example.mx'),
      {
        ...asked('impi-efirma', 'password', 'Escribe tu contraseña nueva'),
        channelData: { procedure: 'impi-efirma', step: 'password', form: { kind: 'password' } },
      },
      {
        ...asked('agent-handoff', 'with-agent', 'Espera un momento'),
        suggestedActions: { actions: [{ title: 'seguir con el asistente' }] },
      },
    ]);
    const ana = desk.browser('ana');
    const before = ConversationView.parse((await ana.get(`/handoffs/${id}`)).body);
    expect(before.may).toEqual(['note', 'claim']);
    await ana.act(id, 'claim');
    await ana.act(id, 'note', { id: randomUUID(), text: 'Su clave es Perro.2026, dijo por teléfono' });
    const view = ConversationView.parse((await ana.get(`/handoffs/${id}`)).body);
    expect(view.transcript.map(({ from, text }) => [from, text])).toEqual([
      ['assistant', '¿Cuál es tu CURP?'],
      ['person', 'GODE********RN09'],
      ['assistant', '¿Cuál es tu correo nuevo?'],
      ['person', 'e•••@example.mx'],
      ['assistant', 'Escribe tu contraseña nueva'],
      ['assistant', 'Espera un momento'],
    ]);
    expect(view.transcript[4]).toMatchObject({ form: 'password' });
    expect(view.transcript[5]).toMatchObject({ options: ['seguir con el asistente'] });
    expect(view.standing).toMatchObject({ procedure: 'impi-efirma', step: 'password' });
    expect(Object.fromEntries(view.standing?.steps.map(({ id: step, state }) => [step, state]) ?? [])).toMatchObject({
      curp: 'done',
      email: 'done',
      password: 'current',
      efirma: 'missing',
      code: 'missing',
    });
    expect(view.masked).toEqual([
      { field: 'curp', shown: 'GODE********RN09' },
      { field: 'name', shown: 'E••• G••• D•••' },
    ]);
    expect(view.may).toEqual(
      expect.arrayContaining(['say', 'form', 'start', 'cancel', 'reveal', 'transfer', 'return', 'close', 'snooze']),
    );
    expect(JSON.stringify(view.notes)).not.toContain('Perro');
    expect(view.history.map(({ event, by }) => [event, by?.id])).toEqual([
      ['request', undefined],
      ['claim', 'ana'],
    ]);
  });

  test('shows its case, and no data of it', async () => {
    const cases = desk.cases;
    const { case: given } = await cases.open({ id: 'k', procedure: 'impi-letter', portal: 'impi', at: desk.now() });
    const data = { curp: 'GODE561231HGRRRN09', email: 'elena@example.mx' };
    await cases.move('k', { event: 'await-visit', eventId: 'e', at: desk.now(), data, deadlineAt: 1 });
    const id = await desk.ask('a', { folio: given.folio });
    const view = ConversationView.parse((await desk.browser('ana').get(`/handoffs/${id}`)).body);
    expect(view.case).toMatchObject({ folio: given.folio, state: 'awaiting-visit', deadlineAt: 1 });
    expect(JSON.stringify(view)).not.toContain('elena@example.mx');
  });

  test('what the agent says is in the log of the person once, under the agent’s name', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    const key = randomUUID();
    const [first, again] = [
      await ana.say(id, '  Hola, ¿en qué te ayudo? ', key),
      await ana.say(id, 'Hola, ¿en qué te ayudo?', key),
    ];
    expect(again.body.messageId).toBe(first.body.messageId);
    const log = await desk.store.conversations.log('a', 0);
    expect(log.map(({ activity }) => activity)).toEqual([
      expect.objectContaining({
        text: 'Hola, ¿en qué te ayudo?',
        from: { role: 'bot', name: 'Ana' },
        channelData: expect.objectContaining({
          procedure: 'agent-handoff',
          step: 'with-agent',
          agent: { name: 'Ana' },
        }),
      }),
    ]);
  });

  test('outside the channel’s window nothing is said, and the page knows until when', async () => {
    const id = await desk.ask('a', { channel: 'whatsapp' });
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    desk.windows.endsAt = desk.now() + 1_000;
    expect((await ana.get(`/handoffs/${id}`)).body.windowEndsAt).toBe(desk.windows.endsAt);
    expect((await ana.say(id, 'Hola')).status).toBe(200);
    desk.clock.ahead += 1_001;
    expect(await ana.say(id, 'Hola otra vez')).toEqual({ status: 409, body: { refused: 'window-closed' } });
  });

  test('the agent’s typing reaches the channel', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    await ana.act(id, 'typing', { typing: true });
    await ana.act(id, 'typing', { typing: false });
    expect(desk.typed).toEqual([
      ['a', true],
      ['a', false],
    ]);
  });
});

describe('the stream', () => {
  test('begins with everything, and goes on with what changes', async () => {
    const id = await desk.ask('a');
    const stream = await desk.browser('ana').stream();
    const hello = await stream.next('hello');
    expect(hello.items).toMatchObject([{ id, state: 'queued' }]);
    await desk.ask('b');
    expect(await stream.next('item')).toMatchObject({ item: { id: 'handoff-b', position: 2 } });
    await desk.browser('carla').act(id, 'claim');
    expect(await stream.next('item', ({ item }) => item.id === id)).toMatchObject({
      item: { state: 'assigned', assignee: { name: 'Carla' } },
    });
    for (const event of [hello, ...stream.events]) StreamEvent.parse(event);
    stream.close();
  });

  test('brings the words of both sides in order, and after a reconnect those that were missed, once', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    const first = await ana.stream(`?watch=${id}`);
    await first.next('hello');
    await desk.personSays('a', 'uno');
    await ana.say(id, 'dos');
    await first.next('entries', ({ entries }) => entries.at(-1)?.text === 'dos');
    const last = first.ids.at(-1);
    first.close();
    await desk.personSays('a', 'tres');
    await ana.say(id, 'cuatro');
    const second = await ana.stream(`?watch=${id}`, { 'last-event-id': String(last) });
    const { entries } = await second.next('entries');
    expect(entries.map(({ seq, from, text }: Record<string, unknown>) => [seq, from, text])).toEqual([
      [3, 'person', 'tres'],
      [4, 'agent', 'cuatro'],
    ]);
    second.close();
  });

  test('shows what another instance did, without being told', async () => {
    const stream = await desk.browser('ana').stream();
    await stream.next('hello');
    const other = await startDesk({ store: desk.store });
    const id = await other.ask('a');
    await desk.desk.feed.poll();
    expect(await stream.next('item')).toMatchObject({ item: { id } });
    const watching = await desk.browser('carla').stream(`?watch=${id}`);
    await watching.next('hello');
    await other.personSays('a', 'por la otra puerta');
    await desk.desk.feed.poll();
    expect((await watching.next('entries')).entries).toMatchObject([{ text: 'por la otra puerta' }]);
    stream.close();
    watching.close();
    await other.stopServing();
  });

  test('tells agents who look at the same conversation of each other', async () => {
    const id = await desk.ask('a');
    const [ana, carla] = [desk.browser('ana'), desk.browser('carla')];
    const hers = await ana.stream(`?watch=${id}`);
    await hers.next('hello');
    const other = await carla.stream();
    const { stream } = await other.next('hello');
    expect((await carla.act(id, 'looking', { stream, looking: true })).status).toBe(200);
    expect(await hers.next('looking', ({ looking }) => looking.length > 0)).toMatchObject({
      id,
      looking: [{ id: 'carla', name: 'Carla' }],
    });
    expect((await ana.get(`/handoffs/${id}`)).body.looking).toEqual([{ id: 'carla', name: 'Carla' }]);
    await carla.act(id, 'looking', { stream, looking: false });
    expect(await hers.next('looking', ({ looking }) => looking.length === 0)).toMatchObject({ id });
    hers.close();
    other.close();
  });

  test('shows that the person writes', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    const stream = await ana.stream(`?watch=${id}`);
    await stream.next('hello');
    desk.desk.feed.personTyping('a', true);
    expect(await stream.next('typing')).toMatchObject({ id, typing: true });
    stream.close();
  });

  test('an agent who loses a conversation reads it no further', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    await desk.browser('carla').get('/me');
    await ana.act(id, 'claim');
    const stream = await ana.stream(`?watch=${id}`);
    await stream.next('hello');
    await ana.act(id, 'transfer', { to: 'carla' });
    await desk.browser('carla').act(id, 'claim');
    await desk.personSays('a', 'solo para Carla');
    await desk.desk.feed.poll();
    await stream.next('item', ({ item }) => item.assignee?.id === 'carla');
    expect(JSON.stringify(stream.events)).not.toContain('solo para Carla');
    stream.close();
  });

  test('ends when the desk stops, and the oldest of too many tabs makes room', async () => {
    const ana = desk.browser('ana');
    const streams = [];
    for (let tab = 0; tab < 7; tab += 1) {
      const stream = await ana.stream();
      await stream.next('hello');
      streams.push(stream);
    }
    await expect(streams[0]?.next('signed-out')).rejects.toThrow('the stream ended');
    desk.desk.stop();
    await expect(streams[6]?.next('signed-out')).rejects.toThrow('the stream ended');
  });
});

test('who I am, my colleagues, and the first canned answers', async () => {
  const ana = desk.browser('ana');
  const me = Me.parse((await ana.get('/me')).body);
  expect(me).toMatchObject({ staff: { id: 'ana', roles: ['agent'] }, csrf: ana.csrf });
  await desk.browser('carla').get('/me');
  await ana.act(await desk.ask('a'), 'claim');
  const { agents } = Agents.parse((await ana.get('/agents')).body);
  expect(agents).toEqual([
    { id: 'ana', name: 'Ana', online: true, assigned: 1 },
    { id: 'carla', name: 'Carla', online: true, assigned: 0 },
  ]);
  const canned = CannedAnswers.parse((await ana.get('/canned')).body);
  expect(canned.answers.length).toBeGreaterThan(5);
  // What we ship ourselves could be saved again as it is.
  expect((await desk.browser('sofia').put('/canned', canned)).status).toBe(200);
});

test('figures of a day, as JSON and as a table that no spreadsheet runs', async () => {
  const ana = desk.browser('ana');
  const id = await desk.ask('a');
  desk.clock.ahead += 60_000;
  await ana.act(id, 'claim');
  await ana.say(id, 'Hola');
  await desk.personSays('a', '¿sigues?');
  desk.clock.ahead += 180_000;
  await ana.say(id, 'Sí');
  await ana.act(id, 'close');
  await desk.runner.settle();
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Mexico_City' }).format(desk.now());
  const sofia = desk.browser('sofia');
  for (let reading = 0; reading < 2; reading += 1) {
    const report = Report.parse((await sofia.get(`/report?from=${today}&to=${today}`)).body);
    expect(report).toMatchObject({
      waiting: { count: 1 },
      firstReply: { count: 1 },
      sla: { hit: 1, missed: 1 },
      handoffs: [{ endReason: 'agent-closed', count: 1 }],
      groups: [{ portal: 'impi', channel: 'web-chat', requested: 1, claimed: 1, slaHit: 1, slaMissed: 1 }],
    });
    expect(report.waiting.medianMs).toBeGreaterThan(58_000);
    expect(report.waiting.medianMs).toBeLessThan(62_000);
    expect(report.load.reduce((sum, { requested }) => sum + requested, 0)).toBe(1);
  }
  const other = Report.parse((await sofia.get(`/report?from=${today}&to=${today}&portal=pase`)).body);
  expect(other).toMatchObject({ waiting: { count: 0 }, groups: [] });
  const csv = await sofia.get(`/report.csv?from=${today}&to=${today}`);
  expect(csv.body.text).toContain('waiting median ms');
  expect(csv.body.text).not.toMatch(/^[=+@-]/m);
  for (const bad of [
    'from=2026-11-01',
    'from=x&to=y',
    'from=2026-11-02&to=2026-11-01',
    'from=2020-01-01&to=2026-01-01',
  ]) {
    expect((await sofia.get(`/report?${bad}`)).status).toBe(400);
  }
});
