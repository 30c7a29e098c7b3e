import type { ProcedureId } from './routing.ts';
import { type Rule, rules, type Scope } from './rules.ts';
import type { Signals } from './signals.ts';

/** A procedure with the points it got and what they came from. */
export interface Scored {
  readonly procedure: ProcedureId;
  readonly score: number;
  readonly why: readonly string[];
}

/** Applies every rule to the signals of one sentence; best first, procedures without points left out. */
export function scoresOf(signals: Signals, scope: Scope): readonly Scored[] {
  const totals = new Map<ProcedureId, Scored>();
  for (const rule of rules) {
    if (!fits(rule, signals, scope)) continue;
    const so = totals.get(rule.procedure);
    totals.set(rule.procedure, {
      procedure: rule.procedure,
      score: (so?.score ?? 0) + rule.weight,
      why: [...(so?.why ?? []), reasonOf(rule, signals, scope)],
    });
  }
  return [...totals.values()].sort((left, right) => right.score - left.score);
}

function fits(rule: Rule, signals: Signals, scope: Scope): boolean {
  if (!rule.scopes.includes(scope)) return false;
  if (rule.all?.some((signal) => !signals.has(signal))) return false;
  if (rule.none?.some((signal) => signals.has(signal))) return false;
  return rule.any?.some((signal) => signals.has(signal)) ?? true;
}

function reasonOf(rule: Rule, signals: Signals, scope: Scope): string {
  const said = [...(rule.all ?? []), ...(rule.any ?? [])]
    .filter((signal) => signals.has(signal))
    .map((signal) => `${signal} "${signals.get(signal)}"`);
  return `+${rule.weight} ${[`scope ${scope}`, ...said].join(', ')}`;
}
