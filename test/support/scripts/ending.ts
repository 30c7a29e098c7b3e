import es from '../../../locales/es-MX/mail.json' with { type: 'json' };
import { demoDoors } from '../demo.ts';
import type { Inside } from '../inside.ts';
import type { Actor } from './actor.ts';

/** What has become of a person's accounts and mails, in the shape of what was promised. */
export async function endingOf({ me, ending, acts }: Pick<Actor, 'me' | 'ending' | 'acts'>, inside: Inside) {
  const codes = acts.some((act) => 'step' in act && act.step === 'code');
  const accounts = [];
  for (const [lookup] of ending.accounts) {
    const known = await inside.accounts.find(lookup);
    accounts.push([lookup, known?.account.history.map(({ what }) => what) ?? []] as const);
  }
  const mails: Record<string, string[]> = {};
  for (const address of Object.keys(ending.mails)) {
    const all = (await me.mailbox(address)).map(({ subject }) => templateOf(subject));
    mails[address] = codes ? onceEach(all, 'code') : all;
  }
  const signIns = [];
  for (const [portal, user, password] of ending.signIns) {
    signIns.push([portal, user, password, await demoDoors(me.url()).signIn(portal, user, password)] as const);
  }
  return { accounts, mails, signIns };
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
function templateOf(subject: string): string {
  const found = subjects.find(({ start, end }) => subject.startsWith(start) && subject.endsWith(end));
  return found?.template ?? subject;
}
