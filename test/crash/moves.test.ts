import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { type MortalProduct, startMortalProduct } from '../support/mortal-product.ts';
import { codeOf, somebody, walkTo, webEnd } from '../support/moves.ts';

jest.setTimeout(300_000);

const HOUR = 60 * 60_000;
let mortal: MortalProduct;
beforeAll(async () => {
  mortal = await startMortalProduct();
});
afterAll(() => mortal.stop());

type Window = Awaited<ReturnType<typeof webEnd>>;
interface Last {
  readonly text: string;
  readonly step: string | undefined;
}

/** The last thing that was said at a window, from a log that does not change any more. */
async function lastOf({ person }: Window): Promise<Last[]> {
  const { activities } = JSON.parse(await person.history());
  return activities
    .filter(({ from }: { from: { role: string } }) => from.role === 'bot')
    .map(({ text, channelData }: { text: string; channelData: { step?: string } }) => ({
      text,
      step: channelData.step,
    }));
}

/** Says something through the death of the process, and again, as a client does that got no answer. */
async function sayThroughDeath(
  { person }: Window,
  text: string,
  { countdown, written }: { countdown: number; written: boolean },
  heard: () => Promise<unknown>,
) {
  const id = randomUUID();
  const died = await mortal.throughDeath(countdown, written, async () => {
    await person.send(text, id);
    await heard();
  });
  await person.send(text, id);
  return died;
}

/** Waits until the newest message of a window stands at one of these steps. */
async function until(window: Window, ...steps: string[]): Promise<string> {
  return eventually(async () => {
    await mortal.settled();
    const step = (await lastOf(window)).at(-1)?.step ?? '';
    return steps.includes(step) && step;
  }, steps.join(', '));
}

const countOf = (said: readonly Last[], words: string) => said.filter(({ text }) => text.includes(words)).length;

it.each([
  ['after', true],
  ['before', false],
])('a conversation whose process dies %s any write of its move is at one place, once', async (_, written) => {
  let countdown = 1;
  for (let died = true; died; countdown += 1) {
    mortal.clock.forward(HOUR);
    const [from, to] = [await webEnd(mortal.url), await webEnd(mortal.url)];
    await walkTo(from, await somebody(mortal.url), 'email');
    await to.say(await codeOf(from, 'email'));
    await until(to, 'move-claimed');
    await until(from, 'move');
    died = await sayThroughDeath(from, 'sí', { countdown, written }, async () => {
      await until(from, 'moved');
      await until(to, 'email');
    });
    await until(from, 'moved');
    await until(to, 'email');
    await mortal.settled();
    expect(countOf(await lastOf(from), 'tu trámite sigue en la web')).toBe(1);
    expect(countOf(await lastOf(to), 'traje tu trámite')).toBe(1);
    await from.person.send('cancelar');
    await until(from, 'choose');
    await to.person.send('cancelar');
    await until(to, 'cancelled');
  }
  expect(countdown).toBeGreaterThan(8);
});

it('a code that was typed into a process that dies is typed again, and asked about once', async () => {
  let countdown = 1;
  let typedAgain = 0;
  for (let died = true; died; countdown += 1) {
    mortal.clock.forward(HOUR);
    const [from, to] = [await webEnd(mortal.url), await webEnd(mortal.url)];
    await walkTo(from, await somebody(mortal.url), 'email');
    const code = await codeOf(from, 'email');
    died = await sayThroughDeath(to, code, { countdown, written: countdown % 2 === 0 }, async () => {
      await until(to, 'move-claimed');
      await until(from, 'move');
    });
    // The greeting is a choice as well.
    while ((await lastOf(to)).length < 2) await until(to, 'move-claimed', 'choose');
    if ((await until(to, 'move-claimed', 'choose')) === 'choose') {
      expect(countOf(await lastOf(to), 'no guardé lo que me mandaste')).toBe(1);
      typedAgain += 1;
      await to.say(code);
      await until(to, 'move-claimed');
    }
    await until(from, 'move');
    expect(countOf(await lastOf(from), '¿Eres tú')).toBe(1);
  }
  expect(countdown).toBeGreaterThan(6);
  expect(typedAgain).toBeGreaterThan(0);
});
