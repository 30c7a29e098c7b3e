import { createHmac } from 'node:crypto';
import { type Change, collection } from '../store/collection.ts';
import type { Documents, Millis } from '../store/store.ts';
import { isOpenFor, isOver, type Step, stateAt, superseded, toBegun, toCancelled, toCompleted } from './changes.ts';
import {
  type FormRequest,
  type IssuedForm,
  type SecureForm,
  SecureFormSheet,
  type SecureForms,
  type SeenForm,
} from './secure-form.ts';

export interface SecureFormsOptions {
  readonly documents: Documents;
  readonly now: () => Millis;
  readonly randomBytes: (size: number) => Buffer;
  /** A uniform integer in [0, max). */
  readonly randomInt: (max: number) => number;
  /** Makes tokens, and keys the hashes under which they and browsers are stored. */
  readonly key: Buffer;
  readonly ttlMs: number;
  /** How long a form is still recognised after it expired, to say "expired" and to show the desk how it ended. */
  readonly rememberMs: number;
}

const SEED_BYTES = 32;
const TOKEN_SHAPE = /^[A-Za-z0-9_-]{43}$/;
const MARKS = 10_000;
/** Earlier forms of a conversation that are still told apart from rubbish. */
const REMEMBERED = 8;
/** Many browsers at one form, none of which may be told that it failed because others were faster. */
const BUSY_ATTEMPTS = 64;

/**
 * Forms of one conversation lie in one document, found by its id or by the hash of any of their tokens. So that there is
 * never more than one open form holds by the shape, and each change is one compare-and-swap.
 */
export function createSecureForms(options: SecureFormsOptions): SecureForms {
  const { documents, now, randomBytes, randomInt, ttlMs, rememberMs } = options;
  const sheets = collection(documents, 'secure-form', SecureFormSheet);
  const hash = (what: 'seed' | 'token' | 'browser', secret: string) =>
    createHmac('sha256', options.key).update(`secure-form:${what}:${secret}`).digest('base64url');

  /** The document with its keys, which a replacement would keep, and the time it may be forgotten. */
  function keep(forms: readonly SecureForm[]): Change<SecureFormSheet> {
    const kept = forms.slice(-REMEMBERED);
    const expiresAt = Math.max(...kept.map((form) => form.expiresAt)) + rememberMs;
    return { value: { forms: kept }, keys: kept.map((form) => form.id), expiresAt };
  }

  function newForm(request: Omit<FormRequest, 'conversationId'>): SecureForm {
    const seed = randomBytes(SEED_BYTES).toString('base64url');
    const sentAt = now();
    return {
      ...request,
      id: hash('token', hash('seed', seed)),
      seed,
      mark: randomInt(MARKS).toString().padStart(4, '0'),
      state: 'sent',
      sentAt,
      expiresAt: sentAt + ttlMs,
    };
  }

  const issue = (form: SecureForm): IssuedForm => ({
    id: form.id,
    token: hash('seed', form.seed ?? ''),
    mark: form.mark,
    expiresAt: form.expiresAt,
  });

  async function find(token: string): Promise<{ conversationId: string; form: SecureForm } | undefined> {
    if (!TOKEN_SHAPE.test(token)) return undefined;
    const id = hash('token', token);
    const sheet = await sheets.byKey(id);
    const form = sheet?.value.forms.find((candidate) => candidate.id === id);
    return sheet && form && { conversationId: sheet.id, form };
  }

  /** Writes what `step` makes of one form; answers what it said. */
  async function change<T>(conversationId: string, id: string, step: (form: SecureForm) => Step<T>): Promise<T> {
    let said: Step<T> | undefined;
    const changed = await sheets.change(
      conversationId,
      ({ forms }) => {
        const form = forms.find((candidate) => candidate.id === id);
        said = form && step(form);
        const next = said?.next;
        return next === undefined ? undefined : keep(forms.map((other) => (other.id === id ? next : other)));
      },
      BUSY_ATTEMPTS,
    );
    if (!changed.ok && changed.reason === 'busy') throw new Error('a secure form is under heavy fire');
    if (said === undefined) throw new Error('a secure form vanished while it was changed');
    return said.answer;
  }

  async function act<T>(token: string, step: (form: SecureForm) => Step<T>, unknown: T): Promise<T> {
    const found = await find(token);
    return found === undefined ? unknown : change(found.conversationId, found.form.id, step);
  }

  return {
    async open({ conversationId, ...request }) {
      const fresh = newForm(request);
      const { sentAt, expiresAt } = fresh;
      const { value, ...written } = keep([fresh]);
      if ((await sheets.insert(conversationId, value, written)).ok) return issue(fresh);
      let form = fresh;
      const changed = await sheets.change(
        conversationId,
        ({ forms }) => {
          const newest = forms.at(-1);
          if (newest !== undefined && request.askedSeq < newest.askedSeq) {
            // An earlier message that is sent again: its form is over, and who fills in the newer one goes on.
            form = superseded(fresh, sentAt);
            return keep([...forms.slice(0, -1), form, newest]);
          }
          const isSentAgain = newest !== undefined && isOpenFor(newest, request, sentAt);
          form = isSentAgain ? { ...newest, expiresAt } : fresh;
          const earlier = isSentAgain ? forms.slice(0, -1) : forms.map((one) => superseded(one, sentAt));
          return keep([...earlier, form]);
        },
        BUSY_ATTEMPTS,
      );
      if (!changed.ok) throw new Error(`could not write a secure form: ${changed.reason}`);
      return issue(form);
    },

    async look(token, browser): Promise<SeenForm | undefined> {
      const found = await find(token);
      if (found === undefined) return undefined;
      const { form } = found;
      const elsewhere =
        form.browser !== undefined && (browser === undefined || form.browser !== hash('browser', browser));
      return { ...found, state: stateAt(form, now()), elsewhere };
    },

    begin: (token, browser) =>
      act(token, (form) => toBegun(form, hash('browser', browser), now()), { ok: false, reason: 'unknown' }),

    complete: (token, browser) =>
      act(token, (form) => toCompleted(form, hash('browser', browser), now()), { ok: false, reason: 'unknown' }),

    async cancel(conversationId) {
      const newest = (await sheets.get(conversationId))?.value.forms.at(-1);
      if (newest === undefined || isOver(newest)) return false;
      return change(conversationId, newest.id, (form) => toCancelled(form, now()));
    },

    async stateOf(conversationId) {
      const newest = (await sheets.get(conversationId))?.value.forms.at(-1);
      if (newest === undefined) return undefined;
      const { procedure, step, sentAt, openedAt, expiresAt } = newest;
      const state = stateAt(newest, now());
      const endedAt = state === 'expired' ? expiresAt : newest.endedAt;
      return { kind: newest.form.kind, procedure, step, state, sentAt, openedAt, endedAt, expiresAt };
    },
  };
}
