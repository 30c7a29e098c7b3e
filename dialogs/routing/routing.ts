import type { FaqTopic } from './faq.ts';

/** The things a person can get done (design, section 1). */
export const procedureIds = [
  'impi-efirma',
  'impi-letter',
  'pase-migration',
  'pase-association',
  'pase-reset',
  'pase-manuals',
  'icsoe-reset',
  'activation-resend',
  'case-status',
  'agent-handoff',
] as const;

export type ProcedureId = (typeof procedureIds)[number];

/**
 * Turns that open no procedure and need no question back. `off-topic` names a subject of somebody else (SAT, banks,
 * pensions…); `unknown` says nothing the rules know.
 */
export type SmallTalk = 'greeting' | 'thanks' | 'menu' | 'help' | 'cancel' | 'off-topic' | 'abuse' | 'unknown';

/** What an utterance leads to. `why` names each signal that counted and the words that gave it. */
export type Routing =
  | {
      readonly kind: 'procedure';
      readonly procedure: ProcedureId;
      readonly score: number;
      readonly why: readonly string[];
    }
  | {
      readonly kind: 'ask';
      /** Two to four procedures to offer as buttons, the likeliest first. */
      readonly options: readonly ProcedureId[];
      /** What is open: which account system, whether there is an e.firma, or what the person wants there. */
      readonly about: 'portal' | 'efirma' | 'procedure';
      readonly why: readonly string[];
    }
  | { readonly kind: 'faq'; readonly topic: FaqTopic; readonly why: readonly string[] }
  | { readonly kind: SmallTalk; readonly why: readonly string[] };

/** The account system a procedure belongs to; undefined where it serves all of them. */
export function portalOf(procedure: ProcedureId): 'impi' | 'pase' | 'icsoe' | undefined {
  if (procedure === 'activation-resend') return 'pase';
  if (procedure === 'case-status' || procedure === 'agent-handoff') return undefined;
  if (procedure.startsWith('impi')) return 'impi';
  return procedure.startsWith('pase') ? 'pase' : 'icsoe';
}

/** The procedure id that messages of such a turn carry (design, sections 1 and 7). */
export function labelOf(routing: Routing): string {
  switch (routing.kind) {
    case 'procedure':
      return routing.procedure;
    case 'ask':
      return 'disambiguation';
    case 'greeting':
    case 'thanks':
      return 'menu';
    case 'off-topic':
    case 'abuse':
    case 'unknown':
      return 'fallback';
    default:
      return routing.kind;
  }
}
