import type { Lookup } from '../../../services/accounts/directory.ts';
import type { MailTemplate } from '../../../services/mail/mail.ts';
import type { Crowd } from '../crowd.ts';
import type { TestMail } from '../demo.ts';
import type { Reply, Said } from '../person.ts';
import type { Seen } from '../served.ts';

/** Somebody on their way through a procedure, and what they know. */
export interface Me {
  /** Different for everybody. */
  readonly number: number;
  readonly crowd: Crowd;
  readonly url: () => string;
  /** The newest mail to an address that fits. */
  readonly mailTo: (address: string, fits: (mail: TestMail) => boolean) => Promise<TestMail>;
  /** All mails to an address, oldest first. */
  readonly mailbox: (address: string) => Promise<TestMail[]>;
  /** What must not rest anywhere. */
  readonly secrets: Set<string>;
  /** What the bot said last. */
  replies: readonly Reply[];
  folio: string;
  /** The code they typed last. */
  code: string;
}

/** How closely a turn is looked at when processes die: at each of its writes, or at some. */
export type Deaths = 'all' | 'some';

/** What a person does in one turn, at the step that asks for it. */
export interface Saying {
  readonly step: string;
  readonly say: (me: Me) => Said | Promise<Said>;
  readonly deaths?: Deaths;
}

/** A page behind a mailed link: opened, then its form is posted, as often as the person thinks it must be. */
export interface Posting {
  readonly page: string;
  readonly open: (me: Me) => Promise<() => Promise<Seen>>;
  /** Where a browser stands once the form was taken. */
  readonly arrives: string;
  readonly deaths?: Deaths;
}

export type Act = Saying | Posting;

/** What has to be true once everything is done. `code` mails may be more than one, all others are exact. */
export interface Ending {
  /** What was done to accounts, each thing once. */
  readonly accounts: readonly (readonly [Lookup, readonly ('credentials' | 'clients' | 'frozen')[]])[];
  readonly mails: Readonly<Record<string, readonly MailTemplate[]>>;
  readonly signIns: readonly (readonly [portal: string, user: string, password: string, works: boolean])[];
}

/** A person's way through one procedure. */
export interface Script {
  readonly name: string;
  /** Somebody new with the acts and the ending that are theirs. */
  readonly cast: (me: Me) => { readonly acts: readonly Act[]; readonly ending: Ending };
  /** Where the conversation ends: `procedure/step`. */
  readonly ends: string;
  /** Where to begin again when it was refused, as while a limit cannot be counted. */
  readonly again?: string;
}

/** A password that fits every portal's rules and is this person's alone. */
export function passwordOf(me: Me, portal: 'impi' | 'pase' | 'icsoe'): string {
  const letters = [...String(me.number)]
    .map((digit, at) => ['bxgzkwqmvt', 'rfjnphdcls'][at % 2]?.[Number(digit)])
    .join('');
  const password = portal === 'pase' ? `Faro${letters}Luz83` : `Faro-${letters}:Luz83`;
  me.secrets.add(password);
  return password;
}

export const newEmail = (me: Me): string => `nuevo${me.number}@example.mx`;
