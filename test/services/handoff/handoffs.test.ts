import { ana, beto, MINUTE, NOON, openHandoffs, sofia, testTimes } from '../../support/handoffs.ts';

type Desk = Awaited<ReturnType<typeof openHandoffs>>;
let desk: Desk;
beforeEach(async () => {
  desk = await openHandoffs();
});
afterEach(async () => {
  expect(desk.errors).toEqual([]);
  await desk.close();
});

const request = { conversationId: 'a', channel: 'web-chat', locale: 'es-MX', reason: 'asked' } as const;
const names = async () => (await desk.audited()).map(({ name }) => name);
const speech = (text: string, clientMessageId = text) => ({ text, clientMessageId });

describe('asking for a person', () => {
  test('puts a conversation into the queue once, however often it asks', async () => {
    const first = await desk.ask('a');
    const again = await desk.ask('a');
    const other = await desk.handoffs.request({
      id: 'another-turn',
      conversationId: 'a',
      channel: 'web-chat',
      locale: 'es-MX',
      reason: 'refusals',
    });
    expect(again).toBe(first);
    expect(other).toMatchObject({ id: first, state: 'queued', position: 1, open: true, again: true });
    expect(await desk.handoffs.list()).toHaveLength(1);
  });

  test('fifty requests at once make one', async () => {
    const asked = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        desk.handoffs.request({
          id: `turn-${index}`,
          conversationId: 'a',
          channel: 'web-chat',
          locale: 'es-MX',
          reason: 'asked',
        }),
      ),
    );
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(asked.filter(({ again }) => !again)).toHaveLength(1);
    expect(await desk.handoffs.list()).toHaveLength(1);
  });

  test('tells the place in the queue', async () => {
    await desk.ask('a');
    desk.clock.at += 1;
    await desk.ask('b');
    desk.clock.at += 1;
    const { position } = await desk.handoffs.request({
      id: 'c',
      conversationId: 'c',
      channel: 'web-chat',
      locale: 'es-MX',
      reason: 'asked',
    });
    expect(position).toBe(3);
  });

  test('outside opening hours gives a ticket, says when people answer, and leaves the person with the assistant', async () => {
    desk.clock.at = NOON + 10 * 60 * MINUTE;
    const asked = await desk.handoffs.request({
      id: 'late',
      conversationId: 'a',
      channel: 'web-chat',
      locale: 'es-MX',
      reason: 'asked',
    });
    expect(asked).toMatchObject({
      state: 'promised',
      open: false,
      opensAt: NOON + 21 * 60 * MINUTE,
      ticket: 'ATN-2026-000001',
    });
    await desk.runner.settle();
    expect(await names()).toEqual(['handoff.requested', 'handoff.promised']);
  });

  test('asking again in the morning puts the promise into the queue, with the same ticket', async () => {
    desk.clock.at = NOON + 10 * 60 * MINUTE;
    await desk.ask('a');
    desk.clock.at = NOON + 22 * 60 * MINUTE;
    const asked = await desk.handoffs.request({
      id: 'morning',
      conversationId: 'a',
      channel: 'web-chat',
      locale: 'es-MX',
      reason: 'asked',
    });
    expect(asked).toMatchObject({ state: 'queued', ticket: 'ATN-2026-000001', again: true });
  });
});

describe('claiming', () => {
  test('of fifty agents at once, one gets it, and the person is told once', async () => {
    const id = await desk.ask('a');
    const racers = Array.from({ length: 50 }, (_, index) => ({
      id: `agent-${index}`,
      name: `Agente ${index}`,
      supervisor: index % 2 === 0,
    }));
    const claims = await Promise.all(racers.map((by) => desk.handoffs.claim(id, by)));
    const winners = claims.filter((claim) => claim.ok);
    expect(winners).toHaveLength(1);
    expect(claims.filter((claim) => !claim.ok && claim.reason === 'taken')).toHaveLength(49);
    await desk.runner.settle();
    expect(await desk.told('a')).toEqual([{ what: 'claimed', agent: expect.stringMatching(/^Agente \d+$/) }]);
    expect((await names()).filter((name) => name === 'handoff.claimed')).toHaveLength(1);
  });

  test('says how long the person had waited', async () => {
    const id = await desk.ask('a');
    desk.clock.at += 90_000;
    await desk.handoffs.claim(id, ana);
    await desk.runner.settle();
    expect(await desk.audited()).toContainEqual(
      expect.objectContaining({ name: 'handoff.claimed', by: 'ana', ms: 90_000, channel: 'web-chat', portal: 'impi' }),
    );
  });
});

describe('words of an agent', () => {
  test('reach the conversation once each and in order, however often they are sent', async () => {
    const id = await desk.ask('a');
    await desk.handoffs.claim(id, ana);
    for (let index = 0; index < 20; index += 1) {
      const sent = await Promise.all([
        desk.handoffs.say(id, ana, speech(`palabra ${index}`)),
        desk.handoffs.say(id, ana, speech(`palabra ${index}`)),
      ]);
      expect(sent.map((said) => said.ok && said.messageId)).toEqual(Array(2).fill(sent[0].ok && sent[0].messageId));
    }
    await desk.runner.settle();
    expect(await desk.wordsIn('a')).toEqual(Array.from({ length: 20 }, (_, index) => `palabra ${index}`));
  });

  test('are refused once the hand-off is over, was given away, or the agent lost it', async () => {
    const id = await desk.ask('a');
    await desk.handoffs.claim(id, ana);
    await desk.handoffs.transfer(id, ana, beto);
    expect(await desk.handoffs.say(id, ana, speech('tarde'))).toEqual({ ok: false, reason: 'not-yours' });
    await desk.handoffs.claim(id, beto);
    await desk.handoffs.close(id, beto);
    expect(await desk.handoffs.say(id, beto, speech('tarde'))).toEqual({ ok: false, reason: 'ended' });
    expect(await desk.wordsIn('a')).toEqual([]);
  });

  test('racing with the end are either said before it, or not at all', async () => {
    for (let round = 0; round < 10; round += 1) {
      const conversation = `race-${round}`;
      const id = await desk.ask(conversation);
      await desk.handoffs.claim(id, ana);
      const [said] = await Promise.all([desk.handoffs.say(id, ana, speech('última')), desk.handoffs.giveBack(id, ana)]);
      await desk.runner.settle();
      const told = await desk.told(conversation);
      const expected = [
        { what: 'claimed', agent: 'Ana' },
        { what: 'said' },
        { what: 'returned', reason: 'agent-returned' },
      ];
      expect(told).toEqual(said.ok ? expected : expected.filter(({ what }) => what !== 'said'));
    }
  });

  test('count as the answer that was waited for, in time or not', async () => {
    const id = await desk.ask('a');
    await desk.handoffs.claim(id, ana);
    desk.clock.at += MINUTE;
    await desk.handoffs.say(id, ana, speech('hola'));
    await desk.handoffs.say(id, ana, speech('¿en qué te ayudo?'));
    await desk.handoffs.heard('a', desk.clock.at + 1);
    desk.clock.at += 2 * MINUTE;
    await desk.handoffs.say(id, ana, speech('perdón'));
    await desk.runner.settle();
    const replies = (await desk.audited()).filter(({ name }) => name === 'handoff.replied' || name === 'handoff.said');
    expect(replies.map(({ name, reason }) => reason ?? name)).toEqual([
      'first-sla-hit',
      'handoff.said',
      'next-sla-missed',
    ]);
  });
});

describe('timers', () => {
  test('nobody in time: the person is told and gets a ticket, once, however often the timer fires', async () => {
    const id = await desk.ask('a');
    desk.clock.at += testTimes.assignmentMs;
    const timer = desk.handoffs.handlers['handoff.timer'];
    const job = { id: 't', kind: 'handoff.timer', payload: { id }, dueAt: desk.clock.at, attempts: 1 };
    await Promise.all([desk.runner.settle(), timer?.run([job]), timer?.run([job])]);
    await timer?.run([job]);
    expect(await desk.told('a')).toEqual([{ what: 'timed-out' }]);
    expect((await desk.handoffs.get(id))?.handoff).toMatchObject({
      state: 'promised',
      ticket: expect.stringMatching(/^ATN-2026-/),
    });
  });

  test('a timer of the queue that fires after a claim does nothing', async () => {
    const id = await desk.ask('a');
    desk.clock.at += testTimes.assignmentMs - 1;
    await desk.handoffs.claim(id, ana);
    desk.clock.at += 1;
    await desk.runner.settle();
    expect((await desk.handoffs.get(id))?.handoff).toMatchObject({ state: 'assigned', assignee: { id: 'ana' } });
    expect(await desk.told('a')).toEqual([{ what: 'claimed', agent: 'Ana' }]);
  });

  test('an agent who does not answer loses the conversation to the queue, where others can claim it', async () => {
    const id = await desk.ask('a');
    await desk.handoffs.claim(id, ana);
    await desk.handoffs.say(id, ana, speech('hola'));
    await desk.handoffs.heard('a', desk.clock.at);
    desk.clock.at += testTimes.responseMs;
    await desk.runner.settle();
    expect((await desk.handoffs.get(id))?.handoff.state).toBe('queued');
    expect(await desk.handoffs.say(id, ana, speech('ya volví'))).toEqual({ ok: false, reason: 'not-yours' });
    expect(await desk.handoffs.claim(id, beto)).toMatchObject({ ok: true });
    expect(await desk.told('a')).toEqual([
      { what: 'claimed', agent: 'Ana' },
      { what: 'said' },
      { what: 'position', position: 1 },
      { what: 'claimed', agent: 'Beto' },
    ]);
  });

  test('a person who writes nothing more is with the assistant again, once, and told so', async () => {
    const id = await desk.ask('a');
    await desk.handoffs.claim(id, ana);
    await desk.handoffs.say(id, ana, speech('¿Encontraste tus archivos?'));
    desk.clock.at += testTimes.silentMs - 1;
    await desk.runner.settle();
    expect((await desk.handoffs.get(id))?.handoff.state).toBe('assigned');
    desk.clock.at += 1;
    const later = await openHandoffs({ store: desk.store, clock: desk.clock });
    await Promise.all([desk.runner.settle(), later.runner.settle()]);
    expect((await desk.handoffs.get(id))?.handoff).toMatchObject({ state: 'closed', endReason: 'person-silent' });
    expect(await desk.told('a')).toEqual([
      { what: 'claimed', agent: 'Ana' },
      { what: 'said' },
      { what: 'returned', reason: 'person-silent' },
    ]);
    expect(await desk.handoffs.say(id, ana, speech('¿sigues ahí?'))).toEqual({ ok: false, reason: 'ended' });
    await desk.runner.settle();
    expect((await desk.audited()).at(-1)).toMatchObject({ name: 'handoff.ended', reason: 'person-silent' });
    expect(await desk.handoffs.request({ ...request, id: 'again' })).toMatchObject({ state: 'queued', again: false });
  });

  test('who was silent where the channel shut is with the assistant again without a word', async () => {
    const { id } = await desk.handoffs.request({ ...request, id: 'shut', channel: 'whatsapp' });
    desk.clock.at += testTimes.windows.whatsapp - MINUTE;
    await desk.handoffs.claim(id, ana);
    await desk.handoffs.say(id, ana, speech('Mañana te digo.'));
    await desk.store.conversations.create({
      id: 'a',
      channel: 'whatsapp',
      person: 'person',
      locale: 'es-MX',
      createdAt: NOON,
    });
    desk.clock.at += testTimes.silentMs;
    await desk.runner.settle();
    expect((await desk.handoffs.get(id))?.handoff).toMatchObject({ state: 'closed', endReason: 'person-silent' });
    expect(await desk.told('a')).not.toContainEqual(expect.objectContaining({ what: 'returned' }));
  });

  test('after an outage everybody has their time again: what they wrote meanwhile is on its way', async () => {
    const id = await desk.ask('a');
    await desk.handoffs.claim(id, ana);
    await desk.handoffs.say(id, ana, speech('¿Los encontraste?'));
    desk.clock.at += testTimes.silentMs + 30 * MINUTE;
    await desk.runner.settle();
    expect((await desk.handoffs.get(id))?.handoff.state).toBe('assigned');
    expect(await desk.handoffs.heard('a', desk.clock.at)).toBe(true);
    expect((await desk.handoffs.get(id))?.handoff).toMatchObject({ state: 'assigned', due: { timer: 'response' } });
  });

  test('who stays silent after an outage as well is with the assistant again', async () => {
    const id = await desk.ask('a');
    await desk.handoffs.claim(id, ana);
    await desk.handoffs.say(id, ana, speech('¿Los encontraste?'));
    desk.clock.at += testTimes.silentMs + 30 * MINUTE;
    await desk.runner.settle();
    desk.clock.at += testTimes.silentMs;
    await desk.runner.settle();
    expect((await desk.handoffs.get(id))?.handoff).toMatchObject({ state: 'closed', endReason: 'person-silent' });
  });

  test('one that an earlier version left without a timer ends too, once the queue moves', async () => {
    const id = await desk.ask('a');
    await desk.handoffs.claim(id, ana);
    await desk.handoffs.say(id, ana, speech('hola'));
    for (const kind of ['handoff', 'handoff-board']) {
      const stored = await desk.store.documents.get(kind, id);
      const { due: _, ...value } = Object(stored?.value);
      await desk.store.documents.replace(kind, id, stored?.version ?? 0, value);
    }
    desk.clock.at += 5 * testTimes.silentMs;
    await desk.handoffs.claim(await desk.ask('b'), beto);
    for (const minutes of [1, testTimes.silentMs / MINUTE]) {
      desk.clock.at += minutes * MINUTE;
      await desk.runner.settle();
    }
    expect((await desk.handoffs.get(id))?.handoff).toMatchObject({ state: 'closed', endReason: 'person-silent' });
  });

  test('a word of a person is taken while people have the conversation, and not after', async () => {
    const id = await desk.ask('a');
    expect(await desk.handoffs.heard('a', desk.clock.at)).toBe(true);
    desk.clock.at += testTimes.assignmentMs;
    await desk.runner.settle();
    expect(await desk.handoffs.heard('a', desk.clock.at)).toBe(false);
    await desk.handoffs.claim(id, ana);
    expect(await desk.handoffs.heard('a', desk.clock.at)).toBe(true);
    await desk.handoffs.giveBack(id, ana);
    expect(await desk.handoffs.heard('a', desk.clock.at)).toBe(false);
  });

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['the person writes', () => desk.handoffs.heard('a', desk.clock.at)],
    ['the person fills in a form', () => desk.handoffs.stirred('a', desk.clock.at)],
    ['the agent writes', (id) => desk.handoffs.say(id, ana, speech('¿sigues ahí?'))],
    ['the agent sends the form', (id) => desk.handoffs.instruct(id, ana, { id: 'f', what: 'form' })],
    ['the agent notes something', (id) => desk.handoffs.note(id, ana, { noteId: 'n', text: 'Busca sus archivos.' })],
    ['the agent looks a field up', (id) => desk.handoffs.reveal(id, ana, 'curp', 'Confirmarla')],
  ])('nobody is taken for silent while %s', async (_, happens) => {
    const id = await desk.ask('a');
    await desk.handoffs.claim(id, ana);
    await desk.handoffs.say(id, ana, speech('hola'));
    desk.clock.at += testTimes.silentMs - MINUTE;
    await happens(id);
    desk.clock.at += MINUTE;
    await desk.runner.settle();
    expect((await desk.handoffs.get(id))?.handoff.state).toBe('assigned');
  });

  test('survive a restart: another process fires them', async () => {
    const id = await desk.ask('a');
    const later = await openHandoffs({ store: desk.store, clock: desk.clock });
    desk.clock.at += testTimes.assignmentMs;
    await later.runner.settle();
    expect((await later.handoffs.get(id))?.handoff.state).toBe('promised');
  });

  test('a promise that nobody keeps in days is given up, and said so', async () => {
    const id = await desk.ask('a');
    desk.clock.at += testTimes.assignmentMs;
    await desk.runner.settle();
    desk.clock.at += testTimes.promiseMs;
    await desk.runner.settle();
    expect((await desk.handoffs.get(id))?.handoff).toMatchObject({ state: 'closed', endReason: 'promise-expired' });
    expect(await desk.told('a')).toEqual([{ what: 'timed-out' }, { what: 'returned', reason: 'promise-expired' }]);
  });
});

describe('people in the queue', () => {
  test('hear that they come forward, at most once a minute, and not at every step of a long queue', async () => {
    for (let index = 0; index < 12; index += 1) {
      await desk.ask(`q${index}`);
      desk.clock.at += 1;
    }
    for (let index = 0; index < 6; index += 1) {
      await desk.handoffs.claim(`handoff-q${index}`, { ...ana, id: `agent-${index}` });
    }
    await desk.runner.settle();
    expect(await desk.told('q6')).toEqual([]);
    desk.clock.at += MINUTE;
    await desk.runner.settle();
    await desk.runner.settle();
    const told = await Promise.all([6, 7, 8, 9, 10, 11].map((index) => desk.told(`q${index}`)));
    expect(told).toEqual([
      [{ what: 'position', position: 1 }],
      [{ what: 'position', position: 2 }],
      [{ what: 'position', position: 3 }],
      // Told 10, 11 and 12 when they asked; now 4, 5 and 6.
      [{ what: 'position', position: 4 }],
      [{ what: 'position', position: 5 }],
      [{ what: 'position', position: 6 }],
    ]);
    await desk.handoffs.claim('handoff-q6', beto);
    desk.clock.at += MINUTE;
    await desk.runner.settle();
    expect(await desk.told('q9')).toEqual([{ what: 'position', position: 3 }]);
    expect(await desk.told('q10')).toEqual([]);
  });
});

describe('a promise that is kept', () => {
  test('is told by mail only to an address on record for the case, once', async () => {
    const orders: unknown[] = [];
    const contacts = { on: false };
    const kept = await openHandoffs({
      store: desk.store,
      clock: desk.clock,
      options: {
        contactOf: async (folio) =>
          contacts.on ? { to: `on-record-of-${folio}@example.mx`, portal: 'impi' } : undefined,
        mailJob: (order) => {
          orders.push(order);
          return { id: order.id, kind: 'mail', payload: null, dueAt: order.at };
        },
      },
    });
    for (const conversation of ['a', 'b']) {
      const id = await kept.ask(conversation);
      desk.clock.at += testTimes.assignmentMs;
      await kept.runner.settle();
      contacts.on = conversation === 'b';
      await kept.handoffs.claim(id, ana);
      await kept.handoffs.claim(id, ana);
      await kept.handoffs.say(id, ana, speech('Hola'));
      await kept.runner.settle();
    }
    expect(orders).toEqual([
      expect.objectContaining({
        to: 'on-record-of-IMPI-2026-000001@example.mx',
        template: 'agent-here',
        params: { folio: 'ATN-2026-000002' },
      }),
    ]);
    expect(await kept.told('a')).toEqual([{ what: 'timed-out' }, { what: 'claimed', agent: 'Ana' }, { what: 'said' }]);
  });
});

describe('two processes', () => {
  test('that speak for one agent keep the order in which they were heard, also when one of them is slow', async () => {
    const id = await desk.ask('a');
    const slow = await openHandoffs({
      store: desk.store,
      clock: desk.clock,
      deliver: async (event) => {
        for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
        await desk.deliver(event);
      },
    });
    await desk.handoffs.claim(id, ana);
    const sent = [];
    for (let index = 0; index < 30; index += 1) {
      const through = index % 2 ? desk : slow;
      const before = (await desk.handoffs.get(id))?.handoff.lastSeq ?? 0;
      sent.push(through.handoffs.say(id, ana, speech(`${index}`)));
      // The next is sent when this one is accepted by the record, and not yet delivered.
      while ((await desk.handoffs.get(id))?.handoff.lastSeq === before) await new Promise(setImmediate);
    }
    await Promise.all(sent);
    expect(await desk.wordsIn('a')).toEqual(Array.from({ length: 30 }, (_, index) => `${index}`));
  });
});

test('the person may leave at any time, and may ask again later', async () => {
  const first = await desk.ask('a');
  await desk.handoffs.claim(first, ana);
  expect(await desk.handoffs.leave('a')).toMatchObject({ ok: true });
  expect(await desk.handoffs.leave('a')).toBeUndefined();
  expect(await desk.handoffs.say(first, ana, speech('¿sigues ahí?'))).toEqual({ ok: false, reason: 'ended' });
  const second = await desk.handoffs.request({
    id: 'second',
    conversationId: 'a',
    channel: 'web-chat',
    locale: 'es-MX',
    reason: 'asked',
  });
  expect(second).toMatchObject({ id: 'second', state: 'queued', again: false });
});

test('one that nobody ended is forgotten after its last word, with its line, and does nothing any more', async () => {
  const id = await desk.ask('a');
  desk.clock.at += testTimes.assignmentMs;
  await desk.runner.settle();
  await desk.handoffs.heard('a', desk.clock.at);
  const keepMs = 24 * 60 * MINUTE;
  desk.clock.at += keepMs;
  await desk.store.documents.forget(desk.clock.at, 100);
  expect(await desk.handoffs.get(id)).toBeDefined();
  desk.clock.at += 1;
  await desk.store.documents.forget(desk.clock.at, 100);
  expect([await desk.handoffs.get(id), await desk.handoffs.ofConversation('a')]).toEqual([undefined, undefined]);
  expect(await desk.store.documents.list('handoff-board', { limit: 10 })).toEqual([]);
  desk.clock.at += testTimes.promiseMs;
  await desk.runner.settle();
  expect(await desk.told('a')).toEqual([{ what: 'timed-out' }]);
  expect(await desk.handoffs.request({ ...request, id: 'again' })).toMatchObject({ id: 'again', again: false });
});

test('a word of the person starts the wait again, and wakes a sleeping conversation', async () => {
  const id = await desk.ask('a');
  await desk.handoffs.claim(id, ana);
  await desk.handoffs.snooze(id, ana, desk.clock.at + 60 * MINUTE);
  await desk.handoffs.heard('a', desk.clock.at + MINUTE, { procedure: 'impi-efirma', step: 'code' });
  expect((await desk.handoffs.get(id))?.handoff).toMatchObject({ state: 'assigned', step: 'code' });
});

test('a field is shown only to the agent who has it, with a reason that is chained before it is shown', async () => {
  const id = await desk.ask('a');
  expect(await desk.handoffs.reveal(id, sofia, 'curp', 'curiosidad')).toEqual({ ok: false, reason: 'not-yours' });
  await desk.handoffs.claim(id, ana);
  expect(await desk.handoffs.reveal(id, ana, 'curp', 'Leerla en voz alta')).toMatchObject({
    ok: true,
    value: 'GODE561231HGRRRN09',
  });
  const unknown = await desk.handoffs.reveal(id, ana, 'client-number', 'x');
  expect('value' in unknown).toBe(false);
  await desk.runner.settle();
  expect((await desk.audited()).filter(({ name }) => name === 'handoff.revealed')).toEqual([
    expect.objectContaining({ by: 'ana', reason: 'curp', because: 'Leerla en voz alta', handoffId: id }),
  ]);
});

test('instructions to the assistant need the agent who has the conversation', async () => {
  const id = await desk.ask('a');
  expect(await desk.handoffs.instruct(id, ana, { id: 'f', what: 'form' })).toEqual({ ok: false, reason: 'not-yours' });
  await desk.handoffs.claim(id, ana);
  await desk.handoffs.instruct(id, ana, { id: 'f', what: 'form' });
  await desk.handoffs.instruct(id, ana, { id: 's', what: 'start', procedure: 'impi-letter' });
  await desk.handoffs.instruct(id, ana, { id: 'c', what: 'cancel' });
  expect(await desk.told('a')).toEqual([
    { what: 'claimed', agent: 'Ana' },
    { what: 'form' },
    { what: 'start', procedure: 'impi-letter' },
    { what: 'cancel' },
  ]);
});

test('an instruction that is sent again is done once, also at the same time and after the end', async () => {
  const id = await desk.ask('a');
  await desk.handoffs.claim(id, ana);
  const start = { id: 'act-1', what: 'start', procedure: 'impi-letter' } as const;
  await Promise.all([1, 2, 3].map(() => desk.handoffs.instruct(id, ana, start)));
  await desk.handoffs.instruct(id, ana, { id: 'act-2', what: 'cancel' });
  await desk.handoffs.giveBack(id, ana);
  expect(await desk.handoffs.instruct(id, ana, start)).toMatchObject({ ok: true, repeated: true });
  expect(await desk.handoffs.instruct(id, ana, { ...start, id: 'act-3' })).toEqual({ ok: false, reason: 'ended' });
  expect(await desk.told('a')).toEqual([
    { what: 'claimed', agent: 'Ana' },
    { what: 'start', procedure: 'impi-letter' },
    { what: 'cancel' },
    { what: 'returned', reason: 'agent-returned' },
  ]);
  await desk.runner.settle();
  expect((await names()).filter((name) => name === 'handoff.procedure-started')).toHaveLength(1);
});

test('notes never reach the conversation', async () => {
  const id = await desk.ask('a');
  await Promise.all([1, 2].map(() => desk.handoffs.note(id, beto, { noteId: 'n1', text: 'Ya llamó ayer.' })));
  expect((await desk.handoffs.get(id))?.handoff.notes).toHaveLength(1);
  await desk.runner.settle();
  expect(await desk.told('a')).toEqual([]);
  expect(await desk.wordsIn('a')).toEqual([]);
});

test('a line of the board in the shape of another version hides no other', async () => {
  await desk.ask('a');
  await desk.store.documents.insert('handoff-board', 'handoff-0', { rev: 'from the future' });
  const other = await openHandoffs({ store: desk.store, clock: desk.clock });
  expect((await other.handoffs.list()).map(({ id }) => id)).toEqual(['handoff-a']);
});
