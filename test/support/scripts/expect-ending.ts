import { expect } from '@jest/globals';
import type { Inside } from '../inside.ts';
import { placeOf } from '../person.ts';
import type { Actor } from './actor.ts';
import { endingOf } from './ending.ts';

/** Everything a person was promised, and nothing else: account, mails, sign-in. */
export async function expectEnding(actor: Actor, inside: Inside): Promise<void> {
  const { script, me, ending } = actor;
  const about = `${script.name}, person ${me.number}`;
  const expected = { about, place: script.ends, ...inOrder(ending) };
  expect({ about, place: placeOf(me.replies), ...inOrder(await endingOf(actor, inside)) }).toEqual(expected);
}

/** Mails have no promised order. */
function inOrder<Known extends { readonly mails: Readonly<Record<string, readonly string[]>> }>(ending: Known) {
  const mails = Object.entries(ending.mails).map(([address, templates]) => [address, [...templates].sort()]);
  return { ...ending, mails };
}
