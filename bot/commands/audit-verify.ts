import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import es from '../../locales/es-MX/commands.json' with { type: 'json' };
import { textsOf } from '../../locales/texts.ts';
import { type Verified, verifyChain } from '../../services/audit/verify-chain.ts';
import { openStore } from '../../services/store/open.ts';

/** 0: whole. 1: somebody changed it. 2: it could not be read. */
type ExitCode = 0 | 1 | 2;

const Environment = z.object({ STORE_URL: z.string().min(1).optional(), DATA_DIR: z.string().min(1).default('data') });
const text = textsOf(es);

/**
 * `npm run audit:verify [-- --head HASH]`: walks the audit chain and says in plain words whether it is whole. HASH is
 * the one an earlier run printed; with it a cut end is noticed as well. May run beside the product.
 */
export async function auditVerify(
  args: readonly string[],
  environment: Record<string, string | undefined>,
  print: (line: string) => void,
): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: { head: { type: 'string' } } });
  const { STORE_URL, DATA_DIR } = Environment.parse(environment);
  const url = STORE_URL ?? `sqlite:${join(DATA_DIR, 'recupera.sqlite')}`;
  if (url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length))) {
    print(text('audit.no-store'));
    return 2;
  }
  const store = await openStore(url);
  try {
    const verified = await verifyChain(store.chain, values.head);
    print(sentence(verified));
    return verified.ok ? 0 : 1;
  } finally {
    await store.close();
  }
}

function sentence(verified: Verified): string {
  if (!verified.ok) return text(`audit.${verified.reason}`, { seq: verified.seq });
  return text('audit.whole', { count: verified.count, head: verified.head });
}

if (import.meta.main) {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  process.exitCode = await auditVerify(process.argv.slice(2), process.env, print).catch((error: unknown) => {
    print(text('audit.failed', { why: error instanceof Error ? error.message : String(error) }));
    return 2;
  });
}
