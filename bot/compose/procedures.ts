import { caseStatus } from '../../dialogs/case-status.ts';
import { icsoeReset } from '../../dialogs/icsoe/icsoe-reset.ts';
import { impiEfirma } from '../../dialogs/impi/impi-efirma.ts';
import { impiLetter } from '../../dialogs/impi/impi-letter.ts';
import { activationResend } from '../../dialogs/pase/activation-resend.ts';
import { paseAssociation } from '../../dialogs/pase/pase-association.ts';
import { paseManuals } from '../../dialogs/pase/pase-manuals.ts';
import { paseMigration } from '../../dialogs/pase/pase-migration.ts';
import { paseReset } from '../../dialogs/pase/pase-reset.ts';
import type { ProcedureDefinition } from '../../dialogs/procedure.ts';

/** Everything a person can get done. */
export const procedures: readonly ProcedureDefinition[] = [
  impiEfirma,
  impiLetter,
  caseStatus,
  icsoeReset,
  paseMigration,
  paseAssociation,
  paseReset,
  activationResend,
  paseManuals,
];
