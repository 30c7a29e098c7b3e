import type { Documents } from '../store/store.ts';
import { Case, type KnownCase } from './case.ts';

const PAGE = 200;

/** Every case whose id begins like this, in order of id; for a look by hand, not for a turn. */
export async function* allCases(documents: Pick<Documents, 'list'>, prefix = ''): AsyncGenerator<KnownCase> {
  let after = prefix === '' ? undefined : prefix;
  for (;;) {
    const page = await documents.list('case', { ...(after === undefined ? {} : { after }), limit: PAGE });
    for (const { id, value } of page) {
      if (!id.startsWith(prefix)) return;
      yield { id, case: Case.parse(value) };
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}
