import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { acts, Notices } from '../../../bot/desk/api-types.ts';
import { startDesk, type TestDesk } from '../../support/desk.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.stop());

const everyAct: readonly [string, unknown][] = [
  ['claim', {}],
  ['return', {}],
  ['transfer', {}],
  ['snooze', { until: Date.now() + 60_000 }],
  ['wake', {}],
  ['close', {}],
  ['note', { id: randomUUID(), text: 'nota' }],
  ['say', { clientMessageId: randomUUID(), text: 'hola' }],
  ['typing', { typing: true }],
  ['form', { id: randomUUID() }],
  ['start', { id: randomUUID(), procedure: 'impi-letter' }],
  ['cancel', { id: randomUUID() }],
  ['reveal', { field: 'curp', reason: 'x' }],
  ['looking', { stream: 's', looking: true }],
];

test('the attacks below cover every act there is', () => {
  expect(everyAct.map(([name]) => name).sort()).toEqual(Object.keys(acts).sort());
});

/** The words of a conversation, and everything the product keeps, as text. */
const everything = async () => {
  await desk.runner.settle();
  const kinds = ['handoff', 'handoff-board', 'desk-staff', 'desk-notice', 'desk-canned', 'case', 'account'];
  const documents = await Promise.all(kinds.map((kind) => desk.store.documents.list(kind, { limit: 100 })));
  const chain = await desk.store.chain.read(0, 10_000);
  return JSON.stringify([documents, chain]);
};

describe('secrets', () => {
  const fields = ['password', 'newPassword', 'contrasena', 'code', 'keyPassword', 'key', 'value', 'secretRef', 'link'];

  test.each(everyAct)('%s takes no password, code, key or link', async (act, body) => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    for (const field of fields) {
      const { status } = await ana.act(id, act, { ...(body as object), [field]: 'Perro.2026' });
      expect([field, status]).toEqual([field, 400]);
    }
    expect(await everything()).not.toContain('Perro.2026');
  });

  test('no answer of the API shows what a person typed in secret, a code, a link or an address', async () => {
    const id = await desk.ask('a', {}, [
      {
        type: 'message',
        from: { role: 'user' },
        text: 'mi contraseña es Perro.2026 y mi correo elena.gomez@example.mx',
      },
      { type: 'message', from: { role: 'user' }, text: 'código 482913', value: { password: 'Gato.2027' } },
      {
        type: 'message',
        text: 'Entra a https://recupera.example/nueva?t=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg o escribe a elena.gomez@example.mx',
        channelData: { procedure: 'impi-efirma', step: 'code', challenge: 'firma esto', folio: 'IMPI-2026-000001' },
        attachments: [{ contentType: 'application/pdf', contentUrl: '/letter?t=secreto', name: 'carta.pdf' }],
      },
      { type: 'message', from: { role: 'user' }, text: 'GODE561231HGRRRN09, cliente 1234567890, tel 55 1234 5678' },
    ]);
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    const stream = await ana.stream(`?watch=${id}`);
    const entries = await stream.next('entries');
    const view = await ana.get(`/handoffs/${id}`);
    const shown = JSON.stringify([view.body, entries, (await ana.get('/handoffs?view=all')).body]);
    const secrets = [
      'Perro',
      'Gato',
      '482913',
      'elena.gomez',
      'ABCDEFGHIJ',
      'firma esto',
      't=secreto',
      'GODE561231HGRRRN09',
    ];
    for (const secret of [...secrets, '1234567890', '1234 5678']) expect(shown).not.toContain(secret);
    expect(shown).toContain('GODE********RN09');
    stream.close();
  });

  test('no door of the desk leads to an account, a code, a link or a destination', async () => {
    const ana = desk.browser('ana');
    const id = await desk.ask('a');
    await ana.act(id, 'claim');
    for (const act of [
      'password',
      'email',
      'code',
      'approve',
      'prove',
      'link',
      'destination',
      'value',
      'efirma',
      'finish',
    ]) {
      expect((await ana.act(id, act, {})).status).toBe(404);
    }
  });
});

describe('destinations', () => {
  test.each(everyAct)('%s takes no address', async (act, body) => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    for (const field of ['email', 'to', 'destination', 'phone', 'accountEmail']) {
      if (act === 'transfer' && field === 'to') continue;
      const { status } = await ana.act(id, act, { ...(body as object), [field]: 'ladron@evil.example' });
      expect([field, status]).toEqual([field, 400]);
    }
    expect(await everything()).not.toContain('ladron@evil.example');
  });

  test('a transfer goes to staff who may have the conversation, and to nobody else', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    for (const name of ['beto', 'carla', 'hugo', 'ana'] as const) await desk.browser(name).get('/me');
    await ana.act(id, 'claim');
    for (const to of ['ladron@evil.example', 'nobody', 'beto', 'hugo']) {
      expect(await ana.act(id, 'transfer', { to })).toEqual({ status: 409, body: { refused: 'unknown-agent' } });
    }
    expect((await ana.act(id, 'transfer', { to: 'carla' })).body.item).toMatchObject({ reservedFor: { id: 'carla' } });
  });

  test.each([
    ['escribe a ladron@evil.example', 'email'],
    ['entra a evil.example', 'url'],
    ['entra a evil punto com', 'url'],
    ['llama al 55 1234 5678', 'phone'],
    ['tu código es 482913', 'code'],
    ['usa Perro.2026xK', 'password'],
    ['tu curp es GODE561231HGRRRN09', 'curp'],
    ['ev\u200bil.com', 'hidden-characters'],
    ['', 'empty'],
    ['a'.repeat(1_001), 'too-long'],
  ])('words that could lead the person astray do not go out: %s', async (text, refused) => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    expect(await ana.say(id, text)).toEqual({ status: 409, body: { refused } });
    expect(await desk.store.conversations.log('a', 0)).toEqual([]);
    expect((await desk.handoffs.get(id))?.handoff.outbox).toEqual([]);
  });

  test('a number in pieces does not get through either, at once or one after the other, and it is noted', async () => {
    const [id, other] = [await desk.ask('a'), await desk.ask('b')];
    const ana = desk.browser('ana');
    await Promise.all([ana.act(id, 'claim'), ana.act(other, 'claim')]);
    const words = '11111111-1111-4111-8111-111111111111';
    expect((await ana.say(id, 'Anota: 55 12', words)).status).toBe(200);
    expect((await ana.say(id, 'y 34 56')).body).toEqual({ refused: 'phone' });
    // What no longer says anything with the rest goes out, and so does what was out already.
    expect((await ana.say(id, 'Perdón, era otra cosa.')).status).toBe(200);
    expect((await ana.say(id, 'Anota: 55 12', words)).status).toBe(200);
    expect((await ana.say(id, '56 minutos, más o menos')).status).toBe(200);
    const pieces = ['1234', '5678', '9012', '3456'];
    const said = await Promise.all(pieces.map((piece) => ana.say(other, piece)));
    expect(said.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await desk.audited('handoff.words-refused')).toHaveLength(4);
  });

  test('canned answers pass the same filter, and only supervisors edit them', async () => {
    const answer = (text: string) => ({ version: 0, answers: [{ id: 'x', title: 'x', text }] });
    const sofia = desk.browser('sofia');
    expect(await desk.browser('ana').put('/canned', answer('Hola'))).toMatchObject({ status: 403 });
    expect(await desk.browser('hugo').put('/canned', answer('Hola'))).toMatchObject({ status: 403 });
    expect(await sofia.put('/canned', answer('Entra a evil.com'))).toMatchObject({ body: { refused: 'url', id: 'x' } });
    expect(await sofia.put('/canned', answer('Hola {password}'))).toMatchObject({ body: { refused: 'variable' } });
    expect(await sofia.put('/canned', answer('Hola, soy {agente}'))).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    expect(await sofia.put('/canned', answer('Otra'))).toMatchObject({ status: 409, body: { refused: 'busy' } });
    expect(await desk.audited('desk.canned-changed')).toEqual([expect.objectContaining({ by: 'sofia' })]);
  });
});

describe('conversations of others', () => {
  test.each(everyAct)('%s on a portal that is not one’s own is as if it did not exist', async (act, body) => {
    const id = await desk.ask('a', { portal: 'impi' });
    const before = await desk.handoffs.get(id);
    const beto = desk.browser('beto');
    const nothing = await beto.act('no-such-hand-off', act, body);
    expect(await beto.act(id, act, body)).toEqual(nothing);
    expect(nothing).toEqual({ status: 404, body: { refused: 'unknown' } });
    expect(await desk.handoffs.get(id)).toEqual(before);
    expect(await desk.audited('desk.refused')).toEqual([
      expect.objectContaining({ by: 'beto', reason: `${act}:not-allowed`, handoffId: id }),
    ]);
  });

  test('cannot be read, listed or streamed', async () => {
    const id = await desk.ask('a', { portal: 'impi' }, [{ type: 'message', from: { role: 'user' }, text: 'privado' }]);
    const beto = desk.browser('beto');
    expect(await beto.get(`/handoffs/${id}`)).toEqual({ status: 404, body: { refused: 'unknown' } });
    for (const view of ['queue', 'mine', 'all'])
      expect((await beto.get(`/handoffs?view=${view}`)).body.items).toEqual([]);
    const stream = await beto.stream(`?watch=${id}`);
    expect((await stream.next('hello')).items).toEqual([]);
    await desk.personSays('a', 'más privado');
    await desk.desk.feed.poll();
    await desk.ask('b', { portal: 'icsoe' });
    await stream.next('item', ({ item }) => item.portal === 'icsoe');
    expect(JSON.stringify(stream.events)).not.toMatch(/privado|handoff-a/);
    stream.close();
  });

  test('what another agent has is not read, and the try is noted', async () => {
    const id = await desk.ask('a');
    await desk.browser('ana').act(id, 'claim');
    const carla = desk.browser('carla');
    expect(await carla.get(`/handoffs/${id}`)).toEqual({ status: 409, body: { refused: 'not-yours' } });
    const stream = await carla.stream();
    const { stream: own } = await stream.next('hello');
    expect(await carla.act(id, 'looking', { stream: own, looking: true })).toMatchObject({
      body: { refused: 'not-yours' },
    });
    stream.close();
    expect((await desk.audited('desk.refused')).map(({ reason }) => reason)).toEqual([
      'view:not-yours',
      'looking:not-yours',
    ]);
    expect((await desk.browser('sofia').get(`/handoffs/${id}`)).status).toBe(200);
    expect(await desk.audited('handoff.viewed')).toEqual([expect.objectContaining({ by: 'sofia' })]);
  });

  test.each(everyAct.filter(([name]) => !['claim', 'looking', 'transfer', 'wake', 'snooze'].includes(name)))(
    '%s on what another agent has is refused',
    async (act, body) => {
      const id = await desk.ask('a');
      await desk.browser('ana').act(id, 'claim');
      expect(await desk.browser('carla').act(id, act, body)).toEqual({ status: 409, body: { refused: 'not-yours' } });
    },
  );

  test('an auditor reads no conversation and does nothing to it', async () => {
    const id = await desk.ask('a');
    const hugo = desk.browser('hugo');
    expect((await hugo.get(`/handoffs/${id}`)).status).toBe(404);
    expect((await hugo.get('/handoffs?view=all')).status).toBe(403);
    expect((await hugo.stream()).status).toBe(404);
    for (const [act, body] of everyAct) expect([act, (await hugo.act(id, act, body)).status]).toEqual([act, 404]);
    expect((await hugo.get('/report?from=2026-11-01&to=2026-11-30')).status).toBe(200);
  });

  test('figures and odd patterns are not for agents', async () => {
    const ana = desk.browser('ana');
    expect((await ana.get('/report?from=2026-11-01&to=2026-11-30')).status).toBe(403);
    expect((await ana.get('/report.csv?from=2026-11-01&to=2026-11-30')).status).toBe(403);
    expect((await ana.get('/notices')).status).toBe(403);
  });

  test('a supervisor may move what an agent has, but neither speaks nor reveals in their place', async () => {
    const id = await desk.ask('a');
    await desk.browser('ana').act(id, 'claim');
    const sofia = desk.browser('sofia');
    for (const [act, body] of everyAct.filter(([name]) =>
      ['say', 'typing', 'form', 'start', 'cancel', 'reveal'].includes(name),
    )) {
      expect([act, (await sofia.act(id, act, body)).body]).toEqual([act, { refused: 'not-yours' }]);
    }
    expect((await sofia.act(id, 'return')).status).toBe(200);
  });
});

describe('after the end', () => {
  test.each(everyAct.filter(([name]) => name !== 'looking' && name !== 'note' && name !== 'typing'))(
    '%s is refused',
    async (act, body) => {
      const id = await desk.ask('a');
      const ana = desk.browser('ana');
      await ana.act(id, 'claim');
      await ana.act(id, 'close');
      expect(await ana.act(id, act, body)).toEqual({ status: 409, body: { refused: 'ended' } });
      expect(await desk.store.conversations.log('a', 0)).toEqual([]);
    },
  );

  test('nothing that is said afterwards is seen at the desk, also not on an open stream', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    const stream = await ana.stream(`?watch=${id}`);
    await stream.next('hello');
    await desk.personSays('a', 'antes del fin');
    await stream.next('entries', ({ entries }) => entries[0]?.text === 'antes del fin');
    await ana.act(id, 'return');
    desk.clock.ahead += 1;
    await desk.personSays('a', 'después del fin');
    await desk.desk.feed.poll();
    await stream.next('changed');
    const view = await ana.get(`/handoffs/${id}`);
    expect(JSON.stringify(view.body)).toContain('antes del fin');
    expect(JSON.stringify([view.body, stream.events])).not.toContain('después del fin');
    stream.close();
  });
});

describe('other sites and other devices', () => {
  const foreign: readonly [string, Record<string, string>, number][] = [
    ['another site', { origin: 'https://evil.example' }, 403],
    ['a page without origin', { origin: 'null' }, 403],
    ['a site that looks like ours', { origin: 'http://127.0.0.1.evil.example' }, 403],
    ['what the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['what the browser calls same-site', { 'sec-fetch-site': 'same-site' }, 403],
    ['no token', { 'x-desk-csrf': '' }, 403],
    ['a wrong token', { 'x-desk-csrf': randomUUID() }, 403],
    ['a form post', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a form post as text', { 'content-type': 'text/plain' }, 415],
    ['another device with the cookie', { 'user-agent': 'a thief' }, 401],
    ['no cookie', { cookie: '' }, 401],
    ['a made-up cookie', { cookie: 'desk=00000000-0000-0000-0000-000000000000' }, 401],
  ];

  test.each(foreign)('%s changes nothing', async (_, headers, expected) => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    for (const [act, body] of everyAct) {
      expect([act, (await ana.act(id, act, body, headers)).status]).toEqual([act, expected]);
    }
    expect((await desk.handoffs.get(id))?.handoff).toMatchObject({ state: 'queued', rev: 1 });
  });

  test('the token of another session does not count', async () => {
    const id = await desk.ask('a');
    const carla = desk.browser('carla');
    const stolen = await desk.browser('ana').act(id, 'claim', {}, { 'x-desk-csrf': carla.csrf });
    expect(stolen.status).toBe(403);
  });

  test('nothing is changed by GET, and HEAD and other methods find no door', async () => {
    const id = await desk.ask('a');
    const { headers } = desk.browser('ana');
    for (const act of Object.keys(acts)) {
      const { status } = await fetch(`${desk.url}/desk/api/handoffs/${id}/${act}`, { headers });
      expect([act, status]).toEqual([act, 405]);
    }
    expect((await desk.handoffs.get(id))?.handoff.rev).toBe(1);
  });

  test('reading is refused to other sites and devices as well', async () => {
    const id = await desk.ask('a');
    const { headers } = desk.browser('ana');
    for (const path of ['/me', '/handoffs', `/handoffs/${id}`, '/stream', '/agents', '/canned']) {
      const from = async (more: Record<string, string>) =>
        (await fetch(`${desk.url}/desk/api${path}`, { headers: { ...headers, ...more } })).status;
      expect([path, await from({ 'user-agent': 'a thief' })]).toEqual([path, 401]);
      expect([
        path,
        await rawStatus(`${desk.url}/desk/api${path}`, { ...headers, 'sec-fetch-site': 'cross-site' }),
      ]).toEqual([path, 403]);
    }
  });

  test('a stream ends when its session does', async () => {
    const ana = desk.browser('ana');
    const stream = await ana.stream();
    await stream.next('hello');
    ana.signOut();
    await desk.desk.sweep();
    await stream.next('signed-out');
    expect((await ana.get('/me')).status).toBe(401);
    stream.close();
  });

  test('a stream of somebody else cannot be turned to a conversation', async () => {
    const id = await desk.ask('a');
    const stream = await desk.browser('ana').stream();
    const { stream: hers } = await stream.next('hello');
    const carla = desk.browser('carla');
    expect(await carla.act(id, 'looking', { stream: hers, looking: true })).toEqual({
      status: 409,
      body: { refused: 'stream-unknown' },
    });
    stream.close();
  });
});

describe('limits', () => {
  test('a masked field is shown with a reason, so many times an hour, and supervisors are told when it is more', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    const sofia = await desk.browser('sofia').stream();
    await ana.act(id, 'claim');
    expect((await ana.act(id, 'reveal', { field: 'curp' })).status).toBe(400);
    expect((await ana.act(id, 'reveal', { field: 'curp', reason: '  ' })).status).toBe(400);
    expect((await ana.act(id, 'reveal', { field: 'email', reason: 'x' })).status).toBe(400);
    const reason = 'La persona la lee en voz alta; su clave es Perro.2026';
    expect((await ana.act(id, 'reveal', { field: 'curp', reason })).body).toMatchObject({
      value: 'GODE561231HGRRRN09',
    });
    for (let count = 1; count < 10; count += 1) await ana.act(id, 'reveal', { field: 'name', reason: 'x' });
    expect(await ana.act(id, 'reveal', { field: 'curp', reason: 'x' })).toMatchObject({
      status: 429,
      body: { refused: 'limited', retryAt: expect.any(Number) },
    });
    expect(await sofia.next('notice')).toMatchObject({ notice: { kind: 'many-reveals', agent: { id: 'ana' } } });
    const revealed = await desk.audited('handoff.revealed');
    expect(revealed).toHaveLength(10);
    expect(revealed[0]).toMatchObject({ by: 'ana', reason: 'curp', handoffId: id });
    expect(String(revealed[0]?.because)).toContain('en voz alta');
    expect(JSON.stringify(revealed)).not.toMatch(/Perro|GODE561231/);
    expect((await desk.browser('carla').act(id, 'reveal', { field: 'curp', reason: 'x' })).status).not.toBe(429);
    sofia.close();
  });

  test('starting and ending procedures is limited as well', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    expect((await ana.act(id, 'start', { id: randomUUID(), procedure: 'agent-handoff' })).body).toEqual({
      refused: 'unknown-procedure',
    });
    for (let count = 0; count < 30; count += 1) {
      const [act, body] = count % 2 ? ['cancel', {}] : ['start', { procedure: 'impi-letter' }];
      expect((await ana.act(id, String(act), { id: randomUUID(), ...Object(body) })).status).toBe(200);
    }
    expect((await ana.act(id, 'cancel', { id: randomUUID() })).status).toBe(429);
    expect((await desk.browser('sofia').get('/notices')).body.notices).toEqual([
      expect.objectContaining({ kind: 'many-starts', agent: { id: 'ana', name: 'Ana' } }),
    ]);
  });

  test('refused sentences, and conversations let go without a word, are told to supervisors once', async () => {
    const ana = desk.browser('ana');
    for (let count = 0; count < 7; count += 1) {
      const id = await desk.ask(`c${count}`);
      await ana.act(id, 'claim');
      await ana.say(id, 'entra a evil.com');
      await ana.act(id, 'return');
    }
    const { notices } = Notices.parse((await desk.browser('sofia').get('/notices')).body);
    expect(notices.map(({ kind }) => kind).sort()).toEqual(['refused-words', 'unanswered-claims']);
    expect(await desk.audited('handoff.words-refused')).toHaveLength(7);
    expect(await desk.audited('desk.notice')).toHaveLength(2);
  });

  test('opening one conversation after the other without taking them has an end', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    expect((await ana.get(`/handoffs/${id}`)).status).toBe(200);
    const hour = { now: desk.now(), windowMs: 3_600_000 };
    for (let count = 0; count < 300; count += 1) await desk.store.counters.hit('limit:desk-view:ana', hour);
    const other = await desk.ask('b');
    for (let count = 0; count < 3; count += 1) expect((await ana.get(`/handoffs/${other}`)).status).toBe(429);
    // What the page has open it may read again, and what is one's own is never too much.
    expect((await ana.get(`/handoffs/${id}`)).status).toBe(200);
    await ana.act(other, 'claim');
    expect((await ana.get(`/handoffs/${other}`)).status).toBe(200);
  });

  test('a snooze has an end, and is not in the past', async () => {
    const id = await desk.ask('a');
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    for (const until of [0, desk.now() - 1, desk.now() + 8 * 24 * 60 * 60_000]) {
      expect((await ana.act(id, 'snooze', { until })).body).toEqual({ refused: 'impossible' });
    }
  });
});

describe('what people write is data', () => {
  const hostile = ['<b onclick=x>hola</b>', '</script><script>', '{{constructor}}', 'data: x\n\nevent: y'];

  test.each(hostile)('a message or file name stays the text it is: %j', async (text) => {
    const id = await desk.ask('a', {}, [
      { type: 'message', from: { role: 'user' }, text, attachments: [{ contentType: 'text/html', name: text }] },
    ]);
    const ana = desk.browser('ana');
    await ana.act(id, 'claim');
    const response = await fetch(`${desk.url}/desk/api/handoffs/${id}`, { headers: ana.headers });
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const stream = await ana.stream(`?watch=${id}`);
    const { entries } = await stream.next('entries');
    // One event came, with the whole text in it: a line break in it begins no event of its own.
    expect(entries[0]?.text).toBe(text);
    expect(stream.events.map(({ event }: { event: string }) => event)).not.toContain('y');
    stream.close();
  });
});

describe('made-up input', () => {
  test.each([
    ['not JSON', '{'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a text', '"x"'],
    ['a prototype', '{"__proto__":{"role":"supervisor"},"role":"supervisor"}'],
  ])('%s is refused', async (_, body) => {
    const id = await desk.ask('a');
    const { changing } = desk.browser('ana');
    const response = await fetch(`${desk.url}/desk/api/handoffs/${id}/claim`, {
      method: 'POST',
      headers: changing,
      body,
    });
    expect(response.status).toBe(400);
    expect((await desk.handoffs.get(id))?.handoff.state).toBe('queued');
  });

  test.each(['../../etc', '%00', 'constructor', '__proto__', 'x'.repeat(2_000)])(
    'an id like %s is unknown',
    async (id) => {
      expect((await desk.browser('ana').act(id, 'claim')).status).toBe(404);
    },
  );

  test('roles are those of the session, whatever a request says', async () => {
    const id = await desk.ask('a', { portal: 'impi' });
    const { status } = await desk.browser('beto').act(id, 'claim', {}, { 'x-role': 'supervisor', 'x-staff': 'sofia' });
    expect(status).toBe(404);
  });
});

/** fetch writes `Sec-Fetch-Site` itself; this does not. */
function rawStatus(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers }, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    })
      .on('error', reject)
      .end();
  });
}
