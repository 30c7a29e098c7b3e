import { type Asked, type FaqTopic, faqOf, subjectOf } from './faq.ts';
import { normalize } from './normalize.ts';
import type { ProcedureId, Routing } from './routing.ts';
import { margin, type Scope, startScore } from './rules.ts';
import { scopesOf, withoutDenied } from './scopes.ts';
import { type Scored, scoresOf } from './score.ts';
import { any, type Signal, type Signals, signalsOf } from './signals.ts';
import { abuseIn, looseTalkOf, smallTalkOf } from './small-talk.ts';

export type { Routing } from './routing.ts';

/**
 * Finds what an utterance leads to, by rules alone: the same text gives the same answer with its reasons. Reads at
 * most `routingMaxChars` characters, never throws. When two account systems stay open it asks; it never picks one.
 */
export function routeUtterance(text: string): Routing {
  const normalized = normalize(text);
  const talk = smallTalkOf(normalized);
  if (talk !== undefined) return { kind: talk.kind, why: [`whole text "${talk.words}"`] };
  const signals = signalsOf(withoutDenied(normalized));
  const named = scopesOf(signals);
  const faq = faqOf(normalized);
  if (faq !== undefined && answersFirst(faq, signals)) {
    return { kind: 'faq', topic: faq.topic, why: [`question "${faq.words}"`] };
  }
  if (signals.has('elsewhere') && named.length === 0 && !signals.has('person')) {
    return { kind: 'off-topic', why: [told(signals, 'elsewhere')] };
  }
  if (signals.has('business') && !any(signals, ...ours)) {
    return { kind: 'off-topic', why: [told(signals, 'business')] };
  }
  const scope = named[0] ?? (signals.has('pase') ? 'brand' : 'open');
  const scores = scoresOf(signals, scope);
  const [best, next] = scores;
  if (named.length > 1 && best?.procedure !== 'agent-handoff' && best?.procedure !== 'case-status') {
    return askPortal(named, signals);
  }
  if (best !== undefined && best.score >= startScore) {
    if (next === undefined || best.score - next.score >= margin) return { kind: 'procedure', ...best };
    return askBetween(scores, best);
  }
  return questionFor(scope, signals) ?? lastWord(normalized, signals);
}

/**
 * What a sentence about how things stand means to a person in the middle of a procedure: `case`, another case that they
 * name; `wait`, how long it takes; undefined, neither.
 */
export function standingAsked(text: string): 'case' | 'wait' | undefined {
  const normalized = normalize(text);
  const signals = signalsOf(normalized);
  if (any(signals, 'ofCase', 'hadVisit') || normalized.includes(' foliodado ')) return 'case';
  return signals.has('wait') ? 'wait' : undefined;
}

/** What makes a sentence ours, although it also names a business of the portals that is not (prices, lost tags…). */
const ours: readonly Signal[] = [
  'contrasena',
  'access',
  'account',
  'changeContact',
  'person',
  'folio',
  'status',
  'manual',
  'efirma',
  'associate',
  'activation',
];

const opener: Readonly<Record<'impi' | 'toll' | 'icsoe', ProcedureId>> = {
  impi: 'impi-efirma',
  toll: 'pase-reset',
  icsoe: 'icsoe-reset',
};

/** Subjects that also are said in passing while asking for a procedure; there, the procedure goes first. */
const inPassing: readonly FaqTopic[] = [
  'efirma-renewal',
  'efirma-what',
  'efirma-files',
  'contact-email',
  'office-address',
  'curp-find',
  'tool-brand-search',
  'accepted-ids',
];

function answersFirst({ topic, words }: Asked, signals: Signals): boolean {
  if (wishesBeside(words, signals, 'person', 'folio')) return false;
  if (topic === 'appointments' && any(signals, 'elsewhere', 'imss')) return false;
  if (inPassing.includes(topic) && any(signals, 'access', 'changeContact')) return false;
  return true;
}

/** Whether one of these is said, and not only by the words of the question: "¿eres una persona real?" calls nobody. */
function wishesBeside(question: string, signals: Signals, ...names: readonly Signal[]): boolean {
  return names.some((name) => signals.has(name) && !` ${question} `.includes(` ${signals.get(name)} `));
}

/** What is left to ask when no procedure can be named: the e.firma, the portal, or the wish inside a portal. */
function questionFor(scope: Scope, signals: Signals): Routing | undefined {
  const accountTalk = any(signals, 'contrasena', 'access', 'account', 'changeContact');
  if (scope === 'impi') return ask('efirma', ['impi-efirma', 'impi-letter'], signals, 'impi');
  if (scope === 'toll') {
    if (signals.has('elsewhere')) return undefined;
    return ask('procedure', ['pase-reset', 'pase-migration', 'pase-association', 'pase-manuals'], signals, 'toll');
  }
  if (scope === 'brand') return ask('portal', ['impi-efirma', 'pase-reset'], signals, 'pase');
  if (any(signals, 'mailMissing', 'again') && signals.has('correo')) {
    return ask('procedure', ['activation-resend', 'pase-reset', 'icsoe-reset'], signals, 'mailMissing');
  }
  if (accountTalk) return ask('portal', ['impi-efirma', 'pase-reset', 'icsoe-reset'], signals, 'contrasena');
  return undefined;
}

function askPortal(named: readonly ('impi' | 'toll' | 'icsoe')[], signals: Signals): Routing {
  return {
    kind: 'ask',
    about: 'portal',
    options: named.map((scope) => opener[scope]),
    why: named.map((name) => told(signals, name)),
  };
}

function askBetween(scores: readonly Scored[], best: Scored): Routing {
  const close = scores.filter(({ score }) => best.score - score < margin).slice(0, 4);
  return {
    kind: 'ask',
    about: 'procedure',
    options: close.map(({ procedure }) => procedure),
    why: close.flatMap(({ why }) => why),
  };
}

function ask(
  about: 'portal' | 'efirma' | 'procedure',
  options: readonly ProcedureId[],
  signals: Signals,
  first: Signal,
): Routing {
  const why = [first, ...signals.keys()].filter((name, index, all) => signals.has(name) && all.indexOf(name) === index);
  return { kind: 'ask', about, options, why: why.map((name) => told(signals, name)) };
}

/** Nothing to begin and nothing to ask: an insult, the subject of a question, a hint, or honestly unknown. */
function lastWord(normalized: string, signals: Signals): Routing {
  const insult = abuseIn(normalized);
  if (insult !== undefined) return { kind: 'abuse', why: [`insult "${insult}"`] };
  if (signals.has('elsewhere')) return { kind: 'off-topic', why: [told(signals, 'elsewhere')] };
  const subject = subjectOf(normalized);
  if (subject !== undefined) return { kind: 'faq', topic: subject.topic, why: [`subject "${subject.words}"`] };
  const hint = looseTalkOf(normalized);
  if (hint !== undefined) return { kind: hint.kind, why: [`hint "${hint.words}"`] };
  return { kind: 'unknown', why: ['no rule fits', ...[...signals.keys()].map((name) => told(signals, name))] };
}

const told = (signals: Signals, name: Signal) => `${name} "${signals.get(name) ?? ''}"`;
