import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { keptFolder } from './kept.ts';

const require = createRequire(import.meta.url);
const packageFolder = join(require.resolve('@sparticuz/chromium'), '..', '..');

/** Headless, without a sandbox (tests may run as root), and without the calls home a fresh profile makes. */
const args = [
  '--headless=shell',
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** Starts the Chromium that `@sparticuz/chromium` carries. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const folder = unpackedChromium();
  const options = { executablePath: join(folder, 'chromium'), args, chromiumSandbox: false };
  const env = { ...process.env, FONTCONFIG_PATH: join(folder, 'fonts') };
  try {
    return await chromium.launch({ ...options, env });
  } catch {
    // A machine without Chromium's system libraries: the package brings them too.
    return chromium.launch({ ...options, env: { ...env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } });
  }
}

/** Unpacks into a folder of its own and moves that into place, so that two test workers never see half a browser. */
function unpackedChromium(): string {
  const { version } = require(join(packageFolder, 'package.json'));
  const folder = join(keptFolder, `recupera-chromium-${version}`);
  if (existsSync(folder)) return folder;
  const fresh = mkdtempSync(join(keptFolder, 'recupera-chromium-'));
  mkdirSync(join(fresh, 'al2023', 'lib'), { recursive: true });
  execFileSync(process.execPath, ['--input-type=module', '--eval', unpack], {
    cwd: packageFolder,
    env: { ...process.env, TMPDIR: fresh },
  });
  try {
    renameSync(fresh, folder);
  } catch {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** In a process of its own: the package unpacks into the system's temporary folder, which is read from `TMPDIR`. */
const unpack = `
import { inflate } from '@sparticuz/chromium';
for (const name of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']) await inflate('bin/' + name);
`;
