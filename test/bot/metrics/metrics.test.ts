import { setTimeout } from 'node:timers/promises';
import { demoDoors } from '../../support/demo.ts';
import { enter, placeOf, signChallenge } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

/** What operators read about a running product. */
const token = 'un-secreto-del-operador';
const [curp, email, password] = ['MEAL840217MDFNRC02', 'lucia.metrica@example.mx', 'Lluvia-Verde:48'];

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct({ METRICS_TOKEN: token });
});
afterAll(() => product.stop());

const read = (authorization?: string, url = product.url) =>
  fetch(`${url}/metrics`, { headers: authorization === undefined ? {} : { authorization } });

/** Values by series, as `name{label="value"}`. */
async function scrape(url = product.url): Promise<Record<string, number>> {
  const text = await (await read(`Bearer ${token}`, url)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]));
}

it.each([
  ['no token', undefined],
  ['an empty one', 'Bearer '],
  ['another one', 'Bearer otro'],
  ['the token under another scheme', `Basic ${token}`],
  ['the token with something after it', `Bearer ${token}x`],
])('with %s nothing is told', async (_name, authorization) => {
  const answer = await read(authorization);
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect(await answer.text()).not.toContain('recupera_');
});

it('without a token set, as a demo may be, anybody reads', async () => {
  const open = await startProduct();
  const answer = await fetch(`${open.url}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  await open.stop();
});

it('a recovery is counted turn by turn, with its proof, its end, its jobs and mails, and nobody is named', async () => {
  const demo = demoDoors(product.url);
  const efirma = await demo.efirma(curp);
  const person = await enter(product.url);
  await person.listen();
  for (const said of ['recuperar mi cuenta del IMPI con e.firma', 'sí', curp, email, email]) await person.say(said);
  const asked = await person.say({ value: { password, confirmation: password } });
  const challenge = asked.at(-1)?.channelData.challenge ?? '';
  const refused = await person.say(signChallenge('otro texto', efirma));
  expect(placeOf(refused)).toBe('impi-efirma/efirma');
  await person.say(signChallenge(refused.at(-1)?.channelData.challenge ?? challenge, efirma));
  const { codes } = await demo.mailTo(email, (mail) => mail.codes.length > 0);
  await person.say(codes[0] ?? '');
  expect(placeOf(await person.say('sí'))).toBe('impi-efirma/done');
  await demo.mailTo(email, (mail) => mail.links.length > 0 && mail.codes.length === 0);

  const series = await scrape();
  expect(series).toMatchObject({
    recupera_turn_seconds_count: 11,
    'recupera_turns_total{procedure="menu",step="choose"}': 1,
    'recupera_turns_total{procedure="impi-efirma",step="efirma"}': 2,
    'recupera_procedures_ended_total{procedure="impi-efirma",outcome="done"}': 1,
    'recupera_efirma_checks_total{outcome="accepted"}': 1,
    'recupera_efirma_checks_total{outcome="bad-signature"}': 1,
    recupera_sockets_open: 0,
    recupera_turns_failed_total: 0,
  });
  expect(series['recupera_jobs_total{kind="mail",outcome="done"}']).toBeGreaterThanOrEqual(2);
  expect(series.recupera_jobs_waiting).toBeGreaterThanOrEqual(0);
  expect(series.recupera_resident_memory_bytes).toBeGreaterThan(1e7);
  const names = JSON.stringify(series);
  for (const word of [curp, email, person.conversationId, efirma.password]) expect(names).not.toContain(word);
});

it('a mail that cannot be sent is counted as a failure, and waits', async () => {
  const mute = await startProduct({ METRICS_TOKEN: token, SMTP_URL: 'smtp://127.0.0.1:1' });
  const person = await enter(mute.url);
  await person.listen();
  for (const said of ['recuperar mi cuenta del IMPI con e.firma', 'sí', curp, email, email]) await person.say(said);
  const asked = await person.say({ value: { password, confirmation: password } });
  const efirma = await demoDoors(mute.url).efirma(curp);
  await person.say(signChallenge(asked.at(-1)?.channelData.challenge ?? '', efirma));
  let series = await scrape(mute.url);
  while (!series['recupera_jobs_total{kind="mail",outcome="retry"}']) {
    await setTimeout(20);
    series = await scrape(mute.url);
  }
  expect(series.recupera_jobs_waiting).toBeGreaterThanOrEqual(1);
  await mute.stop();
});
