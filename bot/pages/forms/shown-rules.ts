import type { PasswordPolicy, RuleId } from '../../../services/passwords/policies.ts';

/** One line of the list beside the form: its sentence, and the rules it stands for. */
export interface ShownRule {
  readonly key: `rules.${'kinds' | 'letters-digits' | 'special' | 'no-special' | 'length' | 'runs'}`;
  readonly ids: readonly RuleId[];
}

/** A policy as its guide shows it: the four rules of ICSOE, the three of PASE. */
export function shownRules(policy: PasswordPolicy): readonly ShownRule[] {
  const kinds = policy.needs.filter((need) => need !== 'special');
  return [
    { key: kinds.includes('letter') ? 'rules.letters-digits' : 'rules.kinds', ids: kinds },
    policy.specials === ''
      ? { key: 'rules.no-special', ids: ['forbidden'] }
      : { key: 'rules.special', ids: ['special', 'forbidden'] },
    { key: 'rules.length', ids: ['min-length', 'max-length', 'blank'] },
    ...(policy.sequence === undefined
      ? []
      : [{ key: 'rules.runs', ids: ['keyboard-run', 'sequence', 'repeated'] } as const]),
  ];
}

/** What browsers that make passwords need to know of a policy (`passwordrules`). */
export function generatorRules({ minLength, maxLength, needs, specials }: PasswordPolicy): string {
  const classOf = {
    upper: 'upper',
    lower: 'lower',
    letter: 'lower',
    digit: 'digit',
    special: `[${specials}]`,
  } as const;
  const required = needs.map((need) => `required: ${classOf[need]}`);
  const also = needs.includes('letter') ? ['allowed: upper'] : [];
  return [`minlength: ${minLength}`, `maxlength: ${maxLength}`, ...required, ...also, 'max-consecutive: 2'].join('; ');
}
