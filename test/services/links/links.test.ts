import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openDomain, type TestDomain } from '../../support/domain.ts';

let domain: TestDomain;
beforeEach(async () => {
  domain = await openDomain();
});
afterEach(() => domain.close());

const issue = () => domain.links.issue({ purpose: 'reset', accountId: 'a', caseId: 'c', epoch: 3, ttlMs: 60 * 60_000 });

it('is found by its token as often as one looks, and only for its purpose', async () => {
  const { id, token } = await issue();
  for (let visit = 0; visit < 50; visit += 1) {
    expect(await domain.links.look(token, 'reset')).toMatchObject({ ok: true, id, link: { accountId: 'a', epoch: 3 } });
  }
  expect(await domain.links.look(token, 'disavow')).toEqual({ ok: false, reason: 'unknown' });
});

it.each([
  [-1, true],
  [0, false],
  [1, false],
])('%d ms from its end it is valid: %s', async (offset, ok) => {
  const { token, expiresAt } = await issue();
  domain.clock.at = expiresAt + offset;
  expect((await domain.links.look(token, 'reset')).ok).toBe(ok);
});

it('says "expired" as long as it remembers', async () => {
  const { token, expiresAt } = await issue();
  domain.clock.at = expiresAt;
  expect(await domain.links.look(token, 'reset')).toMatchObject({ ok: false, reason: 'expired' });
});

it.each(['', 'x', '../../etc/passwd', 'A'.repeat(43), 'A'.repeat(100_000), `${'A'.repeat(42)}=`])(
  'knows no token %#',
  async (token) => {
    expect(await domain.links.look(token, 'reset')).toEqual({ ok: false, reason: 'unknown' });
  },
);

it('never stores the token, nor anything it can be found by without the key', async () => {
  const { id, token } = await issue();
  const stored = JSON.stringify(await domain.store.documents.list('link', { limit: 10 }));
  expect(stored).not.toContain(token);
  expect(stored).toContain(id);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});
