import { AuditBody } from '../../../services/audit/audit-job.ts';
import type { AuditEvent } from '../../../services/audit/event.ts';
import { verifyChain } from '../../../services/audit/verify-chain.ts';
import type { Chain, ChainEntry } from '../../../services/store/store.ts';
import { answerJson } from '../../http/answer.ts';
import { refuse } from '../../http/errors.ts';
import { readJson } from '../../http/json-body.ts';
import type { BodyLimits } from '../../http/read-body.ts';
import { queryOf, type Route } from '../../http/route.ts';
import { answerRefused } from '../answers.ts';
import type { ReadStaffSession } from '../context.ts';
import { changing, reading, type StaffHandler } from '../guard.ts';
import { type AuditLine, type AuditPage, auditRoot, Verify, type VerifyAnswer } from './api-types.ts';

const PAGE = 50;

/** The audit trail, shown and verified, for auditors. That they looked is in the trail as well. */
export function auditRoutes(options: {
  readonly staffSession: ReadStaffSession;
  readonly chain: Pick<Chain, 'read' | 'head'>;
  readonly audit: (event: AuditEvent) => Promise<void>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly limits: BodyLimits;
}): Route[] {
  const { staffSession, chain, limits } = options;

  const forAuditors =
    (handle: StaffHandler): StaffHandler =>
    (request, response, params, session) =>
      session.staff.roles.includes('auditor')
        ? handle(request, response, params, session)
        : answerRefused(response, 'not-allowed');

  const note = (by: string, reason: string) =>
    options.audit({ id: `desk.audit-read:${options.newId()}`, name: 'desk.audit-read', at: options.now(), by, reason });

  return [
    {
      method: 'GET',
      path: auditRoot,
      handle: reading(
        { staffSession },
        forAuditors(async (request, response, _params, { staff }) => {
          const asked = queryOf(request, 'before');
          if (asked !== undefined && !/^\d{1,15}$/.test(asked)) return refuse(response, 'BadRequest');
          if (asked === undefined) await note(staff.id, 'read');
          answerJson(response, 200, await pageBefore(asked === undefined ? undefined : Number(asked), chain));
        }),
      ),
    },
    {
      method: 'POST',
      path: `${auditRoot}/verify`,
      handle: changing(
        { staffSession },
        forAuditors(async (request, response, _params, { staff }) => {
          const body = await readJson(request, Verify, limits);
          if (!body.ok) return refuse(response, body.code);
          const verified: VerifyAnswer = await verifyChain(chain, body.value.head);
          await note(staff.id, verified.ok ? 'verified' : `verified:${verified.reason}`);
          answerJson(response, 200, verified);
        }),
      ),
    },
  ];
}

/** Up to a page of entries before `before`, or the last ones. */
async function pageBefore(before: number | undefined, chain: Pick<Chain, 'read' | 'head'>): Promise<AuditPage> {
  const end = before ?? ((await chain.head())?.seq ?? 0) + 1;
  const start = Math.max(0, end - 1 - PAGE);
  const entries = await chain.read(start, end - 1 - start);
  return { lines: entries.reverse().map(lineOf), ...(start > 0 && { next: start + 1 }) };
}

function lineOf({ seq, hash, body }: ChainEntry): AuditLine {
  const parsed = readBody(body);
  return { seq, hash, ...(parsed && { body: parsed }) };
}

function readBody(text: string): AuditBody | undefined {
  try {
    return AuditBody.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
