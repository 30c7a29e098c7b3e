import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { routeUtterance } from '../dialogs/routing/route.ts';
import { labelOf, type ProcedureId, portalOf, procedureIds } from '../dialogs/routing/routing.ts';

/**
 * Routing, our rules against nlp.js (its Spanish neural classifier with default settings), in one run:
 * `node bench/routing.ts [utterances.jsonl]`. The rules are written by hand, so for them all sentences are test
 * sentences; nlp.js is trained on four fifths of the labelled file and tested on the rest, five times, and for the
 * held-out sets on the whole file. Prints a table, the confusions of the rules, and a JSON line.
 */
const Sentence = z.object({ text: z.string(), flow: z.string(), set: z.string().optional() });
type Sentence = z.infer<typeof Sentence>;

interface Result {
  readonly set: string;
  readonly router: 'rules' | 'nlp.js';
  readonly right: number;
  readonly total: number;
  /** A procedure of another portal was started, or one of a portal where the portal was open. */
  readonly wrongPortal: number;
  /** A procedure was started by a sentence that is about none. */
  readonly startedByNone: number;
  readonly microseconds: number;
  readonly confusions: readonly string[];
}

type Classify = (text: string) => Promise<string> | string;

const labelled = process.argv[2] ?? '../shared/data/utterances.jsonl';
const heldOut = read('test/dialogs/routing/held-out.jsonl');
const setNames = [...new Set(heldOut.map(({ set }) => set ?? 'held-out'))];

const results: Result[] = [];
const byRules: Classify = (text) => labelOf(routeUtterance(text));
if (existsSync(labelled)) {
  const data = read(labelled);
  results.push(await measure('labelled', 'rules', data, byRules));
  results.push(await crossValidate(data));
  const stock = await trainStock(data);
  for (const name of setNames) {
    const sentences = heldOut.filter(({ set }) => set === name);
    results.push(await measure(name, 'rules', sentences, byRules), await measure(name, 'nlp.js', sentences, stock));
  }
} else {
  for (const name of setNames) {
    results.push(
      await measure(
        name,
        'rules',
        heldOut.filter(({ set }) => set === name),
        byRules,
      ),
    );
  }
}
report(results);

async function measure(
  set: string,
  router: Result['router'],
  sentences: readonly Sentence[],
  classify: Classify,
): Promise<Result> {
  for (const { text } of sentences.slice(0, 50)) await classify(text);
  const started = performance.now();
  const given: string[] = [];
  for (const { text } of sentences) given.push(await classify(text));
  const microseconds = ((performance.now() - started) * 1_000) / sentences.length;
  const judged = sentences.map((sentence, index) => ({ ...sentence, given: given[index] ?? 'fallback' }));
  return {
    set,
    router,
    right: judged.filter((one) => one.given === one.flow).length,
    total: judged.length,
    wrongPortal: judged.filter((one) => isWrongPortal(one.flow, one.given)).length,
    startedByNone: judged.filter((one) => isStartedByNone(one.flow, one.given)).length,
    microseconds,
    confusions: judged.filter((one) => one.given !== one.flow).map((one) => `${one.flow} → ${one.given}: ${one.text}`),
  };
}

function isWrongPortal(flow: string, given: string): boolean {
  const portal = isProcedure(given) ? portalOf(given) : undefined;
  if (portal === undefined) return false;
  if (flow === 'disambiguation') return true;
  const meant = isProcedure(flow) ? portalOf(flow) : undefined;
  return meant !== undefined && meant !== portal;
}

function isStartedByNone(flow: string, given: string): boolean {
  return isProcedure(given) && !isProcedure(flow) && flow !== 'disambiguation';
}

function isProcedure(label: string): label is ProcedureId {
  return procedureIds.some((id) => id === label);
}

async function crossValidate(data: readonly Sentence[]): Promise<Result> {
  const folds = 5;
  const parts: Result[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const stock = await trainStock(data.filter((_, index) => index % folds !== fold));
    const rest = data.filter((_, index) => index % folds === fold);
    parts.push(await measure('labelled', 'nlp.js', rest, stock));
  }
  const sum = (pick: (part: Result) => number) => parts.reduce((total, part) => total + pick(part), 0);
  return {
    set: 'labelled',
    router: 'nlp.js',
    right: sum((part) => part.right),
    total: sum((part) => part.total),
    wrongPortal: sum((part) => part.wrongPortal),
    startedByNone: sum((part) => part.startedByNone),
    microseconds: sum((part) => part.microseconds) / folds,
    confusions: parts.flatMap((part) => part.confusions),
  };
}

interface StockNlp {
  addLanguage(language: string): void;
  addDocument(language: string, text: string, intent: string): void;
  train(): Promise<unknown>;
  process(language: string, text: string): Promise<{ readonly intent?: string }>;
}

interface StockPackage {
  containerBootstrap(): Promise<{ use(plugin: unknown): void }>;
  Nlp: new (settings: object) => StockNlp;
}

async function trainStock(sentences: readonly Sentence[]): Promise<Classify> {
  const require = createRequire(import.meta.url);
  const { containerBootstrap, Nlp }: StockPackage = require('@nlpjs/basic');
  const { LangEs }: { readonly LangEs: unknown } = require('@nlpjs/lang-es');
  const container = await containerBootstrap();
  container.use(Nlp);
  container.use(LangEs);
  const nlp = new Nlp({ container, autoSave: false, nlu: { log: false } });
  nlp.addLanguage('es');
  for (const { text, flow } of sentences) nlp.addDocument('es', text, flow);
  await nlp.train();
  return async (text) => {
    const { intent } = await nlp.process('es', text);
    return intent === undefined || intent === 'None' ? 'fallback' : intent;
  };
}

function read(path: string): Sentence[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Sentence.parse(JSON.parse(line)));
}

function report(all: readonly Result[]): void {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  print('| sentences | router | right | accuracy | silent wrong portal | started by none | µs each |');
  print('| --- | --- | --- | --- | --- | --- | --- |');
  for (const one of all) {
    const accuracy = ((100 * one.right) / one.total).toFixed(1);
    const counts = `${one.wrongPortal} | ${one.startedByNone} | ${one.microseconds.toFixed(0)}`;
    print(`| ${one.set} | ${one.router} | ${one.right}/${one.total} | ${accuracy} % | ${counts} |`);
  }
  for (const { set, confusions } of all.filter(({ router }) => router === 'rules')) {
    for (const confusion of confusions) print(`${set}: ${confusion}`);
  }
  const numbers = all.map(({ confusions, ...rest }) => ({ ...rest, wrong: confusions.length }));
  print(JSON.stringify({ bench: 'routing', results: numbers }));
}
