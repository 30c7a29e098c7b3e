import { describe, expect, it } from '@jest/globals';
import type { ChainEntry } from '../../../services/store/store.ts';
import type { Subject } from '../store-suite.ts';
import { times } from './support.ts';

function link(seq: number, id = `e${seq}`): ChainEntry {
  return { seq, id, body: `{"n":${seq}}`, hash: `h${seq}-${id}` };
}

export function chainContract(subject: Subject): void {
  describe('chain', () => {
    it('starts empty, appends from 1, and gives entries back as they were', async () => {
      const { chain } = subject.store;
      expect(await chain.head()).toBeUndefined();

      expect(await chain.append([link(1), link(2)])).toEqual({ ok: true });
      expect(await chain.append([link(3)])).toEqual({ ok: true });
      expect(await chain.append([])).toEqual({ ok: true });

      expect(await chain.head()).toEqual(link(3));
      expect(await chain.read(0, 10)).toEqual([link(1), link(2), link(3)]);
      expect(await chain.read(1, 1)).toEqual([link(2)]);
      expect(await chain.has('e2')).toBe(true);
      expect(await chain.has('e4')).toBe(false);
    });

    it('lets one of many append at a place', async () => {
      const { chain } = subject.store;

      const answers = await Promise.all(
        times(30, (index) => chain.append([link(1, `a${index}`), link(2, `b${index}`)])),
      );

      const winner = answers.findIndex(({ ok }) => ok);
      expect(answers.filter(({ ok }) => !ok)).toEqual(times(29, () => ({ ok: false, reason: 'seq-taken' })));
      expect(await chain.read(0, 10)).toEqual([link(1, `a${winner}`), link(2, `b${winner}`)]);
    });

    it('chains an event once', async () => {
      const { chain } = subject.store;
      await chain.append([link(1)]);

      expect(await chain.append([link(2), link(3, 'e1')])).toEqual({ ok: false, reason: 'id-known' });
      expect(await chain.append([link(1)])).toEqual({ ok: false, reason: 'id-known' });
      expect(await chain.append([link(2, 'x'), link(3, 'x')])).toEqual({ ok: false, reason: 'id-known' });
      expect(await chain.read(0, 10)).toEqual([link(1)]);
    });

    it('leaves no gap', async () => {
      const { chain } = subject.store;

      expect(await chain.append([link(2)])).toEqual({ ok: false, reason: 'seq-taken' });
      await expect(chain.append([link(1), link(3)])).rejects.toThrow(RangeError);
      expect(await chain.head()).toBeUndefined();
    });
  });
}
