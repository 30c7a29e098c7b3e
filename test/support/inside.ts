import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeDomain } from '../../bot/compose/domain.ts';
import { readConfig } from '../../bot/config.ts';
import { AuditBody } from '../../services/audit/audit-job.ts';
import { loadKeys } from '../../services/seal/keys.ts';
import { openStore } from '../../services/store/open.ts';
import { dumpMongo } from './mongo-dump.ts';

export type Inside = Awaited<ReturnType<typeof lookInside>>;

/** The data of a running product as its own services read them, over a handle of their own; nothing is written. */
export async function lookInside(
  dataDir: string,
  now: () => number,
  storeUrl = `sqlite:${join(dataDir, 'recupera.sqlite')}`,
) {
  const store = await openStore(storeUrl);
  const config = readConfig({ DATA_DIR: dataDir });
  const world = { now, newId: randomUUID, randomBytes, randomInt: (max: number) => randomInt(max) };
  const keys = loadKeys({ dataDir });
  const { accounts, cases, mailbox } = composeDomain({
    config,
    keys,
    store,
    world,
    publicUrl: 'http://inside.example',
  });
  return {
    store,
    accounts,
    cases,
    mailbox,
    /** Audit events after `seq`, in the order of the chain. */
    async eventsAfter(seq: number): Promise<{ events: AuditBody[]; texts: string[]; seq: number }> {
      const entries = await store.chain.read(seq, 1_000);
      return {
        events: entries.map(({ body }) => AuditBody.parse(JSON.parse(body))),
        texts: entries.map(({ body }) => body),
        seq: entries.at(-1)?.seq ?? seq,
      };
    },
    /** Writes everything that does not rest in files of its own into a folder, as it rests. */
    async dumpTo(folder: string): Promise<void> {
      if (storeUrl.startsWith('mongodb')) await dumpMongo(storeUrl, join(folder, 'mongo.jsonl'));
    },
    close: () => store.close(),
  };
}

/** Where in a folder one of the secrets rests, in clear, in base64 or in hex. A code counts where it stands alone. */
export function findSecrets(folder: string, secrets: Iterable<string>): string[] {
  const all = [...new Set(secrets)];
  const codes = new Set(all.filter((secret) => CODE.test(secret)));
  const words = all.filter((secret) => !CODE.test(secret));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((file) => {
    const bytes = readFileSync(join(file.parentPath, file.name));
    const numbers = bytes.toString('latin1').match(LONE_NUMBER) ?? [];
    const found = [...numbers.filter((number) => codes.has(number)), ...words.filter((word) => holds(bytes, word))];
    return found.map((secret) => `${file.name}: ${secret}`);
  });
}

const CODE = /^\d{6}$/;
const LONE_NUMBER = /(?<![\w/+=-])\d{6}(?![\w/+=-])/g;

function holds(bytes: Buffer, secret: string): boolean {
  const plain = Buffer.from(secret, 'utf8');
  const forms = [secret, plain.toString('hex'), plain.toString('base64').replace(/=+$/, '')];
  return forms.some((form) => bytes.includes(form));
}
