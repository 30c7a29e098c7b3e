import { z } from 'zod';
import { AuditBody } from '../../../services/audit/audit-job.ts';

/** The JSON of the audit page, under `/desk/api/audit`, for auditors alone. */
export const auditRoot = '/desk/api/audit';

/** As it was chained: people, addresses and certificates are keyed hashes. `body` is absent where it cannot be read. */
export const AuditLine = z.object({ seq: z.number().int(), hash: z.string(), body: AuditBody.optional() });
export type AuditLine = z.infer<typeof AuditLine>;

/** `GET /audit?before=SEQ`: the newest first; `next` is the `before` of the page that follows, absent on the last. */
export const AuditPage = z.object({ lines: z.array(AuditLine), next: z.number().int().optional() });
export type AuditPage = z.infer<typeof AuditPage>;

/** `POST /audit/verify`. `head`: a hash noted earlier, which has to be there still. */
export const Verify = z.strictObject({
  head: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export const VerifyAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), count: z.number().int(), head: z.string() }),
  z.object({
    ok: z.literal(false),
    seq: z.number().int(),
    reason: z.enum(['gap', 'hash', 'body', 'head-missing']),
  }),
]);
export type VerifyAnswer = z.infer<typeof VerifyAnswer>;
