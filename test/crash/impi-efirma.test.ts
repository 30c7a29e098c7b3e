import { openStore } from '../../services/store/open.ts';
import { demoDoors } from '../support/demo.ts';
import { type Death, dyingStore } from '../support/dying-store.ts';
import { enter, placeOf, type Reply, type Said, signChallenge, type TestEfirma } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

const PASSWORD = 'Lluvia-Verde:48';

let death: Death = { countdown: 0, written: false, happened: false };
let product: TestProduct;

beforeAll(async () => {
  product = await startProduct({}, async (...args) => dyingStore(await openStore(...args), death));
});
afterAll(() => product.stop());

/** From now on the process dies at its `countdown`-th write. */
function dieAt(countdown: number, written: boolean): void {
  death.countdown = countdown;
  death = Object.assign(death, { written, happened: false });
}

const steps = [
  'start',
  'prerequisites',
  'curp',
  'email',
  'email-confirm',
  'password',
  'efirma',
  'code',
  'review',
] as const;

/** At which write of the turn the process dies: every one where the account changes, some of them elsewhere. */
const deaths = (step: string) => (step === 'review' ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : [1, 3, 6]);

describe.each(steps)('the process dies in the turn that answers %s', (deadly) => {
  it.each([false, true])('and the person goes on where they were (write reached the disk: %s)', async (written) => {
    for (const countdown of deaths(deadly)) {
      await expectWholeRecovery(deadly, countdown, written);
    }
  });
});

async function expectWholeRecovery(deadly: string, countdown: number, written: boolean): Promise<void> {
  const demo = demoDoors(product.url);
  const people = (await demo.people()).filter((each) => each.portal === 'impi' && !each.frozen);
  const owner = people[countdown % people.length];
  if (!owner?.curp || !owner.email) throw new Error('no demo person');
  const { curp } = owner;
  const efirma = await demo.efirma(curp);
  const email = `${deadly}-${countdown}-${written}@example.mx`;
  const person = await enter(product.url);
  let replies: Reply[] = await person.listen();
  for (const step of steps) {
    const answer = await answerTo(step, { curp, email, efirma, replies });
    if (step === deadly) {
      dieAt(countdown, written);
      replies = await sayThroughDeath(person, answer);
      if (placeOf(replies) === 'impi-efirma/code' && step === 'code')
        replies = await person.say(await newestCode(email, String(answer)));
    } else {
      replies = await person.say(answer);
      if (secretsWereLost(replies)) replies = await person.say(answer);
    }
  }
  expect([deadly, countdown, written, placeOf(replies)]).toEqual([deadly, countdown, written, 'impi-efirma/done']);
  expect(await demo.signIn('impi', email, PASSWORD)).toBe(true);
  const notices = async (to: string) =>
    (await demo.mailbox(to)).filter((mail) => mail.links.some((link) => link.includes('no-fui-yo')));
  await demo.mailTo(email, (mail) => mail.links.some((link) => link.includes('no-fui-yo')));
  await demo.mailTo(owner.email, (mail) => mail.links.some((link) => link.includes('no-fui-yo')));
  expect(await notices(email)).toHaveLength(1);
}

/** Sends, survives the death of the process, and sends the same message again, as a client does that got no answer. */
async function sayThroughDeath(person: Awaited<ReturnType<typeof enter>>, said: Said): Promise<Reply[]> {
  const id = crypto.randomUUID();
  const before = product.url;
  const sent = person.send(said, id).then(
    () => 'answered',
    () => 'cut off',
  );
  await Promise.race([sent, settled()]);
  await settled();
  death.happened = true;
  await product.restart(() => Object.assign(death, { happened: false, countdown: 0 }));
  expect(product.url).toBe(before);
  await person.send(said, id);
  const replies = await person.listen();
  return secretsWereLost(replies) ? person.say(said) : replies;
}

/** Until the process has died, or has nothing more to write. */
async function settled(): Promise<void> {
  for (let round = 0; round < 40 && !death.happened; round += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

async function newestCode(email: string, used?: string): Promise<string> {
  const mail = await demoDoors(product.url).mailTo(email, ({ codes }) => codes.length > 0 && codes[0] !== used);
  return mail.codes[0] ?? '';
}

const secretsWereLost = (replies: readonly Reply[]) =>
  replies.some((reply) => reply.text.includes('no guardé lo que me mandaste'));

async function answerTo(
  step: (typeof steps)[number],
  known: { curp: string; email: string; efirma: TestEfirma; replies: readonly Reply[] },
): Promise<Said> {
  switch (step) {
    case 'start':
      return 'recuperar mi cuenta del IMPI con e.firma';
    case 'curp':
      return known.curp;
    case 'email':
    case 'email-confirm':
      return known.email;
    case 'password':
      return { value: { password: PASSWORD, confirmation: PASSWORD } };
    case 'efirma':
      return signChallenge(known.replies.at(-1)?.channelData.challenge ?? '', known.efirma);
    case 'code':
      return newestCode(known.email);
    default:
      return 'sí';
  }
}
