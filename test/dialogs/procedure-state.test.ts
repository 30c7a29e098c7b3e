import { z } from 'zod';
import { procedure } from '../../dialogs/procedure.ts';
import { currentStep, initialState, progressOf, restore, stepBefore, without } from '../../dialogs/procedure-state.ts';
import type { Prompt } from '../../dialogs/prompt.ts';

const asks = <T>(answer: z.ZodType<T>): Prompt<T> => ({
  answer,
  ask: () => ({ text: '?' }),
  read: () => ({ kind: 'unclear', because: '' }),
});
const word = () => asks(z.string());
const number = () => asks(z.number());

const definition = procedure('icsoe-reset', { version: 2 })
  .step('first', [], word, { uncounted: true })
  .step('second', [], number)
  .step('third', ['second'], word)
  .step('fourth', ['third'], word, { sameStage: true })
  .ends(async () => ({ kind: 'end', end: 'done', say: [] }));

const stored = (answers: object, version = 2) => ({
  version,
  caseId: 'case',
  folio: 'IMPI-2026-000001',
  answers,
  step: 'third',
  memo: { noted: true },
  refusals: 1,
});

describe('restore', () => {
  it('gives back what was stored under the same version', () => {
    const restored = restore(definition, stored({ first: 'a', second: 2 }));
    expect(restored).toEqual({ state: stored({ first: 'a', second: 2 }), changed: false, broken: false });
  });

  it('survives being written and read', () => {
    const once = structuredClone(restore(definition, stored({ first: 'a' })).state);
    expect(restore(definition, JSON.parse(JSON.stringify(once))).state).toEqual(once);
  });

  it('of another version keeps case and answers that hold, and asks anew', () => {
    const { state, changed, broken } = restore(definition, stored({ first: 'a', second: 2, gone: 'x' }, 1));
    expect({ changed, broken }).toEqual({ changed: true, broken: false });
    expect(state).toEqual({
      version: 2,
      caseId: 'case',
      folio: 'IMPI-2026-000001',
      answers: { first: 'a', second: 2 },
      step: '',
      refusals: 0,
    });
  });

  it.each<[string, object, object]>([
    ['an answer of another shape', { first: 'a', second: 'two', third: 'b' }, { first: 'a' }],
    ['what was made from an answer that is gone', { first: 'a', third: 'b', fourth: 'c' }, { first: 'a' }],
    [
      'nothing that holds',
      { first: 'a', second: 2, third: 'b', fourth: 'c' },
      { first: 'a', second: 2, third: 'b', fourth: 'c' },
    ],
  ])('drops %s', (_, given, kept) => {
    expect(restore(definition, stored(given, 1)).state.answers).toEqual(kept);
    expect(restore(definition, stored(given, 2)).state.answers).toEqual(kept);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a word', 'state'],
    ['an empty object', {}],
    ['answers that are none', { ...stored({}), answers: 'x' }],
    ['a version that is none', { ...stored({}), version: '2' }],
  ])('begins anew from %s', (_, broken) => {
    expect(restore(definition, broken)).toEqual({
      state: initialState(definition, { caseId: '', folio: '' }),
      changed: true,
      broken: true,
    });
  });
});

describe('the place in a procedure', () => {
  const answers = { first: 'a', second: 2, third: 'b' };

  it('is the first step without an answer', () => {
    expect(currentStep(definition, answers)?.id).toBe('fourth');
    expect(currentStep(definition, { second: 2 })?.id).toBe('first');
    expect(currentStep(definition, { ...answers, fourth: 'c' })).toBeUndefined();
  });

  it('a correction takes away what was made from the answer, and nothing else', () => {
    expect(without(definition, { ...answers, fourth: 'c' }, 'second')).toEqual({ first: 'a' });
    expect(without(definition, { ...answers, fourth: 'c' }, 'fourth')).toEqual(answers);
  });

  it.each<[object, string | undefined]>([
    [{}, undefined],
    [{ first: 'a' }, 'first'],
    [{ first: 'a', second: 2 }, 'second'],
    [answers, 'third'],
    [{ ...answers, fourth: 'c' }, 'third'],
  ])('back from %j leads to %s', (given, step) => {
    expect(stepBefore(definition, { ...given })?.id).toBe(step);
  });

  it('is counted by stages', () => {
    const at = (index: number) => {
      const step = definition.steps[index];
      return step && progressOf(definition, step);
    };
    expect([0, 1, 2, 3].map(at)).toEqual([
      undefined,
      { current: 1, total: 2 },
      { current: 2, total: 2 },
      { current: 2, total: 2 },
    ]);
  });
});
