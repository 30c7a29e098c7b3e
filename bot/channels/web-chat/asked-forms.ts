import { z } from 'zod';
import { HIDDEN } from '../../../services/redaction/finding.ts';
import type { LogEntry, Millis } from '../../../services/store/store.ts';

/** A form that the person was asked to fill in on the page, and how that stands. Nothing of what is typed into it. */
export interface AskedForm {
  /** The log entry of the question. */
  readonly seq: number;
  readonly kind: string;
  readonly sentAt: Millis;
  readonly state: 'sent' | 'opened' | 'completed' | 'expired';
  readonly expiresAt: Millis;
}

const Activity = z.object({
  type: z.literal('message').optional(),
  text: z.string().default(''),
  from: z.object({ role: z.string().optional() }).default({}),
  channelData: z
    .object({
      clientActivityID: z.string().default(''),
      procedure: z.string().optional(),
      form: z.object({ kind: z.string() }).optional(),
      renewed: z.boolean().optional(),
    })
    .default({ clientActivityID: '' }),
});
type Activity = z.infer<typeof Activity>;

/** The page puts first into its id of a message what that carries. */
const SECRET = /^(?:password|client-password|key-password|code|efirma|files):/;
const RENEWS = 'renew:';

/**
 * The forms of a conversation, oldest first, read off its log. One that is asked again is a new one; where the assistant
 * went on without an answer, it has expired.
 *
 * @param openedSeq the newest question whose form the person touched.
 */
export function askedForms(
  entries: readonly LogEntry[],
  { openedSeq, ttlMs, now }: { openedSeq: number; ttlMs: Millis; now: Millis },
): AskedForm[] {
  const forms: AskedForm[] = [];
  const settle = (state: 'completed' | 'expired') => {
    const last = forms.at(-1);
    if (last && isOpen(last)) forms.splice(-1, 1, { ...last, state });
  };
  for (const { seq, at, activity } of entries) {
    const read = Activity.safeParse(activity).data;
    if (read === undefined) continue;
    const { form, renewed, procedure } = read.channelData;
    if (read.from.role === 'user') {
      if (answers(read, forms.at(-1)?.kind)) settle('completed');
    } else if (form !== undefined) {
      // A fresh text to sign is no new question.
      if (renewed && forms.length > 0) continue;
      settle('expired');
      forms.push({
        seq,
        kind: form.kind,
        sentAt: at,
        expiresAt: at + ttlMs,
        state: seq === openedSeq ? 'opened' : 'sent',
      });
    } else if (procedure !== 'agent-handoff') settle('expired');
  }
  const last = forms.at(-1);
  if (last && isOpen(last) && last.expiresAt <= now) settle('expired');
  return forms;
}

const isOpen = ({ state }: AskedForm): boolean => state === 'sent' || state === 'opened';

/** Of what went through a form only that it was sent is in the log; other clients leave no text, or a hidden one. */
function answers({ text, channelData: { clientActivityID } }: Activity, kind: string | undefined): boolean {
  if (SECRET.test(clientActivityID)) return true;
  if (clientActivityID.startsWith(RENEWS)) return false;
  return text === '' || (kind === 'code' && text.includes(HIDDEN));
}
