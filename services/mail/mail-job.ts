import { z } from 'zod';
import { openSealed } from '../seal/open-sealed.ts';
import type { Sealer } from '../seal/sealer.ts';
import { isSafeAddress } from './addresses.ts';
import { type MailJob, MailOrder } from './mail.ts';
import { templates } from './templates.ts';

const SealedOrder = z.object({ sealed: z.string() });

/**
 * Makes mail jobs whose content rests sealed, bound to the job's id. Throws when the template lacks a parameter or the
 * address could not stand in a header: both are mistakes of the caller, who has checked the address before.
 */
export function createMailJob(sealer: Sealer): MailJob {
  return ({ id, locale = 'es-MX', ...rest }) => {
    const { to, template, params, at } = rest;
    if (!isSafeAddress(to)) throw new Error(`mail ${template}: the address is not one mailbox`);
    const missing = templates[template].params.filter((param) => params[param] === undefined);
    if (missing.length > 0) throw new Error(`mail ${template} lacks ${missing.join(', ')}`);
    const order: MailOrder = { ...rest, params: { ...params }, locale };
    return { id, kind: 'mail', payload: { sealed: sealer.seal(JSON.stringify(order), id) }, dueAt: at };
  };
}

/** Opens the payload of a mail job. Throws when it is not ours. */
export function openMailOrder(sealer: Sealer, job: { id: string; payload: unknown }): MailOrder {
  const { sealed } = SealedOrder.parse(job.payload);
  return MailOrder.parse(JSON.parse(openSealed(sealer, sealed, job.id)));
}
