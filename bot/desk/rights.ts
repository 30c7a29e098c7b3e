import { type Handoff, isOpen, type Staff } from '../../services/handoff/handoff.ts';
import type { Actor } from '../../services/handoff/transition.ts';
import type { ConversationView } from './api-types.ts';

type Known = Pick<Handoff, 'state' | 'portal' | 'assignee'>;

const has = (staff: Staff, role: Staff['roles'][number]): boolean => staff.roles.includes(role);

export const isSupervisor = (staff: Staff): boolean => has(staff, 'supervisor');
/** Whoever talks with people; an auditor reads figures and the audit trail, and no conversation. */
export const worksHere = (staff: Staff): boolean => has(staff, 'agent') || has(staff, 'supervisor');
export const mayReport = (staff: Staff): boolean => has(staff, 'supervisor') || has(staff, 'auditor');

export const actorOf = (staff: Staff): Actor => ({ id: staff.id, name: staff.name, supervisor: isSupervisor(staff) });

/** Whether a line of the queue is shown: those of one's own portals, and those of no portal yet. */
export const maySee = (staff: Staff, { portal }: Pick<Handoff, 'portal'>): boolean =>
  worksHere(staff) && (portal === undefined || staff.portals === undefined || staff.portals.includes(portal));

/**
 * Whether a conversation may be read: one that waits for whoever takes it, and one's own. What another has is for them
 * and for supervisors.
 */
export function mayRead(staff: Staff, handoff: Known): boolean {
  if (!maySee(staff, handoff)) return false;
  if (isSupervisor(staff) || handoff.assignee?.id === staff.id) return true;
  return handoff.state === 'queued' || handoff.state === 'promised';
}

/** What the page offers; the server asks the record again when it is done. */
export function mayDo(staff: Staff, handoff: Known): ConversationView['may'] {
  if (!mayRead(staff, handoff) || !isOpen(handoff)) return [];
  const mine = handoff.assignee?.id === staff.id;
  const moves = handoff.assignee !== undefined && (mine || isSupervisor(staff));
  const may: ConversationView['may'] = ['note'];
  if (handoff.state === 'queued' || handoff.state === 'promised') may.push('claim');
  if (moves) may.push('transfer', 'return');
  if (moves || isSupervisor(staff)) may.push('close');
  if (handoff.state === 'assigned' && mine) may.push('say', 'form', 'start', 'cancel', 'reveal');
  if (handoff.state === 'assigned' && moves) may.push('snooze');
  if (handoff.state === 'snoozed' && moves) may.push('wake');
  return may;
}
