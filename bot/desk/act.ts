import type { z } from 'zod';
import type { KnownHandoff, Staff } from '../../services/handoff/handoff.ts';
import type { HandoffRefusal } from '../../services/handoff/records.ts';
import { answerJson } from '../http/answer.ts';
import { refuse } from '../http/errors.ts';
import { readJson } from '../http/json-body.ts';
import type { Route } from '../http/route.ts';
import { answerRefused } from './answers.ts';
import type { Act, RefusedReason } from './api-types.ts';
import { type DeskContext, root } from './context.ts';
import { changing } from './guard.ts';
import { maySee } from './rights.ts';
import { itemOf } from './view.ts';

export type Outcome =
  /** `answer`: its own fields, beyond the line of the queue. */
  | { readonly ok: true; readonly known: KnownHandoff; readonly answer?: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly reason: RefusedReason | HandoffRefusal; readonly retryAt?: number };

/** Who does something to which hand-off. */
export interface Doing {
  readonly context: DeskContext;
  readonly staff: Staff;
  readonly known: KnownHandoff;
}

/** Refusals that somebody meant to do what is not theirs; the others are everyday races. */
const telling: ReadonlySet<string> = new Set(['not-yours', 'not-allowed']);

/** `POST /desk/api/handoffs/:id/ACT`, for staff who may see the hand-off. */
export function act<Body>(
  context: DeskContext,
  name: Act,
  schema: z.ZodType<Body>,
  perform: (doing: Doing, body: Body) => Promise<Outcome>,
): Route {
  const limits = { maxBytes: context.limits.requestMaxBytes, timeoutMs: context.limits.bodyTimeoutMs };
  const handle = changing(context, async (request, response, { id = '' }, { staff }) => {
    const body = await readJson(request, schema, limits);
    if (!body.ok) return refuse(response, body.code);
    const known = await context.handoffs.get(id);
    if (!known || !maySee(staff, known.handoff)) {
      if (known) await noteRefusal(context, staff, known, `${name}:not-allowed`);
      // What one may not see does not exist: ids of other portals are not confirmed.
      return answerRefused(response, 'unknown');
    }
    const outcome = await perform({ context, staff, known }, body.value);
    if (outcome.ok) return answerJson(response, 200, { item: await itemOf(outcome.known, context), ...outcome.answer });
    if (telling.has(outcome.reason)) await noteRefusal(context, staff, known, `${name}:${outcome.reason}`);
    const { reason, retryAt } = outcome;
    // A timer that is not due is no answer to a person.
    const shown = reason === 'not-due' ? 'impossible' : reason;
    return answerRefused(response, shown, retryAt === undefined ? {} : { retryAt });
  });
  return { method: 'POST', path: `${root}/handoffs/:id/${name}`, handle };
}

/** Tells the auditor that somebody tried what is not theirs to do. */
export async function noteRefusal(
  context: DeskContext,
  staff: Staff,
  { id, handoff }: KnownHandoff,
  reason: string,
): Promise<void> {
  await context.audit({
    id: `desk.refused:${context.newId()}`,
    name: 'desk.refused',
    at: context.now(),
    by: staff.id,
    handoffId: id,
    reason,
    ...(handoff.portal && { portal: handoff.portal }),
  });
}
