import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Locale, localeOf } from '../../locales/texts.ts';
import { allCases } from '../../services/cases/all-cases.ts';
import type { Case, CaseState } from '../../services/cases/case.ts';
import { disavowalDataOf } from '../../services/cases/disavowal.ts';
import { letterDataOf } from '../../services/cases/letter-data.ts';
import { RefusalReason } from '../../services/cases/staff.ts';
import { openStore } from '../../services/store/open.ts';
import { composeDomain, type Domain } from '../compose/domain.ts';
import { keysOf } from '../compose/keys.ts';
import { composeLetters } from '../compose/letters.ts';
import { realWorld, type World } from '../compose/world.ts';
import { type Config, readConfig } from '../config.ts';
import { act, isDeed } from './case/act.ts';
import { caseLine, describeCase } from './case/describe.ts';
import { type CaseWords, caseWords } from './case/words.ts';

/** 0: done. 1: refused, and why was said. 2: not understood, or the data could not be read. */
type ExitCode = 0 | 1 | 2;

/** States in which somebody at the institution, or the person, has something to do. */
const PENDING: ReadonlySet<CaseState> = new Set(['awaiting-visit', 'papers-seen', 'approved']);

const options = {
  by: { type: 'string' },
  document: { type: 'string' },
  last4: { type: 'string' },
  curp: { type: 'string' },
  reason: { type: 'string' },
  note: { type: 'string' },
  all: { type: 'boolean', default: false },
  lang: { type: 'string' },
} as const;

/**
 * `npm run case -- list|show|papers-seen|approve|refuse|expire …`: the institution's side of petitions in person where no
 * desk is run, and a look at them, and at stopped accounts, anywhere. Runs beside the product on the same data; mails go
 * out from there.
 */
export async function caseCommand(
  args: readonly string[],
  environment: Record<string, string | undefined>,
  print: (line: string) => void,
  world: World = realWorld,
): Promise<ExitCode> {
  const parsed = readArguments(args);
  const locale = localeOf(parsed?.values.lang);
  const say = caseWords[locale];
  const [action = '', folio = ''] = parsed?.positionals ?? [];
  const known = action === 'list' || (folio !== '' && (action === 'show' || isDeed(action)));
  if (parsed === undefined || !known) return usage(say, print);

  const config = readConfig(environment);
  if (isDeed(action) && hasDesk(config)) {
    print(say('case.at-the-desk'));
    return 1;
  }
  const desk = await openDesk(config, world);
  if (desk === undefined) {
    print(say('case.no-store'));
    return 2;
  }
  try {
    if (action === 'list') return await list(desk.domain, parsed.values.all, locale, print);
    if (!isDeed(action)) return await show(desk.domain, folio, locale, print);
    const done = await act(desk.letters.desk, action, folio, parsed.values, locale);
    print(done.line);
    return done.ok ? 0 : 1;
  } finally {
    await desk.store.close();
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    return undefined;
  }
}

function usage(say: CaseWords, print: (line: string) => void): ExitCode {
  print(say('case.usage', { reasons: RefusalReason.options.join(' | ') }));
  return 2;
}

/** Where staff signs in, it acts there: this command believes whoever runs it, and one person could be two. */
const hasDesk = ({ MODE, OIDC_ISSUER }: Config): boolean => MODE === 'production' && OIDC_ISSUER !== undefined;

/** The services over the data of a product that may be running. Undefined where there are no data. */
async function openDesk(config: Config, world: World) {
  const url = config.STORE_URL ?? `sqlite:${join(config.DATA_DIR, 'recupera.sqlite')}`;
  if (url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length))) return undefined;
  const keys = keysOf(config);
  const publicUrl = (config.PUBLIC_URL ?? `http://localhost:${config.PORT}`).replace(/\/$/, '');
  const store = await openStore(url);
  const domain = composeDomain({ config, keys, store, world, publicUrl });
  return { store, domain, letters: composeLetters({ config, keys, store, world, domain, publicUrl }) };
}

async function list(domain: Domain, all: boolean, locale: Locale, print: (line: string) => void): Promise<ExitCode> {
  let count = 0;
  for await (const { case: given } of allCases(domain.documents)) {
    if (!isShown(given) || (!all && !waits(given))) continue;
    count += 1;
    print(caseLine(given, locale));
  }
  if (count === 0) print(caseWords[locale]('case.none'));
  return 0;
}

/** Petitions in person that were filed, and accounts stopped by "no fui yo". */
const isShown = (given: Case) => letterDataOf(given) !== undefined || disavowalDataOf(given) !== undefined;

const waits = (given: Case) =>
  PENDING.has(given.state) || (given.state === 'open' && disavowalDataOf(given) !== undefined);

async function show(domain: Domain, folio: string, locale: Locale, print: (line: string) => void): Promise<ExitCode> {
  const known = await domain.cases.byFolio(folio);
  if (known === undefined || !isShown(known.case)) {
    print(caseWords[locale]('case.refused.unknown'));
    return 1;
  }
  const owner = known.case.accountId === undefined ? undefined : await domain.accounts.get(known.case.accountId);
  for (const line of describeCase(known, locale, owner?.account)) print(line);
  return 0;
}

if (import.meta.main) {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  process.exitCode = await caseCommand(process.argv.slice(2), process.env, print).catch((error: unknown) => {
    print(caseWords['es-MX']('case.failed', { why: error instanceof Error ? error.message : String(error) }));
    return 2;
  });
}
