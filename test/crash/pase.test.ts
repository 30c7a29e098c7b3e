import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../services/store/open.ts';
import { demoDoors } from '../support/demo.ts';
import { type Death, dyingStore } from '../support/dying-store.ts';
import {
  activate,
  activationLink,
  associationAnswers,
  migrationAnswers,
  NEW_PASSWORD,
  saedUsers,
} from '../support/pase.ts';
import { enter, type Person, placeOf, type Reply, type Said } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

const PASSWORD = 'AntesDemo27';

const folder = mkdtempSync(join(tmpdir(), 'recupera-people-'));
const people = join(folder, 'people.json');
const clients = Array.from({ length: 10 }, (_, index) => ({
  portal: 'pase',
  name: `Cliente ${index}`,
  clientNumber: `4800${1000 + index}`,
  legacyPassword: 'Vieja2000',
}));
writeFileSync(people, JSON.stringify(clients));

const death: { -readonly [Name in keyof Death]: Death[Name] } = { countdown: 0, written: false, happened: false };
let product: TestProduct;
const nextClient = saedUsers(() => product.url);

beforeAll(async () => {
  product = await startProduct({ DEMO_PEOPLE: people }, async (...args) => dyingStore(await openStore(...args), death));
});
afterAll(async () => {
  await product.stop();
  rmSync(folder, { recursive: true });
});

const bothWays = [false, true];

describe.each(['client-password', 'review'])('a migration whose process dies in the turn that answers %s', (deadly) => {
  it.each(bothWays)('ends with one mail and one change (write reached the disk: %s)', async (written) => {
    const client = { clientNumber: '40017723', legacyPassword: 'Volante61' };
    for (const countdown of [1, 4, 5]) {
      const email = `${deadly}-${countdown}-${written}@example.mx`;
      const replies = await throughDeath(migrationAnswers(client, email), deadly, { countdown, written });
      expect([countdown, placeOf(replies)]).toEqual([countdown, 'pase-migration/mail-sent']);
      await activationLink(product.url, email);
      expect(await demoDoors(product.url).mailbox(email)).toHaveLength(1);
    }
  });
});

it.each(bothWays)('a process that dies while it activates applies the link once (%s)', async (written) => {
  for (const countdown of [1, 2, 3]) {
    const client = await nextClient();
    const email = `activa-${countdown}-${written}@example.mx`;
    await throughDeath(migrationAnswers(client, email), '', { countdown: 0, written });
    const link = await activationLink(product.url, email);
    dieAt(countdown, written);
    await activate(product.url, link, NEW_PASSWORD).catch(() => undefined);
    await settled();
    await restart();
    await activate(product.url, link, NEW_PASSWORD);
    const demo = demoDoors(product.url);
    expect([countdown, await demo.signIn('pase', email, NEW_PASSWORD)]).toEqual([countdown, true]);
    await demo.mailTo(email, ({ links }) => links.some((address) => address.includes('no-fui-yo')));
    const notices = (await demo.mailbox(email)).filter(({ links }) =>
      links.some((address) => address.includes('no-fui')),
    );
    expect(notices).toHaveLength(1);
  }
});

const owners = ['samuel.ibarra@example.mx', 'norma.bustos@example.mx'];
it.each(bothWays)('an association whose process dies in its last turn adds the client once (%s)', async (written) => {
  const email = owners[written ? 1 : 0] ?? '';
  const demo = demoDoors(product.url);
  for (const [index, countdown] of [1, 3, 5].entries()) {
    const client = await nextClient();
    const replies = await throughDeath(associationAnswers(email, PASSWORD, client), 'more', { countdown, written });
    expect([countdown, placeOf(replies)]).toEqual([countdown, 'pase-association/done']);
    expect(await demo.signIn('pase', client.clientNumber, client.legacyPassword)).toBe(false);
    for (let round = 0; round < 50 && (await demo.mailbox(email)).length <= index; round += 1) await settled();
    expect(await demo.mailbox(email)).toHaveLength(index + 1);
  }
});

/** Answers everything; the process dies at a write of the turn that answers `deadly`, and is started again. */
async function throughDeath(
  answers: Record<string, Said>,
  deadly: string,
  { countdown, written }: { countdown: number; written: boolean },
): Promise<Reply[]> {
  // Five links an hour is the limit of a client.
  product.clock.forward(60 * 60_000);
  const person = await enter(product.url);
  let replies = await person.listen();
  for (const [step, answer] of Object.entries(answers)) {
    if (step !== deadly) {
      replies = await person.say(answer);
      continue;
    }
    dieAt(countdown, written);
    replies = await sayThroughDeath(person, answer);
    if (replies.some(({ text }) => text.includes('no guardé lo que me mandaste'))) replies = await person.say(answer);
  }
  return replies;
}

function dieAt(countdown: number, written: boolean): void {
  Object.assign(death, { countdown, written, happened: false });
}

/** Sends, and sends the same message again once the process is back, as a client does that got no answer. */
async function sayThroughDeath(person: Person, said: Said): Promise<Reply[]> {
  const id = crypto.randomUUID();
  const sent = person.send(said, id).catch(() => undefined);
  await Promise.race([sent, settled()]);
  await settled();
  await restart();
  await person.send(said, id);
  return person.listen();
}

async function restart(): Promise<void> {
  death.happened = true;
  await product.restart(() => Object.assign(death, { happened: false, countdown: 0 }));
}

/** Until the process has died, or has nothing more to write. */
async function settled(): Promise<void> {
  for (let round = 0; round < 40 && !death.happened; round += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
}
