import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { buildSync, type Metafile } from 'esbuild';
import { headerNames, type PageRoute, securityHeaders } from './layout.ts';

/** A file of the page under an address that changes with its content. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly plain: Uint8Array;
  readonly gzip: Uint8Array;
}

export interface Assets {
  readonly all: readonly Asset[];
  /** Addresses of the entry points by the name of their source, `main` for `main.tsx`. */
  readonly entries: Readonly<Record<string, string>>;
  /** Addresses of what an entry point imports at its top, by the same names. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
}

/** Browsers from spring 2022 on. */
const target = ['chrome99', 'firefox99', 'safari15.4'];

/**
 * Bundles entry points into memory, once, at start-up. `sources` are relative to this folder; scripts share chunks and
 * load the parts behind `import()` when they are needed. The build is
 * synchronous because the other kind leaves esbuild's own process behind for good.
 */
export async function buildAssets(sources: readonly string[], base = '/assets/'): Promise<Assets> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const result = buildSync({
    absWorkingDir: folder,
    entryPoints: [...sources],
    outdir: '/',
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: base,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target,
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const all = await Promise.all(result.outputFiles.map(({ path, contents }) => assetOf(base + nameOf(path), contents)));
  const { outputs } = result.metafile;
  const entries: Record<string, string> = {};
  const imports: Record<string, string[]> = {};
  for (const [output, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint === undefined || !sources.includes(entryPoint)) continue;
    const name = nameOf(entryPoint).replace(/\.\w+$/, '');
    entries[name] = base + nameOf(output);
    imports[name] = [...importsOf(output, outputs)].map((path) => base + nameOf(path));
  }
  return { all, entries, imports };
}

/** The outputs an output cannot start without, found all the way down. */
function importsOf(output: string, outputs: Metafile['outputs'], found = new Set<string>()): Set<string> {
  for (const { path, kind } of outputs[output]?.imports ?? []) {
    if (kind !== 'import-statement' || found.has(path)) continue;
    found.add(path);
    importsOf(path, outputs, found);
  }
  return found;
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

async function assetOf(path: string, plain: Uint8Array): Promise<Asset> {
  const type = types[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  return { path, type, plain, gzip: await promisify(gzip)(plain, { level: 9 }) };
}

/**
 * The smallest form of a file. Packing it takes longer than all the rest of a start, so it begins in the background when
 * somebody first asks; until it is done there is none.
 */
function brotliOf(plain: Uint8Array): () => Uint8Array | undefined {
  let packed: Uint8Array | undefined;
  let begun = false;
  return () => {
    if (begun) return packed;
    begun = true;
    brotliCompress(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }, (error, result) => {
      if (error === null) packed = result;
    });
    return undefined;
  };
}

/** Serves an asset for a year: another content has another address. */
export function assetRoute(asset: Asset): PageRoute {
  const brotli = brotliOf(asset.plain);
  const headers = {
    ...securityHeaders,
    'content-type': asset.type,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  };
  return {
    method: 'GET',
    path: asset.path,
    handle(request) {
      const accepted = request.headers['accept-encoding'];
      const packed = (encoding: string, body: Uint8Array) => {
        return { status: 200, headers: { ...headers, 'content-encoding': encoding }, body };
      };
      const smallest = headerNames(accepted, 'br') ? brotli() : undefined;
      if (smallest !== undefined) return packed('br', smallest);
      if (headerNames(accepted, 'gzip')) return packed('gzip', asset.gzip);
      return { status: 200, headers, body: asset.plain };
    },
  };
}
