import { containsPersonal, type PersonalData } from './personal.ts';
import type { PasswordPolicy, RuleId } from './policies.ts';
import { hasKeyboardRun, hasRepetition, hasSequence } from './runs.ts';

export type PasswordCheck = { readonly ok: true } | { readonly ok: false; readonly failing: readonly RuleId[] };

/** The letters of Spanish; those of other scripts are nobody's keyboard at the portal. */
const LETTER = /[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]/;
const HAS = {
  upper: /[A-ZÁÉÍÓÚÜÑ]/,
  lower: /[a-záéíóúüñ]/,
  letter: LETTER,
  digit: /[0-9]/,
} as const;

/**
 * Checks a new password against a portal's policy and the person's own data. Lists exactly the rules it fails, in the
 * order of the policy. `isCommon` comes from the server (`common.ts`); a page leaves it out and learns from the answer.
 */
export function checkPassword(
  password: string,
  policy: PasswordPolicy,
  personal: PersonalData,
  isCommon: (password: string) => boolean = () => false,
): PasswordCheck {
  const text = password.normalize('NFC');
  const length = [...text].length;
  const failing: RuleId[] = [];
  const fails = (rule: RuleId, failed: boolean) => {
    if (failed) failing.push(rule);
  };

  fails('min-length', length < policy.minLength);
  fails('max-length', length > policy.maxLength);
  for (const need of policy.needs) fails(need, !has(text, need, policy));
  fails('forbidden', forbiddenCharacters(text, policy).length > 0);
  fails('blank', /\s/.test(text));
  fails('keyboard-run', policy.keyboardRun !== undefined && hasKeyboardRun(text, policy.keyboardRun));
  fails('sequence', policy.sequence !== undefined && hasSequence(text, policy.sequence));
  fails('repeated', policy.repeated !== undefined && hasRepetition(text, policy.repeated));
  fails('personal', containsPersonal(text, personal));
  fails('common', length <= policy.maxLength && isCommon(text));
  return failing.length === 0 ? { ok: true } : { ok: false, failing };
}

/** The characters the policy does not know, each once, to be named to the person. Blanks have a rule of their own. */
export function forbiddenCharacters(password: string, policy: PasswordPolicy): string[] {
  const known = (char: string) =>
    LETTER.test(char) || HAS.digit.test(char) || policy.specials.includes(char) || /\s/.test(char);
  return [...new Set(password.normalize('NFC'))].filter((char) => !known(char));
}

function has(text: string, need: PasswordPolicy['needs'][number], policy: PasswordPolicy): boolean {
  if (need === 'special') return [...policy.specials].some((char) => text.includes(char));
  return HAS[need].test(text);
}
