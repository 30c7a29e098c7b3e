import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Problem, problemCode, readProblem } from '../../../../bot/pages/secure-form/problem.ts';
import { checkPassword } from '../../../../services/passwords/check.ts';
import { passwordPolicies } from '../../../../services/passwords/policies.ts';

it('of any refused password is read as it was written, and says nothing of the password', () => {
  const policy = fc.constantFrom(...Object.values(passwordPolicies));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), policy, fc.boolean(), (password, rules, common) => {
      const checked = checkPassword(password, rules, { name: 'Rosa' }, () => common);
      fc.pre(!checked.ok);
      const problem: Problem = { failing: checked.ok ? [] : checked.failing };
      const code = problemCode(problem);
      expect(readProblem(code)).toEqual(problem);
      expect(code).toMatch(/^[a-z-]+(\.[a-z-]+)*$/);
    }),
  );
});

it.each(['empty', 'mismatch', 'burned', 'busy', 'too-long', 'files', 'too-large'] as const)('%s is read', (because) => {
  expect(readProblem(problemCode({ because }))).toEqual({ because });
});

it('is none in anything that somebody made up', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toString', '', '.', 'constructor.x')), (made) => {
      const problem = readProblem(made);
      if (problem !== undefined)
        expect(
          problemCode(problem)
            .split('.')
            .every((part) => made.includes(part)),
        ).toBe(true);
    }),
  );
  expect(readProblem(undefined)).toBeUndefined();
  expect(readProblem('__proto__.toString')).toBeUndefined();
});
