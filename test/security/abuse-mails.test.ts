import { jest } from '@jest/globals';
import { limits } from '../../bot/config.ts';
import prompts from '../../locales/es-MX/prompts.json' with { type: 'json' };
import { type Attacked, hour, letterFor, minute, opening, sayAll, startUnderAttack } from '../support/abuse.ts';
import { leadTo, textOf } from '../support/impi-efirma.ts';
import { type Person, placeOf } from '../support/person.ts';
import { plainBrowser } from '../support/served.ts';

jest.setTimeout(60_000);

let product: Attacked;
beforeAll(async () => {
  product = await startUnderAttack();
});
afterAll(() => product.stop());
beforeEach(() => product.begin());

const askForLink = (curp: string, email: string) => ['olvidé mi contraseña de ICSOE', curp, email];
const curpOf = (index: number) => product.crowd.people.icsoe[index]?.curp ?? '';

/** Letters of petitions in person, which anybody may order to any address. */
async function lettersTo(emails: readonly string[]): Promise<void> {
  let next = 0;
  await product.crowdOf(emails.length, async (talk) => {
    const email = emails[next++] ?? '';
    await sayAll(talk, letterFor(curpOf(next), email));
    expect(talk.last().place).toBe('impi-letter/awaiting-visit');
  });
  await product.settled();
}

/** Somebody in the web chat who has proved with their e.firma who they are, and waits for the code. */
const proved = (email: string) => {
  const { curp } = product.crowd.take('impi');
  return leadTo('code', { url: product.url, curp, email, efirma: product.crowd.efirma(curp) });
};

describe('mails to one mailbox', () => {
  it('are capped, whoever asks from wherever; after the hour the owner gets theirs', async () => {
    const { curp, email } = product.crowd.take('icsoe');
    await product.crowdOf(12, (talk) => sayAll(talk, askForLink(curp, email)));
    await product.settled();
    const links = await product.demo.mailbox(email);
    // What attackers ask for goes to the owner, and works.
    expect(links).toHaveLength(limits.mailsPerRecipientPerHour);
    product.clock.forward(hour);
    const owner = await product.enter('whatsapp');
    await sayAll(owner, askForLink(curp, email));
    await product.settled();
    expect(await product.demo.mailbox(email)).toHaveLength(limits.mailsPerRecipientPerHour + 1);
  });

  it('are counted together however the address is written', async () => {
    const written = Array.from({ length: 9 }, (_, index) =>
      index % 2 ? `bombar.deada+${index}@gmail.com` : `b${'.'.repeat(index ? 1 : 0)}ombardeada+x${index}@gmail.com`,
    );
    await lettersTo(written);
    const mails = await Promise.all(written.map((email) => product.demo.mailbox(email)));
    expect(mails.flat()).toHaveLength(limits.mailsPerRecipientPerHour);
  });

  it('that anybody can cause, anew each hour, keep the owner from no link and from no code', async () => {
    const { curp, email } = product.crowd.take('icsoe');
    for (let round = 1; round <= 3; round += 1) {
      await lettersTo(Array(limits.mailsPerRecipientPerHour + 2).fill(email));
      const owner = await product.enter('teams');
      await sayAll(owner, askForLink(curp, email));
      await product.settled();
      const { person } = await proved(email);
      await product.settled();
      const mails = await product.demo.mailbox(email);
      expect(mails.filter(({ links }) => links.some((link) => link.includes('/contrasena-nueva')))).toHaveLength(round);
      const codes = mails.flatMap((mail) => mail.codes);
      expect(codes).toHaveLength(round);
      expect(placeOf(await person.say(codes.at(-1) ?? ''))).toBe('impi-efirma/review');
      expect(mails).toHaveLength(round * (limits.mailsPerRecipientPerHour + 2));
      product.clock.forward(hour);
    }
  });
});

/** Time goes by, and the page of the chat stays open. */
async function pass(person: Person, minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= 20) {
    product.clock.forward(Math.min(left, 20) * minute);
    await person.refresh();
  }
}

describe('codes', () => {
  it('are sent so often an hour for one case, however they are asked for; then it goes on', async () => {
    const email = 'muchos-codigos@example.mx';
    const { person } = await proved(email);
    for (let more = 1; more < limits.codeMaxSends; more += 1) {
      expect(textOf(await person.say('reenviar código'))).toContain(opening(prompts['code.resent']));
    }
    for (let more = 0; more < 3; more += 1) {
      expect(textOf(await person.say('reenviar código'))).toContain(opening(prompts['code.blocked']));
    }
    await product.settled();
    expect(await product.demo.mailbox(email)).toHaveLength(limits.codeMaxSends);
    await pass(person, 60);
    expect(textOf(await person.say('reenviar código'))).toContain(opening(prompts['code.resent']));
  });

  it('to one mailbox are as many over all cases; nobody is promised one that does not come', async () => {
    const email = 'codigos-de-todos@example.mx';
    for (let others = 0; others < limits.codeMaxSends; others += 1) await proved(email);
    const { person, replies } = await proved(email);
    expect(textOf(replies)).toContain(opening(prompts['code.blocked']));
    await product.settled();
    expect(await product.demo.mailbox(email)).toHaveLength(limits.codeMaxSends);
    await pass(person, 59);
    expect(textOf(await person.say('reenviar código'))).toContain(opening(prompts['code.blocked']));
    await pass(person, 1);
    expect(textOf(await person.say('reenviar código'))).toContain(opening(prompts['code.resent']));
  });
});

it('new passwords behind one mailed link have an end that does not spend it; another link works at once', async () => {
  const { curp, email } = product.crowd.take('icsoe');
  const linkOf = async () => {
    await sayAll(await product.enter('whatsapp'), askForLink(curp, email));
    await product.settled();
    const { pathname, search } = new URL((await product.demo.mailbox(email)).at(-1)?.links[0] ?? '');
    return pathname + search;
  };
  const save = async (link: string) => {
    const browser = plainBrowser(product.url);
    const { html } = await browser.open(link);
    const field = /name="link" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const password = 'Lluvia-Verde:48';
    const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1] ?? '';
    return (await browser.post(action, { link: field, password, confirmation: password })).status;
  };
  const link = await linkOf();
  product.others('new-password', '', limits.passwordsPerLinkPerHour);
  expect([await save(link), await save(link)]).toEqual([429, 429]);
  expect(await save(await linkOf())).toBe(200);
  expect(await product.demo.signIn('icsoe', curp, 'Lluvia-Verde:48')).toBe(true);
});
