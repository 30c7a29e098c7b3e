import { z } from 'zod';
import type { LogEntry } from '../../services/store/store.ts';
import type { Standing, TranscriptEntry } from './api-types.ts';

/** What the desk reads of an entry of the log. */
const Activity = z.object({
  type: z.string().optional(),
  text: z.string().optional(),
  from: z.object({ role: z.string().optional(), name: z.string().optional() }).optional(),
  attachments: z.array(z.object({ name: z.string().optional() })).optional(),
  suggestedActions: z.object({ actions: z.array(z.object({ title: z.string().optional() })) }).optional(),
  channelData: z
    .object({
      procedure: z.string().optional(),
      step: z.string().optional(),
      form: z.object({ kind: z.string() }).optional(),
      agent: z.object({ name: z.string() }).optional(),
      clientMessageId: z.string().optional(),
    })
    .optional(),
});

/** Entries of a log as agents see them; those that say nothing are left out. */
export function transcriptOf(entries: readonly LogEntry[], mask: (text: string) => string): TranscriptEntry[] {
  return entries.flatMap((entry) => {
    const activity = Activity.safeParse(entry.activity).data;
    if (activity === undefined || (activity.type !== undefined && activity.type !== 'message')) return [];
    const { text = '', from, attachments = [], suggestedActions, channelData = {} } = activity;
    const { agent, form, procedure, step, clientMessageId } = channelData;
    const files = attachments.flatMap(({ name }) => (name ? [mask(name)] : []));
    const options = (suggestedActions?.actions ?? []).flatMap(({ title }) => (title ? [mask(title)] : []));
    if (text === '' && files.length === 0 && form === undefined) return [];
    return [
      {
        seq: entry.seq,
        at: entry.at,
        from: from?.role === 'user' ? 'person' : agent ? 'agent' : 'assistant',
        ...(agent && { name: agent.name }),
        // What agents wrote passed the filter on its way out, addresses on the list included.
        text: agent ? text : mask(text),
        ...(files.length > 0 && { files }),
        ...(options.length > 0 && { options }),
        ...(form && { form: form.kind }),
        ...(procedure && { procedure }),
        ...(step && { step }),
        ...(agent && clientMessageId && { clientMessageId }),
      },
    ];
  });
}

/** Where the person stands, by the last question of a procedure. */
export function standingOf(
  transcript: readonly TranscriptEntry[],
  stepsOf: (procedure: string) => readonly string[] | undefined,
): Standing | undefined {
  const last = transcript.findLast(({ from, procedure }) => from === 'assistant' && procedure && stepsOf(procedure));
  if (last?.procedure === undefined || last.step === undefined) return undefined;
  const { procedure, step } = last;
  const ids = stepsOf(procedure) ?? [];
  // Steps between the steps, as the password of a key, stand for the one that was asked before them.
  const asked = transcript.findLast((entry) => entry.procedure === procedure && ids.includes(entry.step ?? ''));
  const at = step === 'done' ? ids.length : ids.indexOf(asked?.step ?? '');
  const stateAt = (index: number) => (index < at ? 'done' : index === at ? 'current' : 'missing');
  return { procedure, step, steps: ids.map((id, index) => ({ id, state: stateAt(index) })) };
}
