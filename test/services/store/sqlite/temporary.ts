import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  /** A database path inside the folder. */
  readonly path: string;
  /** Whether a text stands anywhere in the files of the folder. */
  contains(text: string): Promise<boolean>;
  remove(): Promise<void>;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'recupera-store-'));
  return {
    path: join(folder, 'recupera.db'),
    async contains(text) {
      const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
      return files.some((file) => file.includes(text));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
