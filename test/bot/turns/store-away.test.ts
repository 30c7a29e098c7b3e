import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { StoreError } from '../../../services/store/errors.ts';
import { openStore } from '../../../services/store/open.ts';
import type { Store } from '../../../services/store/store.ts';
import { migrationAnswers, saedUsers, standAt } from '../../support/pase.ts';
import { placeOf } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

/** Commits that fail from now on, as while a primary is being chosen. */
let failures = 0;
let product: TestProduct;
beforeAll(async () => {
  product = await startProduct({}, async (...options) => failing(await openStore(...options)));
});
afterAll(() => product.stop());

function failing(store: Store): Store {
  return {
    ...store,
    conversations: {
      ...store.conversations,
      async commit(...given) {
        if (failures === 0) return store.conversations.commit(...given);
        failures -= 1;
        throw new StoreError('unreachable', 'no primary at the moment');
      },
    },
  };
}

it('a password that was typed once is read, however long the answer to it cannot be written', async () => {
  const answers = migrationAnswers(await saedUsers(() => product.url)(), 'una.persona@example.mx');
  const { person } = await standAt(product.url, 'client-password', answers);
  failures = 2;
  const replies = await person.say(answers['client-password'] ?? '');
  expect(failures).toBe(0);
  expect(placeOf(replies)).toBe('pase-migration/email');
});
