import type { CaseEvent } from './case.ts';
import type { Cases, Opening } from './cases.ts';

/** How a procedure can end, and which events its case then goes through. What is not named leaves the case as it is. */
const eventsOfEnd: Readonly<Record<string, readonly CaseEvent[]>> = {
  done: ['prove', 'finish'],
  'awaiting-visit': ['await-visit'],
  refused: ['reject'],
  cancelled: ['cancel'],
  frozen: ['freeze'],
};

export interface CaseKeeping {
  open(opening: Opening): Promise<{ readonly folio: string }>;
  /** Records how the procedure ended. Safe to repeat; an end that the state does not allow changes nothing. */
  end(ending: { readonly id: string; readonly end: string; readonly at: number }): Promise<void>;
}

/** What a conversation needs of cases: begin, and say how it ended. */
export const createCaseKeeping = (cases: Cases): CaseKeeping => ({
  async open(opening) {
    return { folio: (await cases.open(opening)).case.folio };
  },
  async end({ id, end, at }) {
    for (const event of eventsOfEnd[end] ?? []) await cases.move(id, { event, eventId: `end:${event}`, at });
  },
});
