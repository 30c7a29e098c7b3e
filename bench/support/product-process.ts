import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerProcess, startServer } from './server-process.ts';

const main = join(import.meta.dirname, '..', '..', 'bot', 'main.ts');

/**
 * The product as `npm start` runs it, in demo mode. Its data folder goes when it stops, unless `environment` names one.
 * `flags` are Node's own.
 */
export async function startProduct(
  environment: Record<string, string> = {},
  flags: readonly string[] = [],
): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'recupera-bench-'));
  const server = await startServer([...flags, main], { DATA_DIR: folder, ...environment });
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
