import { scripts } from '../support/scripts/all.ts';
import { bySignature, byUpload, caseStatus, letter } from '../support/scripts/impi.ts';
import { association } from '../support/scripts/pase.ts';
import { itSurvives } from './survival.ts';

const elsewhere = new Set([bySignature, byUpload, letter, caseStatus]);

itSurvives(
  scripts.filter((script) => !elsewhere.has(script)),
  { script: association, where: 'more' },
);
