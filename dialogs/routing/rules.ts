import type { ProcedureId } from './routing.ts';
import type { Signal } from './signals.ts';

/** Which account system a sentence speaks of; `open` when it names none, `pase` when it names the ambiguous brand. */
export type Scope = 'impi' | 'toll' | 'icsoe' | 'brand' | 'open';

/** Adds `weight` to a procedure when the scope fits, all of `all`, one of `any` and none of `none` are said. */
export interface Rule {
  readonly procedure: ProcedureId;
  readonly scopes: readonly Scope[];
  readonly all?: readonly Signal[];
  readonly any?: readonly Signal[];
  readonly none?: readonly Signal[];
  readonly weight: number;
}

/** A procedure is started from this score on. */
export const startScore = 4;

/** The best procedure must lead the next one by this much; otherwise the person is asked. */
export const margin = 1;

const accountTalk = ['access', 'contrasena', 'changeContact', 'account', 'lost', 'pase'] as const;

/**
 * The rules of routing inside and between portals. Weights: 4 starts a procedure alone, 6 and 7 are sayings that only
 * one procedure owns, 1 to 3 break ties.
 */
export const rules: readonly Rule[] = [
  {
    procedure: 'impi-letter',
    scopes: ['impi', 'brand', 'open'],
    all: ['letter'],
    any: ['impi', 'pase', 'correo', 'changeContact', 'inPerson'],
    weight: 7,
  },
  { procedure: 'impi-letter', scopes: ['impi'], all: ['inPerson'], weight: 6 },
  { procedure: 'impi-letter', scopes: ['impi'], all: ['efirmaMissing'], weight: 6 },
  { procedure: 'impi-letter', scopes: ['brand', 'open'], all: ['efirmaMissing'], any: accountTalk, weight: 5 },
  { procedure: 'impi-letter', scopes: ['brand', 'open'], all: ['inPerson'], any: ['changeContact'], weight: 4 },
  { procedure: 'impi-efirma', scopes: ['impi'], all: ['efirma'], none: ['efirmaMissing'], weight: 5 },
  {
    procedure: 'impi-efirma',
    scopes: ['brand', 'open'],
    all: ['efirma'],
    any: accountTalk,
    none: ['efirmaMissing'],
    weight: 5,
  },

  { procedure: 'pase-manuals', scopes: ['toll', 'brand', 'open'], all: ['manual'], weight: 9 },
  { procedure: 'pase-manuals', scopes: ['toll'], all: ['tagTask'], none: ['contrasena', 'activation'], weight: 5 },
  { procedure: 'pase-manuals', scopes: ['toll'], all: ['scheme'], none: ['contrasena', 'access'], weight: 2 },

  {
    procedure: 'pase-association',
    scopes: ['toll', 'brand', 'open'],
    all: ['associate'],
    none: ['contrasena', 'activation'],
    weight: 6,
  },
  { procedure: 'pase-association', scopes: ['toll'], all: ['associate'], weight: 2 },

  { procedure: 'pase-migration', scopes: ['toll', 'brand'], all: ['saed'], none: ['lost'], weight: 6 },
  { procedure: 'pase-migration', scopes: ['toll'], all: ['saed', 'lost'], none: ['contrasena'], weight: 5 },
  { procedure: 'pase-migration', scopes: ['toll'], all: ['saed'], weight: 1 },
  { procedure: 'pase-migration', scopes: ['toll'], all: ['migrate'], weight: 5 },
  {
    procedure: 'pase-migration',
    scopes: ['toll'],
    all: ['activation', 'account'],
    none: ['mailMissing', 'again', 'linkExpired'],
    weight: 4,
  },

  { procedure: 'pase-reset', scopes: ['toll'], all: ['contrasena'], weight: 4 },
  { procedure: 'pase-reset', scopes: ['toll'], all: ['contrasena'], any: ['lost', 'access'], weight: 1 },

  { procedure: 'icsoe-reset', scopes: ['icsoe'], weight: 6 },

  {
    procedure: 'activation-resend',
    scopes: ['toll', 'brand', 'open'],
    all: ['activation'],
    any: ['mailMissing', 'again', 'linkExpired'],
    weight: 7,
  },
  { procedure: 'activation-resend', scopes: ['toll', 'brand', 'open'], all: ['linkExpired'], weight: 4 },
  { procedure: 'activation-resend', scopes: ['toll', 'brand', 'open'], all: ['activation', 'late'], weight: 5 },
  {
    procedure: 'activation-resend',
    scopes: ['brand', 'open'],
    all: ['activation', 'correo'],
    none: ['changeContact', 'migrate'],
    weight: 4,
  },
  { procedure: 'impi-letter', scopes: ['impi', 'brand', 'open'], all: ['letter'], none: ['status'], weight: 4 },

  { procedure: 'case-status', scopes: ['impi', 'toll', 'icsoe', 'brand', 'open'], all: ['folio'], weight: 8 },
  { procedure: 'case-status', scopes: ['impi', 'toll', 'brand', 'open'], all: ['status'], weight: 5 },
  { procedure: 'case-status', scopes: ['impi', 'toll', 'icsoe', 'brand', 'open'], all: ['hadVisit'], weight: 5 },

  { procedure: 'agent-handoff', scopes: ['impi', 'toll', 'icsoe', 'brand', 'open'], all: ['person'], weight: 12 },
];
