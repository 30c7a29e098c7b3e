import { gunzipSync } from 'node:zlib';
import { createHttpClient } from './support/http-client.ts';
import { print, table } from './support/print.ts';
import { startProduct } from './support/product-process.ts';

/**
 * What a browser loads for the chat, in bytes as they travel: `node bench/page.ts`. The page, then everything it refers to
 * and whatever those scripts import at their top; apart from that the parts behind `import()` and the workers, of which
 * the e.firma step needs some and the rest of the procedure none.
 */
const limitKiB = 60;
const server = await startProduct();
const client = createHttpClient(server.url, 4);

interface Part {
  readonly path: string;
  readonly gzip: number;
  readonly brotli: number;
}

async function load(path: string): Promise<{ part: Part; text: string }> {
  const get = (encoding: string) => client.fetch(path, { 'accept-encoding': encoding });
  const [plain, gzip] = await Promise.all([get('identity'), get('gzip')]);
  let brotli = await get('br');
  // The smallest form is made once somebody asks for it.
  while (path.startsWith('/assets/') && brotli.encoding !== 'br') {
    await new Promise((resolve) => setTimeout(resolve, 20));
    brotli = await get('br');
  }
  const text = plain.bytes.toString('utf8');
  const zipped = gzip.encoding === 'gzip' ? gzip.bytes.length : plain.bytes.length;
  if (gzip.encoding === 'gzip' && gunzipSync(gzip.bytes).length !== plain.bytes.length)
    throw new Error(`${path} differs`);
  return { part: { path, gzip: zipped, brotli: brotli.encoding === 'br' ? brotli.bytes.length : zipped }, text };
}

/** Addresses of assets in a text: those it needs at once, and those it may ask for later. */
function assetsIn(text: string): { now: Set<string>; later: Set<string> } {
  const later = new Set(
    [...text.matchAll(/(?:import\(|new URL\()["'`](?:\.\/|\/assets\/)([\w.-]+)["'`]/g)].map(nameOf),
  );
  const all = [...text.matchAll(/(?:\/assets\/|["'`]\.\/)([\w-]+\.(?:js|css))/g)].map(nameOf);
  for (const name of all) if (name.includes('worker')) later.add(name);
  return { now: new Set(all.filter((name) => !later.has(name))), later };
}

const nameOf = ([, name = '']: RegExpMatchArray) => name;

const first = await load('/');
const atOnce: Part[] = [first.part];
const afterwards: Part[] = [];
const seen = new Set<string>();
const waiting = [...assetsIn(first.text).now];
const deferred = [...assetsIn(first.text).later];

for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) await follow(name, atOnce, waiting);
for (let name = deferred.pop(); name !== undefined; name = deferred.pop()) await follow(name, afterwards, deferred);
client.close();
await server.stop();

async function follow(name: string, into: Part[], queue: string[]): Promise<void> {
  if (seen.has(name)) return;
  seen.add(name);
  const { part, text } = await load(`/assets/${name}`);
  into.push(part);
  const { now, later } = assetsIn(text);
  queue.push(...now);
  deferred.push(...later);
}

const sum = (parts: readonly Part[], encoding: 'gzip' | 'brotli') =>
  parts.reduce((total, part) => total + part[encoding], 0);
const assets = atOnce.slice(1);
const rows = [
  ...atOnce.map((part) => [part, 'at once'] as const),
  ...afterwards.map((part) => [part, 'later'] as const),
];
print(
  table(
    ['', 'when', 'gzip', 'brotli'],
    rows.map(([part, when]) => [part.path, when, part.gzip, part.brotli]),
  ),
);
const result = {
  assetsGzip: sum(assets, 'gzip'),
  assetsBrotli: sum(assets, 'brotli'),
  htmlGzip: first.part.gzip,
  withEfirmaGzip: sum([...atOnce, ...afterwards], 'gzip'),
  withEfirmaBrotli: sum([...atOnce, ...afterwards], 'brotli'),
};
print(
  `\nscripts and style until the e.firma step: ${(result.assetsGzip / 1024).toFixed(1)} KiB gzip, ${(result.assetsBrotli / 1024).toFixed(1)} KiB brotli (limit ${limitKiB}); everything, page and e.firma included: ${(result.withEfirmaGzip / 1024).toFixed(1)} KiB gzip, ${(result.withEfirmaBrotli / 1024).toFixed(1)} KiB brotli`,
);
print(JSON.stringify({ bench: 'page', ...result }));
process.exitCode = result.assetsGzip <= limitKiB * 1024 ? 0 : 1;
