import { loopbackGate } from '../../../../bot/channels/teams/auth/gate.ts';
import { publicCloud } from '../../../../bot/channels/teams/cloud.ts';
import { composeTeams } from '../../../../bot/compose/teams.ts';
import { readConfig } from '../../../../bot/config.ts';
import { only } from '../../../support/only.ts';
import { startTeamsProduct, type TeamsProduct } from '../../../support/teams-product.ts';

let product: TeamsProduct;
beforeAll(async () => {
  product = await startTeamsProduct({ anonymous: true });
});
afterAll(() => product.stop());

it('in demo mode a playground on this machine talks without a token, and none is sent', async () => {
  const user = product.user();
  await user.install();
  expect((await user.press('ICSOE del IMSS')).at(-1)).toMatchObject({ procedure: 'icsoe-reset', step: 'curp' });
  expect(product.connector.calls.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
});

it.each(['origin', 'x-forwarded-for', 'forwarded', 'via'])('a request with %s comes from elsewhere', async (name) => {
  const response = await fetch(`${product.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [name]: 'https://page.example' },
    body: JSON.stringify(product.user().activity({ type: 'message', text: 'hola' })),
  });
  expect(response.status).toBe(401);
});

it.each(['203.0.113.7', '::ffff:10.0.0.1', '10.127.0.1', undefined])(
  '%s is not this machine',
  async (remoteAddress) => {
    const from = { socket: { remoteAddress }, headers: {} };
    expect(await Reflect.apply(loopbackGate, undefined, [from])).toMatchObject({ ok: false });
  },
);

it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('%s is this machine', async (remoteAddress) => {
  const from = { socket: { remoteAddress }, headers: {} };
  expect(await Reflect.apply(loopbackGate, undefined, [from])).toMatchObject({ ok: true });
});

it.each(['https://smba.trafficmanager.net/amer/', 'http://192.168.0.4:56150/_connector', 'file:///etc/passwd'])(
  'sends nothing to %s',
  async (serviceUrl) => {
    const response = await product.user().post({ type: 'message', text: 'hola', serviceUrl });
    expect(response.status).toBe(403);
  },
);

it('in production Teams is off without its settings', () => {
  const config = { ...readConfig({}), MODE: 'production' as const };
  const side = composeTeams(only<Parameters<typeof composeTeams>[0]>({ config, cloud: publicCloud, ...unused }));
  expect(side).toBeUndefined();
});

/** Looked at, but not touched. */
const unused = { store: {}, world: {}, log: {}, publicUrl: 'https://recupera.example' };
