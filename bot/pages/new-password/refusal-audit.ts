import type { AuditEvent } from '../../../services/audit/event.ts';
import type { UsableLink } from './find-link.ts';
import type { Refusal } from './views.ts';

const MINUTE_MS = 60_000;

/**
 * What an auditor learns of a refused password: why, never what it was. Undefined where none was typed, as machines do that
 * follow links. The same refusal within a minute is one event, so that nobody fills the chain with a link of their own.
 */
export function refusedPassword({ id, link, known }: UsableLink, refusal: Refusal, at: number): AuditEvent | undefined {
  const reason = 'because' in refusal ? refusal.because : [...refusal.failing].sort().join(',');
  if (reason === 'empty') return undefined;
  return {
    id: `password.refused:${id}:${Math.floor(at / MINUTE_MS)}:${reason}`,
    name: 'password.refused',
    at,
    portal: known.account.portal,
    caseId: link.caseId,
    accountId: known.id,
    reason,
  };
}
