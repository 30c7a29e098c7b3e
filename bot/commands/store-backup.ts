import { join } from 'node:path';
import { z } from 'zod';
import es from '../../locales/es-MX/commands.json' with { type: 'json' };
import { textsOf } from '../../locales/texts.ts';
import { backupSqlite } from '../../services/store/sqlite/backup.ts';

/** 0: written and checked. 1: refused, and why was said. 2: not understood, or it failed. */
type ExitCode = 0 | 1 | 2;

const Environment = z.object({ STORE_URL: z.string().min(1).optional(), DATA_DIR: z.string().min(1).default('data') });
const text = textsOf(es);

/** `npm run store:backup -- FILE`: a copy of the SQLite store as it is now, while the product runs. */
export function storeBackup(
  args: readonly string[],
  environment: Record<string, string | undefined>,
  print: (line: string) => void,
): ExitCode {
  const [file] = args;
  if (file === undefined || args.length > 1) {
    print(text('backup.usage'));
    return 2;
  }
  const { STORE_URL, DATA_DIR } = Environment.parse(environment);
  const url = STORE_URL ?? `sqlite:${join(DATA_DIR, 'recupera.sqlite')}`;
  if (!url.startsWith('sqlite:')) {
    print(text('backup.not-sqlite'));
    return 1;
  }
  const done = backupSqlite(url.slice('sqlite:'.length), file);
  print(done.ok ? text('backup.done', { file }) : text(`backup.${done.reason}`));
  return done.ok ? 0 : 1;
}

if (import.meta.main) {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  try {
    process.exitCode = storeBackup(process.argv.slice(2), process.env, print);
  } catch (error) {
    print(text('backup.failed', { why: error instanceof Error ? error.message : String(error) }));
    process.exitCode = 2;
  }
}
