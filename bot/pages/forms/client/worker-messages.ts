import * as z from 'zod/mini';

z.config({ jitless: true });

const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);

const Request = z.object({ key: bytes, certificate: bytes, password: z.string(), challenge: z.string() });
const Reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), signature: bytes, certificate: bytes }),
  z.object({
    ok: z.literal(false),
    reason: z.enum(['not-a-key', 'key-not-opened', 'key-mismatch', 'not-a-certificate', 'swapped', 'failed']),
  }),
]);

/** What the page hands to the worker; both arrays are moved, not copied. */
export type SignRequest = z.infer<typeof Request>;
/** What the worker hands back: the signature and the certificate to go with it, or what is wrong. */
export type SignReply = z.infer<typeof Reply>;

export const readRequest = (data: unknown): SignRequest | undefined => z.safeParse(Request, data).data;
export const readReply = (data: unknown): SignReply | undefined => z.safeParse(Reply, data).data;
