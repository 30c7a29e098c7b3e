import { z } from 'zod';

/** Where the secrets of a message wait in the vault; the names are those of `InputValue`. */
const SecretRefs = z.object({
  text: z.string().optional(),
  password: z.string().optional(),
  confirmation: z.string().optional(),
  keyPassword: z.string().optional(),
});

/** A message as it rests in the inbox: nothing in it is secret. Written by the door, read by the turn. */
export const InboxMessage = z.object({
  kind: z.enum(['message', 'start', 'unsupported']),
  text: z.string(),
  truncated: z.boolean(),
  burned: z.boolean(),
  secrets: SecretRefs,
  /** An `oversized` file has no content. */
  files: z.array(z.object({ name: z.string(), ref: z.string(), oversized: z.literal(true).optional() })),
  /** Base64; public by nature. */
  certificate: z.string().optional(),
  signature: z.string().optional(),
  renewChallenge: z.boolean().optional(),
  locale: z.string().optional(),
});
export type InboxMessage = z.infer<typeof InboxMessage>;
