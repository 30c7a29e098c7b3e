import { answerInvoke, type DialogDeps } from '../../../../bot/channels/teams/dialogs.ts';
import { TeamsActivity } from '../../../../bot/channels/teams/wire-activity.ts';
import { startTeamsProduct, type TeamsProduct } from '../../../support/teams-product.ts';

const asked = { seq: 7, shownSeq: 7, procedure: 'pase-migration', step: 'client-password' };
const deps: DialogDeps = { publicUrl: 'https://recupera.example', standing: async () => asked, timeoutMs: 1_000 };
const invoke = (name: string, value?: unknown, locale = 'es-MX') =>
  TeamsActivity.parse({
    type: 'invoke',
    name,
    value,
    locale,
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/amer/',
    from: { id: '29:1' },
    recipient: { id: '28:1' },
    conversation: { id: 'a:1', conversationType: 'personal' },
  });
const opening = (data: object = {}) => ({
  data: { v: 1, seq: 7, open: '/formulario?t=abc', msteams: { type: 'task/fetch' }, ...data },
  context: { theme: 'default' },
});
const closed = { status: 200, body: { task: { type: 'message', value: expect.stringMatching(/ya se cerró/) } } };

describe('opening a form', () => {
  it('answers with the page, and the same page for clients that show none', async () => {
    expect(await answerInvoke(invoke('task/fetch', opening()), deps)).toEqual({
      status: 200,
      body: {
        task: {
          type: 'continue',
          value: {
            title: 'Formulario seguro',
            width: 480,
            height: 640,
            url: 'https://recupera.example/formulario?t=abc&in=teams',
            fallbackUrl: 'https://recupera.example/formulario?t=abc',
          },
        },
      },
    });
  });

  it.each([
    ['of another place', 'https://collector.example/'],
    ['of another host without a scheme', '//collector.example/'],
    ['of another host behind a backslash', '/\\collector.example/'],
    ['that is no address', '/\u0000//'],
    ['of a script', 'javascript:alert(1)'],
  ])('opens no page %s', async (_, open) => {
    const { body } = await answerInvoke(invoke('task/fetch', opening({ open })), deps);
    expect(JSON.stringify(body)).not.toMatch(/collector|javascript/);
  });

  it.each([
    ['of an earlier question', opening({ seq: 6 })],
    ['of another version', opening({ v: 2 })],
    ['without anything', undefined],
    ['of somebody else', { data: { form: 'captura' } }],
  ])('says that a form %s is closed', async (_, value) => {
    expect(await answerInvoke(invoke('task/fetch', value), deps)).toEqual(closed);
  });

  it('says so when nothing was asked', async () => {
    const answer = await answerInvoke(invoke('task/fetch', opening()), { ...deps, standing: async () => undefined });
    expect(answer).toEqual(closed);
  });

  it('is answered in time when the store is not', async () => {
    const never = () => new Promise<undefined>(() => {});
    const answer = await answerInvoke(invoke('task/fetch', opening()), { ...deps, standing: never, timeoutMs: 1 });
    expect(answer.body).toEqual({ task: { type: 'message', value: expect.stringMatching(/Inténtalo otra vez/) } });
  });
});

it('answers what a form says when it closes, whatever that is', async () => {
  const answer = await answerInvoke(invoke('task/submit', { data: { result: 'done' } }, 'en-US'), deps);
  expect(answer).toEqual({
    status: 200,
    body: { task: { type: 'message', value: expect.stringMatching(/Thank you/) } },
  });
});

it('knows no other invokes', async () => {
  expect(await answerInvoke(invoke('signin/verifyState'), deps)).toEqual({ status: 501 });
});

describe('over HTTP', () => {
  let product: TeamsProduct;
  beforeAll(async () => {
    product = await startTeamsProduct({
      around: (store) => ({
        ...store,
        documents: {
          ...store.documents,
          async byKey(kind, key) {
            if (broken) throw new Error('SQLITE_CORRUPT at /secret/path');
            return store.documents.byKey(kind, key);
          },
        },
      }),
    });
  });
  afterAll(() => product.stop());
  let broken = false;

  it('an invoke is answered in its own response, with nothing sent beside it', async () => {
    const user = product.user();
    const before = product.connector.calls.length;
    const response = await user.post({ type: 'invoke', name: 'task/submit', value: { data: {} } });
    expect([response.status, await response.json()]).toEqual([200, { task: expect.anything() }]);
    expect(product.connector.calls).toHaveLength(before);
  });

  it('an unknown one is 501, one of a group too', async () => {
    const user = product.user();
    const group = { conversation: { ...user.conversation, conversationType: 'groupChat', isGroup: true } };
    const unknown = await user.post({ type: 'invoke', name: 'composeExtension/query' });
    const grouped = await user.post({ type: 'invoke', name: 'task/fetch', ...group });
    expect([unknown.status, grouped.status]).toEqual([501, 501]);
  });

  it('one that fails is 500 with an empty body', async () => {
    broken = true;
    const user = product.user();
    const response = await user.post({ type: 'invoke', name: 'task/fetch', value: opening() });
    broken = false;
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(product.lines.join('')).toContain('SQLITE_CORRUPT');
  });
});
