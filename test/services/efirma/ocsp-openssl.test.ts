import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { readCertificate } from '../../../services/efirma/certificate.ts';
import { createOcspChecker } from '../../../services/efirma/ocsp/checker.ts';
import { createSatLike, rsa } from '../../support/efirma-fixtures.ts';
import { responderCertificate } from './ocsp-answers.ts';

// Making RSA keys and starting processes may take seconds on a busy machine.
jest.setTimeout(30_000);

// A responder that was not written here, on loopback. Its clock is the machine's, so the authority is minted for today.
const whenPresent = spawnSync('openssl', ['version']).status === 0 ? describe : describe.skip;
const sat = createSatLike(Date.now());
const serials = { good: '30001000000500000001', revoked: '30001000000500000002', unknown: '30001000000500000003' };

whenPresent('OpenSSL’s responder', () => {
  let folder = '';
  let responder: ChildProcessWithoutNullStreams | undefined;
  let url = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ocsp-'));
    const signer = rsa();
    const put = (name: string, content: string | Buffer) => writeFile(path.join(folder, name), content);
    const hex = (digits: string) => Buffer.from(digits, 'ascii').toString('hex').toUpperCase();
    await put('ca.pem', pem(sat.issuingCertificate));
    await put('signer.pem', pem(responderCertificate(sat, signer)));
    await put('signer.key', signer.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await put(
      'index.txt',
      `V\t350101000000Z\t\t${hex(serials.good)}\tunknown\t/CN=a\nR\t350101000000Z\t260101000000Z\t${hex(serials.revoked)}\tunknown\t/CN=b\n`,
    );
    const port = await freePort();
    url = `http://127.0.0.1:${port}/`;
    const files = ['-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'signer.pem', '-rkey', 'signer.key'];
    responder = spawn('openssl', ['ocsp', '-port', String(port), ...files, '-nmin', '5'], {
      cwd: folder,
    });
    await untilListening(responder);
  });

  afterAll(async () => {
    responder?.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  it.each([
    ['good', 0, { status: 'good' }],
    ['revoked', 0, { status: 'revoked' }],
    ['unknown', 0, { status: 'unknown', detail: 'the responder does not know it' }],
    ['good', 10 * 60_000, { status: 'unknown', detail: 'stale answer' }],
    ['good', -10 * 60_000, { status: 'unknown', detail: 'stale answer' }],
  ] as const)('says %s, seen with our clock %d ms off', async (serial, off, expected) => {
    const read = readCertificate(sat.fiel({ serial: serials[serial] }));
    const checker = createOcspChecker({ url, now: () => Date.now() + off, timeoutMs: 10_000 });

    expect(read && (await checker.check(read, sat.authority))).toEqual(expected);
  });
});

const pem = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** It writes ACCEPT once it listens; a connection made only to try would be taken for a request. */
async function untilListening({ stdout, stderr }: ChildProcessWithoutNullStreams): Promise<void> {
  stderr.resume();
  for await (const [chunk] of on(stdout, 'data', { close: ['end'] })) {
    if (String(chunk).includes('ACCEPT')) return;
  }
  throw new Error('The responder did not start');
}
