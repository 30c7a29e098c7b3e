import { icsoeReset } from './icsoe.ts';
import { bySignature, byUpload, caseStatus, letter } from './impi.ts';
import { activationResend, association, disavowal, manuals, migration, paseReset } from './pase.ts';
import type { Script } from './script.ts';

/** One person for each procedure, and the owner who says "no fui yo". */
export const scripts: readonly Script[] = [
  bySignature,
  byUpload,
  letter,
  caseStatus,
  migration,
  association,
  paseReset,
  activationResend,
  manuals,
  icsoeReset,
  disavowal,
];
