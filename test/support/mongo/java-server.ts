import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keptFolder } from '../kept.ts';
import type { WayToMongo } from './server.ts';

const execute = promisify(execFile);

const source = join(import.meta.dirname, 'java');
/** Kept for the next run; named like the version in `java/pom.xml`. */
const libraries = join(keptFolder, 'recupera-mongo-java-server-1.46.0');
const DOWNLOAD_MS = 90_000;
const START_MS = 20_000;

/** mongo-java-server, from Maven Central. Ends with this process, because its standard input does. */
export const javaServer: WayToMongo = async () => {
  await haveLibraries();
  const child = spawn(
    'java',
    [
      // What it answers is the document itself, which a second thread could change while the first one sends it.
      '-Dio.netty.eventLoopThreads=1',
      '-XX:TieredStopAtLevel=1',
      '-Xmx512m',
      '-cp',
      join(libraries, '*'),
      join(source, 'TestMongo.java'),
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  try {
    const url = await new Promise<string>((resolve, reject) => {
      child.once('error', () => reject(new Error('there is no Java')));
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
      child.stdout.setEncoding('utf8').on('data', (text: string) => resolve(text.trim()));
      setTimeout(() => reject(new Error('it does not start')), START_MS).unref();
    });
    child.unref();
    for (const stream of [child.stdin, child.stdout]) if (stream instanceof Socket) stream.unref();
    return url;
  } catch (error) {
    child.kill();
    throw error;
  }
};

async function haveLibraries(): Promise<void> {
  if (existsSync(libraries)) return;
  const fresh = mkdtempSync(`${libraries}-`);
  try {
    await execute(
      'mvn',
      ['-q', '-B', '-f', join(source, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${fresh}`],
      { timeout: DOWNLOAD_MS },
    );
  } catch {
    throw new Error('Maven is not here, or cannot fetch it');
  }
  try {
    renameSync(fresh, libraries);
  } catch (error) {
    // Another run was faster.
    if (!existsSync(libraries)) throw error;
  }
}
