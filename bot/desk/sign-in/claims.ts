import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Portal } from '../../../services/accounts/portal.ts';
import { staffId } from '../../../services/cases/staff.ts';
import type { Staff, StaffRole } from '../../../services/handoff/handoff.ts';
import type { ClaimNames } from './settings.ts';

const Words = z.union([z.array(z.string()), z.string().transform((text) => text.split(/[\s,]+/))]);
const NAME_MAX_CHARS = 60;

/**
 * The member of staff that a provider's claims speak of; undefined for somebody without a role at the desk. Fails closed:
 * a portal claim that is configured and absent gives no portals.
 */
export function staffOf(claims: Readonly<Record<string, unknown>>, names: ClaimNames): Staff | undefined {
  const { sub } = claims;
  if (typeof sub !== 'string' || sub === '') return undefined;
  const given = new Set(wordsAt(claims, names.roles));
  const known: readonly (readonly [StaffRole, string])[] = [
    ['agent', names.agent],
    ['supervisor', names.supervisor],
    ['auditor', names.auditor],
  ];
  const roles = known.filter(([, name]) => given.has(name)).map(([role]) => role);
  if (roles.length === 0) return undefined;
  const id = idOf(sub);
  const staff = { id, name: nameOf(claims) ?? id, roles };
  if (names.portals === undefined) return staff;
  return { ...staff, portals: wordsAt(claims, names.portals).filter((word) => Portal.safeParse(word).success) };
}

/** The provider's id as it is, where the audit trail can hold it; otherwise a name that is its own and nobody else's. */
function idOf(sub: string): string {
  const isPlain = staffId(sub) === sub && !sub.startsWith('sub-');
  return isPlain ? sub : `sub-${createHash('sha256').update(sub).digest('hex').slice(0, 32)}`;
}

/** One line that people in a conversation are shown: no control or direction characters, not long. */
function nameOf(claims: Readonly<Record<string, unknown>>): string | undefined {
  for (const claim of ['name', 'preferred_username']) {
    const value = claims[claim];
    if (typeof value !== 'string') continue;
    const name = value
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (name !== '') return name.slice(0, NAME_MAX_CHARS);
  }
  return undefined;
}

function wordsAt(claims: Readonly<Record<string, unknown>>, path: string): string[] {
  const parsed = Words.safeParse(Object.hasOwn(claims, path) ? claims[path] : within(claims, path.split('.')));
  return parsed.success ? parsed.data : [];
}

function within(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const inner = z.record(z.string(), z.unknown()).safeParse(value);
  return inner.success && Object.hasOwn(inner.data, name) ? within(inner.data[name], rest) : undefined;
}
