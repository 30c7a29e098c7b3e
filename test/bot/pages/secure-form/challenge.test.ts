import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { asked, hiddenOf, openFormPage, standingAt, type TestFormPage, TTL } from '../../../support/secure-form.ts';

const MINUTE = 60_000;
let page: TestFormPage;
beforeEach(async () => {
  page = await openFormPage();
});
afterEach(() => page.close());

const stands = (challenge: string, life: number) =>
  page.goesTo({ ...standingAt(asked.efirma), challenge, challengeExpiresAt: page.clock.at + life });

async function visit(kind: 'efirma' | 'key-password' = 'efirma') {
  const { url } = await page.link(kind);
  const person = page.browser();
  const hidden = hiddenOf((await person.open(url)).html);
  return async () => {
    const seen = await person.post('/formulario/texto', hidden);
    return seen.status === 200 ? JSON.parse(seen.html) : seen.status;
  };
}

it('is the one of the chat while it has a minute to live, and a new one afterwards', async () => {
  const ask = await visit();
  page.conversation.fresh = { challenge: 'texto nuevo', expiresAt: page.clock.at + 10 * MINUTE };
  stands('texto del chat', 5 * MINUTE);
  expect(await ask()).toEqual({ challenge: 'texto del chat' });
  page.later(4 * MINUTE - 1);
  expect(await ask()).toEqual({ challenge: 'texto del chat' });
  page.later(1);
  expect(await ask()).toEqual({ challenge: 'texto nuevo' });
});

it('is none where the conversation gives none, has gone on, or the form is over', async () => {
  const ask = await visit();
  expect(await ask()).toBe(409);
  stands('texto', 5 * MINUTE);
  page.goesTo(undefined);
  expect(await ask()).toBe(409);
  stands('texto', TTL * 2);
  expect(await ask()).toEqual({ challenge: 'texto' });
  page.later(TTL);
  expect(await ask()).toBe(409);
});

it('is none for a form that signs nothing', async () => {
  const ask = await visit('key-password');
  expect(await ask()).toBe(409);
});

it('makes the form belong to the browser that asked', async () => {
  const ask = await visit();
  stands('texto', 5 * MINUTE);
  await ask();
  expect((await page.forms.stateOf('c1'))?.state).toBe('opened');
});
