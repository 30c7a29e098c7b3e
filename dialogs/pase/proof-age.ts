import type { SignInProof } from '../prompts/sign-in.ts';
import type { DialogTurn } from '../turn.ts';

/** Whether a password was compared too long ago to change an account on the strength of it. */
export const isOldProof = ({ at }: SignInProof, { now, services }: DialogTurn): boolean =>
  now - at > services.limits.proofTtlMs;
