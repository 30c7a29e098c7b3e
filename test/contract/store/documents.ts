import { describe, expect, it } from '@jest/globals';
import type { Subject } from '../store-suite.ts';
import { claimAll, claimedIds, job, NOW, times } from './support.ts';

export function documentContract(subject: Subject): void {
  describe('documents', () => {
    it('inserts a document once, by id, within its kind', async () => {
      const { documents } = subject.store;

      const written = await Promise.all(times(20, (index) => documents.insert('account', 'a1', { index })));

      expect(written.filter(({ ok }) => ok)).toEqual([{ ok: true, version: 1 }]);
      expect(written.filter(({ ok }) => !ok)).toEqual(times(19, () => ({ ok: false, reason: 'exists' })));
      expect(await documents.insert('case', 'a1', {})).toEqual({ ok: true, version: 1 });
      const index = written.findIndex(({ ok }) => ok);
      expect(await documents.get('account', 'a1')).toEqual({ id: 'a1', value: { index }, version: 1 });
      expect(await documents.get('account', 'a2')).toBeUndefined();
    });

    it('replaces exactly the version it was given', async () => {
      const { documents } = subject.store;
      await documents.insert('account', 'a1', { n: 0 });

      const written = await Promise.all(times(20, (n) => documents.replace('account', 'a1', 1, { n })));

      expect(written.filter(({ ok }) => ok)).toEqual([{ ok: true, version: 2 }]);
      expect(written.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'changed' });
      const n = written.findIndex(({ ok }) => ok);
      expect(await documents.get('account', 'a1')).toEqual({ id: 'a1', value: { n }, version: 2 });
    });

    it.each([1, 2])('answers `changed` for a document that is gone (version %d)', async (version) => {
      expect(await subject.store.documents.replace('account', 'gone', version, {})).toEqual({
        ok: false,
        reason: 'changed',
      });
    });

    it('finds a document by each of its keys, within its kind', async () => {
      const { documents } = subject.store;
      await documents.insert('account', 'a1', { a: 1 }, { keys: ['curp:X', 'email:x@example.mx', 'curp:X'] });

      expect(await documents.byKey('account', 'curp:X')).toEqual({ id: 'a1', value: { a: 1 }, version: 1 });
      expect((await documents.byKey('account', 'email:x@example.mx'))?.id).toBe('a1');
      expect(await documents.byKey('account', 'a1')).toBeUndefined();
      expect(await documents.byKey('case', 'curp:X')).toBeUndefined();
      expect(await documents.insert('case', 'c1', {}, { keys: ['curp:X'] })).toMatchObject({ ok: true });
    });

    it('gives a key to one of many who want it at once; the others write nothing', async () => {
      const { documents } = subject.store;

      const written = await Promise.all(
        times(30, (index) =>
          documents.insert(
            'account',
            `a${index}`,
            {},
            { keys: [`own:${index}`, 'email:one'], jobs: [job(`j${index}`)] },
          ),
        ),
      );

      expect(written.filter(({ ok }) => ok)).toHaveLength(1);
      expect(written.filter((one) => !one.ok && one.reason === 'key-taken')).toHaveLength(29);
      const winner = written.findIndex(({ ok }) => ok);
      expect((await documents.list('account', { limit: 100 })).map(({ id }) => id)).toEqual([`a${winner}`]);
      expect(await claimedIds(subject.store)).toEqual([`j${winner}`]);
      for (const index of [winner === 0 ? 1 : 0, winner === 2 ? 3 : 2]) {
        expect(await documents.byKey('account', `own:${index}`)).toBeUndefined();
      }
    });

    it('gives a key to one of many who change to it at once; the others change nothing', async () => {
      const { documents } = subject.store;
      for (const index of times(10, (n) => n))
        await documents.insert('account', `a${index}`, {}, { keys: [`old:${index}`] });

      const written = await Promise.all(
        times(10, (index) =>
          documents.replace(
            'account',
            `a${index}`,
            1,
            { moved: true },
            { keys: ['email:new'], jobs: [job(`j${index}`)] },
          ),
        ),
      );

      const winner = written.findIndex(({ ok }) => ok);
      expect(written.filter(({ ok }) => !ok)).toEqual(times(9, () => ({ ok: false, reason: 'key-taken' })));
      expect((await documents.byKey('account', 'email:new'))?.id).toBe(`a${winner}`);
      const loser = winner === 0 ? 1 : 0;
      expect(await documents.byKey('account', `old:${loser}`)).toEqual({ id: `a${loser}`, value: {}, version: 1 });
      expect(await claimedIds(subject.store)).toEqual([`j${winner}`]);
    });

    it('replaces keys when they are given, keeps them when not, and frees those it gave up', async () => {
      const { documents } = subject.store;
      await documents.insert('account', 'a1', {}, { keys: ['email:old', 'curp:X'] });

      await documents.replace('account', 'a1', 1, {});
      expect((await documents.byKey('account', 'email:old'))?.version).toBe(2);

      await documents.replace('account', 'a1', 2, {}, { keys: ['email:new', 'curp:X'] });
      expect(await documents.byKey('account', 'email:old')).toBeUndefined();
      expect((await documents.byKey('account', 'email:new'))?.version).toBe(3);
      expect((await documents.byKey('account', 'curp:X'))?.version).toBe(3);
      expect(await documents.insert('account', 'a2', {}, { keys: ['email:old'] })).toMatchObject({ ok: true });

      await documents.replace('account', 'a1', 3, {}, { keys: [] });
      expect(await documents.byKey('account', 'curp:X')).toBeUndefined();
    });

    it('writes jobs with the document, and none with a refused write', async () => {
      const { documents } = subject.store;
      await documents.insert('account', 'a1', {}, { jobs: [job('inserted')] });
      await documents.insert('account', 'a1', {}, { jobs: [job('not-inserted')] });
      await documents.replace('account', 'a1', 1, {}, { jobs: [job('replaced')] });
      await documents.replace('account', 'a1', 1, {}, { jobs: [job('not-replaced')] });

      expect((await claimedIds(subject.store)).toSorted()).toEqual(['inserted', 'replaced']);
    });

    it('lists a kind in order of id, page by page', async () => {
      const { documents } = subject.store;
      for (const id of ['b', 'd', 'a', 'c', 'e']) await documents.insert('case', id, { id });
      await documents.insert('account', 'aa', {});
      const ids = async (page: { after?: string; limit: number }) =>
        (await documents.list('case', page)).map(({ id }) => id);

      expect(await ids({ limit: 2 })).toEqual(['a', 'b']);
      expect(await ids({ after: 'b', limit: 2 })).toEqual(['c', 'd']);
      expect(await ids({ after: 'd', limit: 2 })).toEqual(['e']);
      expect(await ids({ after: 'bb', limit: 1 })).toEqual(['c']);
    });

    it('forgets what expired before now, with its keys, at most as many as asked', async () => {
      const { documents } = subject.store;
      for (const n of [1, 2, 3]) await documents.insert('link', `old${n}`, {}, { expiresAt: NOW - n, keys: [`k${n}`] });
      await documents.insert('link', 'now', {}, { expiresAt: NOW });
      await documents.insert('link', 'never', {});
      await documents.insert('link', 'kept', {}, { expiresAt: NOW - 1 });
      await documents.replace('link', 'kept', 1, {});

      expect(await documents.forget(NOW, 2)).toBe(2);
      expect(await documents.forget(NOW, 10)).toBe(1);

      expect((await documents.list('link', { limit: 10 })).map(({ id }) => id)).toEqual(['kept', 'never', 'now']);
      expect(await documents.byKey('link', 'k1')).toBeUndefined();
      expect(await documents.insert('link', 'new', {}, { keys: ['k1'] })).toMatchObject({ ok: true });
    });

    it('gives values back as JSON knows them', async () => {
      const value = { text: 'año 🦜 "x"\u0000\n', nested: [1, 1.5, null, true, { a: [] }], left: undefined };
      await subject.store.documents.insert('kind', 'id with spaces/ñ', value);

      expect((await subject.store.documents.get('kind', 'id with spaces/ñ'))?.value).toEqual(
        JSON.parse(JSON.stringify(value)),
      );
      expect(await claimAll(subject.store)).toEqual([]);
    });
  });
}
