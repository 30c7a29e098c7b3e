import { checkPassword } from '../../../../../services/passwords/check.ts';
import { type PasswordPolicy, passwordPolicies, type RuleId } from '../../../../../services/passwords/policies.ts';

/** A rule as the list shows it: the end of its key in the locale, and the values its sentence names. */
export interface ShownRule {
  readonly id: RuleId;
  readonly key: `chat.rule.${Exclude<RuleId, 'personal' | 'common'> | 'no-specials'}`;
  readonly values: Record<string, string | number>;
  /** Shown from the start; the others only while they are broken. */
  readonly isStanding: boolean;
}

/** The rules of a portal in the order shown, and which of them a password breaks. */
export interface LivePolicy {
  readonly rules: readonly ShownRule[];
  failing(password: string): readonly RuleId[];
}

/**
 * The policy of a portal without what only the server can know: common passwords and the person's own data. An unknown
 * portal has no rules here, and the server's answer tells.
 */
export function livePolicy(portal: string): LivePolicy {
  const policy = Object.values(passwordPolicies).find((candidate) => candidate.portal === portal);
  if (policy === undefined) return { rules: [], failing: () => [] };
  return {
    rules: rulesOf(policy),
    failing(password) {
      const check = checkPassword(password, policy, {});
      return check.ok ? [] : check.failing;
    },
  };
}

function rulesOf(policy: PasswordPolicy): ShownRule[] {
  const values = { min: policy.minLength, max: policy.maxLength, specials: [...policy.specials].join(' ') };
  const rule = (id: Exclude<RuleId, 'personal' | 'common'>, isStanding = true): ShownRule => ({
    id,
    key: id === 'forbidden' && policy.specials === '' ? 'chat.rule.no-specials' : `chat.rule.${id}`,
    values,
    isStanding,
  });
  return [
    rule('min-length'),
    ...policy.needs.map((need) => rule(need)),
    rule('forbidden', policy.specials === ''),
    rule('blank'),
    ...(policy.keyboardRun === undefined ? [] : [rule('keyboard-run')]),
    ...(policy.sequence === undefined ? [] : [rule('sequence')]),
    ...(policy.repeated === undefined ? [] : [rule('repeated')]),
    rule('max-length', false),
  ];
}
