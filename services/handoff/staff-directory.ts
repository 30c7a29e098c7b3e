import { z } from 'zod';
import { collection } from '../store/collection.ts';
import type { Documents, Millis } from '../store/store.ts';
import { Staff } from './handoff.ts';

const Seen = Staff.extend({ at: z.number() });
export type SeenStaff = z.infer<typeof Seen>;

/** Who has worked at the desk lately, to hand conversations to; written when they are there, never by hand. */
export interface StaffDirectory {
  seen(staff: Staff): Promise<void>;
  list(): Promise<SeenStaff[]>;
  get(id: string): Promise<SeenStaff | undefined>;
}

const KIND = 'desk-staff';
const MAX = 500;

/** @param refreshMs how long it goes without a write that somebody is still there. @param keepMs until they are forgotten. */
export function createStaffDirectory(options: {
  readonly documents: Documents;
  readonly now: () => Millis;
  readonly refreshMs: Millis;
  readonly keepMs: Millis;
}): StaffDirectory {
  const { documents, now, refreshMs, keepMs } = options;
  const staffs = collection(documents, KIND, Seen);
  return {
    async seen(staff) {
      const at = now();
      const value = { ...staff, at };
      const expiresAt = at + keepMs;
      const made = await staffs.insert(staff.id, value, { expiresAt });
      if (made.ok) return;
      await staffs.change(staff.id, (before) => {
        const same = JSON.stringify({ ...before, at }) === JSON.stringify(value);
        return same && at - before.at < refreshMs ? undefined : { value, expiresAt };
      });
    },
    async list() {
      const found = await documents.list(KIND, { limit: MAX });
      return found.map(({ value }) => Seen.parse(value));
    },
    async get(id) {
      return (await staffs.get(id))?.value;
    },
  };
}
