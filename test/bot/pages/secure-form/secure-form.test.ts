import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hiddenOf, openFormPage, type TestFormPage, TTL } from '../../../support/secure-form.ts';

const FORM = '/formulario/llenar';
const GOOD = 'Lluvia-Verde:48';

let page: TestFormPage;
beforeEach(async () => {
  page = await openFormPage();
});
afterEach(() => page.close());

const status = () => page.forms.stateOf('c1').then((found) => found?.state);

/** Opens a link in a browser of its own; answers how to send its form. */
async function visit(url: string) {
  const person = page.browser();
  const seen = await person.open(url);
  return {
    person,
    seen,
    send: (fields: Record<string, string>) => person.post(FORM, { ...hiddenOf(seen.html), ...fields }),
  };
}
const both = (password: string) => ({ password, confirmation: password });

describe('opening the link', () => {
  it('takes the token out of the address and shows the mark of the chat', async () => {
    const { url, mark, token } = await page.link('password');
    const { seen } = await visit(url);
    expect([seen.status, seen.url.pathname, seen.url.search]).toEqual([200, FORM, '']);
    expect(seen.html).toContain(`>${mark}</p>`);
    expect(seen.html).not.toContain(token);
  });

  it('spends nothing, however often and by whatever machine', async () => {
    const { url } = await page.link('password');
    for (let time = 0; time < 30; time += 1) await page.browser().open(url);
    expect(await status()).toBe('sent');
    expect((await (await visit(url)).send(both(GOOD))).url.pathname).toBe('/formulario/listo');
  });
});

it('passes a password on once, for the question it was made for', async () => {
  const { url, id } = await page.link('password');
  const { send } = await visit(url);
  const done = await send(both(GOOD));
  expect([done.status, done.url.pathname]).toEqual([200, '/formulario/listo']);
  expect([...page.conversation.taken]).toEqual([
    [
      `c1 form:${id}`,
      {
        messageId: `form:${id}`,
        activity: {
          type: 'message',
          known: true,
          value: { password: GOOD, confirmation: GOOD },
          formFor: { procedure: 'impi-efirma', step: 'password', folio: 'IMPI-2026-000123' },
        },
        files: [],
      },
    ],
  ]);
  expect(await status()).toBe('completed');
  page.clock.at += TTL;
  expect(await status()).toBe('completed');
});
