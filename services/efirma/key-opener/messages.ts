import { z } from 'zod';

/** What the worker is asked: a key that passed the pre-parse, its certificate and the readings of the password. */
export const OpenKeyRequest = z.object({
  id: z.int(),
  key: z.instanceof(Uint8Array),
  certificate: z.instanceof(Uint8Array),
  passwords: z.array(z.instanceof(Uint8Array)).min(1).max(2),
});
export type OpenKeyRequest = z.infer<typeof OpenKeyRequest>;

export const OpenKeyReply = z.object({
  id: z.int(),
  outcome: z.enum(['matches', 'not-opened', 'mismatch']),
});
export type OpenKeyReply = z.infer<typeof OpenKeyReply>;

export type OpenKeyOutcome = OpenKeyReply['outcome'];
