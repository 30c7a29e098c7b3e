import { randomBytes } from 'node:crypto';

export interface ChallengeInput {
  /** What the person is about; part of the text, so that a signature for one is none for the other. */
  readonly occasion?: 'recovery' | 'sign-in';
  /** Left out where the certificate alone says who signs. */
  readonly curp?: string;
  /** Left out where there is no case. */
  readonly folio?: string;
  readonly portalName: string;
  /** What the signature is for, as a person would say it: "cambiar mi correo y mi contraseña". */
  readonly purpose: string;
}

export interface Challenge {
  /** What the person signs, in UTF-8. */
  readonly text: string;
  /** 256 bits, base64url; part of the text. */
  readonly nonce: string;
  /** Milliseconds. Later signatures are refused. */
  readonly expiresAt: number;
}

/**
 * A text to sign once. An e.firma counts as a handwritten signature (CFF 17-D), so the text says in plain words what it
 * is, what it is for and that it is nothing else; nobody is asked to sign an opaque number. It is a protocol text, kept
 * here and not among the sentences of the conversation: both sides must have it to the octet.
 */
export function newChallenge(input: ChallengeInput, { now, ttlMs }: { now: () => number; ttlMs: number }): Challenge {
  const nonce = randomBytes(32).toString('base64url');
  const expiresAt = now() + ttlMs;
  const text = [
    'Recupera: firma de identidad, versión 1',
    `${occasions[input.occasion ?? 'recovery']} en ${oneLine(input.portalName)}.`,
    `Con esta firma demuestro que tengo mi e.firma, solo para: ${oneLine(input.purpose)}.`,
    'Esta firma no es documento fiscal, contrato, pago ni trámite ante el SAT.',
    ...(input.curp === undefined ? [] : [`CURP: ${maskCurp(input.curp)}`]),
    ...(input.folio === undefined ? [] : [`Folio: ${oneLine(input.folio)}`]),
    `Válida una sola vez, hasta: ${new Date(expiresAt).toISOString()}`,
    `Código único: ${nonce}`,
  ].join('\n');
  return { text, nonce, expiresAt };
}

const occasions = { recovery: 'Recuperación de cuenta', 'sign-in': 'Inicio de sesión' } as const;

/** Values stay on their line, so that none can pass for another line of the text. */
const oneLine = (value: string) => value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** First four and last two characters: enough for its owner to recognise. */
function maskCurp(curp: string): string {
  const shown = oneLine(curp);
  return `${shown.slice(0, 4)}${'*'.repeat(Math.max(0, shown.length - 6))}${shown.slice(-2)}`;
}
