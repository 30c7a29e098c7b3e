import { expect } from '@jest/globals';
import es from '../../../locales/es-MX/mail.json' with { type: 'json' };
import type { MailTemplate } from '../../../services/mail/mail.ts';
import { demoDoors } from '../demo.ts';
import type { Inside } from '../inside.ts';
import { placeOf } from '../person.ts';
import type { Actor } from './actor.ts';

/** Everything a person was promised, and nothing else: account, mails, sign-in. */
export async function expectEnding({ me, script, ending, acts }: Actor, inside: Inside): Promise<void> {
  const about = `${script.name}, person ${me.number}`;
  expect([about, placeOf(me.replies)]).toEqual([about, script.ends]);
  for (const [lookup, changes] of ending.accounts) {
    const known = await inside.accounts.find(lookup);
    expect([about, known?.account.history.map(({ what }) => what)]).toEqual([about, changes]);
    expect([about, known?.account.applied.length]).toEqual([about, changes.length]);
  }
  const demo = demoDoors(me.url());
  const codes = acts.some((act) => 'step' in act && act.step === 'code');
  for (const [address, templates] of Object.entries(ending.mails)) {
    const mails = (await demo.mailbox(address)).map(({ subject }) => templateOf(subject));
    const exact = codes ? onceEach(mails, 'code') : mails;
    expect([about, address, exact.sort()]).toEqual([about, address, [...templates].sort()]);
  }
  for (const [portal, user, password, works] of ending.signIns) {
    expect([about, portal, user, password, await demo.signIn(portal, user, password)]).toEqual([
      about,
      portal,
      user,
      password,
      works,
    ]);
  }
}

/** A code that a crash took from the person is followed by another. */
function onceEach(mails: readonly string[], template: string): string[] {
  const others = mails.filter((mail) => mail !== template);
  return others.length === mails.length ? others : [...others, template];
}

const subjects = Object.entries(es).flatMap(([key, subject]) =>
  key.endsWith('.subject')
    ? [
        {
          template: key.replace(/\.subject$/, ''),
          start: subject.split('{')[0] ?? subject,
          end: subject.split('}')[1] ?? '',
        },
      ]
    : [],
);

/** The template behind a subject. */
export function templateOf(subject: string): MailTemplate | string {
  const found = subjects.find(({ start, end }) => subject.startsWith(start) && subject.endsWith(end));
  return found?.template ?? subject;
}
