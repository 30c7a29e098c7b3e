import { bySignature, byUpload, caseStatus, letter } from '../support/scripts/impi.ts';
import { itSurvives } from './survival.ts';

itSurvives([bySignature, byUpload, letter, caseStatus], { script: bySignature, where: 'review' });
