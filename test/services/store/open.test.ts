import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openStore } from '../../../services/store/open.ts';
import { type TemporaryFolder, temporaryFolder } from './sqlite/temporary.ts';

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

it.each(['sqlite:', 'SQLite:'])('opens %sPATH, with its options', async (scheme) => {
  const store = await openStore(`${scheme}${folder.path}`, { exclusive: true });
  await expect(openStore(`${scheme}${folder.path}`, { exclusive: true })).rejects.toMatchObject({ code: 'in-use' });
  await store.close();
});

it.each(['redis://user:s3cret@host/1', 'sqlite:', 'sqlite', '', '/s3cret/data.db', ' sqlite:s3cret.db'])(
  'refuses %j without repeating it',
  async (url) => {
    const error = await openStore(url).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'StoreError', code: 'scheme-unknown' });
    expect(String(error)).not.toContain('s3cret');
  },
);
