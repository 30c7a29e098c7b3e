import { existsSync } from 'node:fs';
import es from '../../locales/es-MX/commands.json' with { type: 'json' };
import { textsOf } from '../../locales/texts.ts';
import { copyStore } from '../../services/store/transfer/copy.ts';
import { openTransfer } from '../../services/store/transfer/open.ts';
import type { Transfer } from '../../services/store/transfer/transfer.ts';

/** 0: copied. 1: refused, and why was said. 2: not understood, or it failed on the way. */
type ExitCode = 0 | 1 | 2;

const text = textsOf(es);

/**
 * `npm run store:copy -- FROM TO`: everything from one store into another, empty one, whichever their engines, while nothing
 * runs. FROM and TO are what `STORE_URL` takes.
 */
export async function storeCopy(args: readonly string[], print: (line: string) => void): Promise<ExitCode> {
  const [from, to] = args;
  if (from === undefined || to === undefined || args.length > 2) {
    print(text('copy.usage'));
    return 2;
  }
  if (from.startsWith('sqlite:') && !existsSync(from.slice('sqlite:'.length))) {
    print(text('copy.no-source'));
    return 1;
  }
  const opened: Transfer[] = [];
  try {
    const source = await openTransfer(from);
    opened.push(source);
    const target = await openTransfer(to);
    opened.push(target);
    const copied = await copyStore(source, target);
    if (!copied.ok) {
      print(text('copy.not-empty'));
      return 1;
    }
    const { conversation, document, job, chain } = copied.counts;
    print(text('copy.done', { conversations: conversation, documents: document, jobs: job, events: chain }));
    return 0;
  } finally {
    for (const transfer of opened) await transfer.close();
  }
}

if (import.meta.main) {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  process.exitCode = await storeCopy(process.argv.slice(2), print).catch((error: unknown) => {
    print(text('copy.failed', { why: error instanceof Error ? error.message : String(error) }));
    return 2;
  });
}
