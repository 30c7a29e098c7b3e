import type { Millis } from '../store/store.ts';
import type { Begun, Completed, SecureForm, SecureFormState } from './secure-form.ts';

/** What happens to a form, and what is said of it. Without `next` nothing is written. */
export interface Step<Answer> {
  readonly next?: SecureForm;
  readonly answer: Answer;
}

/** The state as the clock sees it. */
export const stateAt = (form: SecureForm, at: Millis): SecureFormState =>
  !isOver(form) && at >= form.expiresAt ? 'expired' : form.state;

/** Whether nothing more can happen to a form. */
export const isOver = ({ state }: SecureForm): boolean => state !== 'sent' && state !== 'opened';

/** A form after which another was sent. */
export const superseded = (form: SecureForm, at: Millis): SecureForm =>
  isOver(form) ? form : { ...form, state: 'superseded', endedAt: at };

/** Whether a form is the open one of a question, to be handed out again. */
export const isOpenFor = (form: SecureForm, { askedSeq }: { readonly askedSeq: number }, at: Millis): boolean =>
  form.askedSeq === askedSeq && form.seed !== undefined && stateAt(form, at) === form.state && !isOver(form);

const isElsewhere = (form: SecureForm, browser: string) => form.browser !== undefined && form.browser !== browser;

export function toBegun(form: SecureForm, browser: string, at: Millis): Step<Begun> {
  const state = stateAt(form, at);
  if (state !== 'sent' && state !== 'opened') return { answer: { ok: false, reason: state } };
  if (isElsewhere(form, browser)) return { answer: { ok: false, reason: 'elsewhere' } };
  if (state === 'opened') return { answer: { ok: true } };
  return { next: { ...form, state: 'opened', openedAt: at, browser }, answer: { ok: true } };
}

export function toCompleted(form: SecureForm, browser: string, at: Millis): Step<Completed> {
  if (isElsewhere(form, browser)) return { answer: { ok: false, reason: 'elsewhere' } };
  if (form.state === 'completed') return { answer: { ok: true, repeated: true } };
  if (form.state === 'superseded' || form.state === 'cancelled') return { answer: { ok: false, reason: form.state } };
  const next = { ...form, state: 'completed' as const, openedAt: form.openedAt ?? at, endedAt: at, browser };
  return { next, answer: { ok: true, repeated: false } };
}

export function toCancelled(form: SecureForm, at: Millis): Step<boolean> {
  return isOver(form) ? { answer: false } : { next: { ...form, state: 'cancelled', endedAt: at }, answer: true };
}
