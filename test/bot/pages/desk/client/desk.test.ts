import type { Answer, Api } from '../../../../../bot/pages/desk/client/api.ts';
import { createDesk } from '../../../../../bot/pages/desk/client/desk.ts';

const me = {
  staff: { id: 'ana', name: 'Ana', roles: ['agent' as const] },
  csrf: 'token',
  now: 0,
  limits: { messageMaxChars: 1_000, noteMaxChars: 2_000, snoozeMaxMs: 1 },
};

const item = {
  id: 'h',
  version: 1,
  state: 'assigned',
  channel: 'web-chat',
  reason: 'asked',
  requestedAt: 0,
  sla: { state: 'none' },
};

/** The page at a conversation, with a server that answers as the test says; `sent` has what it was told to do. */
function open() {
  const clock = { at: 0 };
  const server = { status: 200 };
  const sent: unknown[] = [];
  let ids = 0;
  const api: Api = {
    get: async () => ({ ok: false, status: 404, refused: 'unknown' }),
    async send<Body>(_method: 'POST' | 'PUT', path: string, body: unknown): Promise<Answer<Body>> {
      sent.push([path.split('/').at(-1), body]);
      const answered: Body = JSON.parse(JSON.stringify({ item }));
      return server.status === 200 ? { ok: true, body: answered } : { ok: false, status: server.status, refused: 'x' };
    },
    open: async () => new Response(),
    setCsrf: () => {},
  };
  const desk = createDesk({
    me,
    api,
    alerts: {
      count: () => {},
      ring: () => {},
      notice: () => {},
      isLoud: () => false,
      setLoud: () => {},
      onNotice: () => () => {},
    },
    now: () => clock.at,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    openStream: () => ({ close: () => {} }),
    refusal: (reason) => reason,
  });
  desk.look('h');
  return { desk, clock, sent, server };
}

test('an instruction that got no answer is the same when it is pressed again, and another one once it was answered', async () => {
  const { desk, sent, server } = open();
  for (const status of [0, 503, 200, 200, 409, 200]) {
    server.status = status;
    await desk.act('form');
  }
  const ids = ['id-1', 'id-1', 'id-1', 'id-2', 'id-3', 'id-4'];
  expect(sent).toEqual(ids.map((id) => ['form', { id }]));
});

test('to start another procedure is another instruction, and so is the same one a while later', async () => {
  const { desk, sent, server, clock } = open();
  server.status = 0;
  for (const procedure of ['impi-letter', 'icsoe-reset', 'impi-letter']) await desk.act('start', { procedure });
  clock.at += 60_000;
  await desk.act('start', { procedure: 'impi-letter' });
  expect(sent).toEqual([
    ['start', { id: 'id-1', procedure: 'impi-letter' }],
    ['start', { id: 'id-2', procedure: 'icsoe-reset' }],
    ['start', { id: 'id-1', procedure: 'impi-letter' }],
    ['start', { id: 'id-3', procedure: 'impi-letter' }],
  ]);
});

test('other acts have none', async () => {
  const { desk, sent } = open();
  await desk.act('claim');
  expect(sent).toEqual([['claim', {}]]);
});
