import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const version = '4.18.1';
const file = 'package/dist/webchat-minimal.js';
const tarballSha256 = '64247186a977768d3536e6eef61cf1d6077a3b8e9c491cc3292422f6bf8d62c6';
const fileSha256 = '74e43ebf6a47bfc4c7d905f11ba1caeca97c4085a2a1cb5ec6deceda58b426d4';
const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'recupera');
const timeoutMs = 90_000;

export type Bundle = { readonly ok: true; readonly script: Buffer } | { readonly ok: false; readonly reason: string };

/**
 * The script of the official Web Chat: one file out of its package, which with all it depends on has 500 MB and is no
 * dependency of ours. Kept after the first time. Not `ok` where the registry cannot be reached; throws when what comes
 * from there is not what it was.
 */
export function webChatBundle(): Bundle {
  const kept = join(cache, `botframework-webchat-minimal-${version}.js`);
  if (existsSync(kept) && sha256(readFileSync(kept)) === fileSha256) return { ok: true, script: readFileSync(kept) };
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'webchat-'));
  try {
    const tarball = download(folder);
    if (!tarball.ok) return tarball;
    expectHash(readFileSync(tarball.path), tarballSha256, 'the package');
    const script = execFileSync('tar', ['-xzOf', tarball.path, file], { maxBuffer: 16 * 1024 * 1024 });
    expectHash(script, fileSha256, file);
    const fresh = join(folder, 'webchat.js');
    writeFileSync(fresh, script);
    renameSync(fresh, kept);
    return { ok: true, script };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function download(folder: string): { ok: true; path: string } | { ok: false; reason: string } {
  const retries = ['--fetch-retries=1', '--fetch-retry-mintimeout=500', '--fetch-timeout=30000'];
  const { NODE_OPTIONS: _ours, ...env } = process.env;
  try {
    execFileSync('npm', ['pack', `botframework-webchat@${version}`, '--silent', ...retries], {
      cwd: folder,
      env,
      timeout: timeoutMs,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
  return { ok: true, path: join(folder, `botframework-webchat-${version}.tgz`) };
}

function expectHash(bytes: Buffer, expected: string, name: string): void {
  const found = sha256(bytes);
  if (found !== expected) throw new Error(`botframework-webchat ${version}: ${name} has SHA-256 ${found}`);
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
