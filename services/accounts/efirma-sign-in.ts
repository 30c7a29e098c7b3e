import type { Efirma, SignatureInput } from '../efirma/efirma.ts';
import type { Counters, Millis } from '../store/store.ts';
import type { Directory, SignedIn } from './directory.ts';

export interface EfirmaSignInOptions {
  readonly accounts: Pick<Directory, 'find'>;
  readonly efirma: Pick<Efirma, 'newChallenge' | 'checkSignature'>;
  readonly counters: Pick<Counters, 'hit' | 'peek'>;
  readonly now: () => Millis;
  /** A keyed hash, so that counters show no challenge. */
  readonly pseudonym: (text: string) => string;
}

/** ICSOE's other door: a CURP, proved by an e.firma instead of a password. */
export interface EfirmaSignIn {
  /** A text to sign. Whoever asks is unknown yet, so it names nobody: the certificate does. */
  newChallenge(words: {
    readonly portalName: string;
    readonly purpose: string;
  }): Promise<{ readonly text: string; readonly expiresAt: Millis }>;
  /** Refusals are all alike. A challenge is used up by the first attempt with it, right or wrong. */
  signIn(attempt: EfirmaAttempt): Promise<SignedIn>;
}

export interface EfirmaAttempt extends Pick<SignatureInput, 'certificate' | 'signature' | 'curp'> {
  /** The text of a challenge made here, as it was given out. */
  readonly challenge: string;
}

/**
 * No limit per CURP: a signature cannot be guessed, and a limit would let a stranger shut the owner out. The account is
 * looked up after the proof, so nobody learns of any account but their own.
 */
export function createEfirmaSignIn({ accounts, efirma, counters, now, pseudonym }: EfirmaSignInOptions): EfirmaSignIn {
  const refused: SignedIn = { ok: false, reason: 'refused' };
  const issuedKey = (text: string) => `efirma-sign-in:issued:${pseudonym(text)}`;
  const usedKey = (text: string) => `efirma-sign-in:used:${pseudonym(text)}`;

  return {
    async newChallenge(words) {
      const { text, expiresAt } = efirma.newChallenge({ ...words, occasion: 'sign-in' });
      const at = now();
      await counters.hit(issuedKey(text), { now: at, windowMs: expiresAt - at });
      return { text, expiresAt };
    },

    async signIn({ challenge: text, ...proof }) {
      const at = now();
      const issued = await counters.peek(issuedKey(text), at);
      if (issued === undefined) return refused;
      // The mark outlives the challenge, so that none is new again when it is forgotten.
      const { count } = await counters.hit(usedKey(text), { now: at, windowMs: 2 * (issued.resetsAt - at) });
      if (count > 1) return refused;

      const proved = await efirma.checkSignature({ ...proof, challenge: { text, expiresAt: issued.resetsAt } });
      if (!proved.ok) return refused;
      const known = await accounts.find({ portal: 'icsoe', curp: proved.holder.curp });
      if (known === undefined || known.account.frozen !== undefined) return refused;
      return { ok: true, accountId: known.id, name: known.account.name };
    },
  };
}
