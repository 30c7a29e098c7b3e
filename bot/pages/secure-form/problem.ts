import type { RuleId } from '../../../services/passwords/policies.ts';

const reasons = ['empty', 'mismatch', 'burned', 'busy', 'too-long', 'files', 'too-large'] as const;
type Reason = (typeof reasons)[number];

/** Why what was posted was not passed on. The form stays as it was. */
export type Problem = { readonly failing: readonly RuleId[] } | { readonly because: Reason };

const rules: Readonly<Record<RuleId, true>> = {
  'min-length': true,
  'max-length': true,
  upper: true,
  lower: true,
  letter: true,
  digit: true,
  special: true,
  forbidden: true,
  blank: true,
  'keyboard-run': true,
  sequence: true,
  repeated: true,
  personal: true,
  common: true,
};

/**
 * A problem as part of an address, so that the page that tells it can be loaded again and gone back to. It says which rules
 * a password broke, and nothing of the password.
 */
export const problemCode = (problem: Problem): string =>
  'because' in problem ? problem.because : problem.failing.join('.');

/** Reads what `problemCode` wrote; undefined for anything else. */
export function readProblem(code: string | undefined): Problem | undefined {
  if (code === undefined) return undefined;
  const because = reasons.find((reason) => reason === code);
  if (because !== undefined) return { because };
  const failing = code.split('.').filter((rule): rule is RuleId => Object.hasOwn(rules, rule));
  return failing.length === 0 ? undefined : { failing };
}
