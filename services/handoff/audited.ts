import type { AuditEventName } from '../audit/event.ts';
import type { Millis } from '../store/store.ts';
import type { Handoff, HandoffEventName } from './handoff.ts';
import type { AuditPart } from './records.ts';
import { type SlaTimes, slaOf } from './sla.ts';
import type { HandoffEvent } from './transition.ts';

const auditNames: Partial<Record<HandoffEventName, AuditEventName>> = {
  'ask-again': 'handoff.requeued',
  claim: 'handoff.claimed',
  transfer: 'handoff.transferred',
  snooze: 'handoff.snoozed',
  wake: 'handoff.woken',
  'assignment-timeout': 'handoff.promised',
  'agent-silent': 'handoff.requeued',
};

/** What the auditor is told of an event; a word of the person is none. */
export function auditOf(before: Handoff, after: Handoff, event: HandoffEvent): AuditPart | undefined {
  if (event.type === 'heard' || event.type === 'said') return undefined;
  const by = 'by' in event && event.by ? { by: event.by.id } : {};
  const because = 'reason' in event && event.reason !== undefined ? { because: event.reason } : {};
  if (after.state === 'closed') return { name: 'handoff.ended', ...by, ...because, reason: after.endReason ?? '' };
  const name = auditNames[event.type];
  if (name === undefined) return undefined;
  if (event.type !== 'claim') return { name, ...by, ...because, reason: event.type };
  const promised = before.state === 'promised' ? 'promised' : 'queued';
  return { name, ...by, reason: promised, ms: event.at - (before.waitingSince ?? before.requestedAt) };
}

/** What was said, as the auditor is told: an answer, with how long it was waited for, or a further word. */
export function auditOfWords(before: Handoff, by: string, at: Millis, times: SlaTimes): AuditPart {
  const { waitingSince } = before;
  if (waitingSince === undefined) return { name: 'handoff.said', by };
  const kept = slaOf(before, at, times).state === 'missed' ? 'sla-missed' : 'sla-hit';
  const first = before.firstReplyAt === undefined ? 'first' : 'next';
  return { name: 'handoff.replied', by, reason: `${first}-${kept}`, ms: at - waitingSince };
}
