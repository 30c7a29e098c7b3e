import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { readCertificate } from '../../../services/efirma/certificate.ts';
import * as der from '../../../services/efirma/der/writer.ts';
import { createEfirma } from '../../../services/efirma/efirma.ts';
import { createOcspChecker, type OcspOptions } from '../../../services/efirma/ocsp/checker.ts';
import {
  createSatLike,
  day,
  fielSubject,
  person,
  rsa,
  signText,
  testLimits,
  testNow,
} from '../../support/efirma-fixtures.ts';
import { type Answer, refusal, respond, responderCertificate } from './ocsp-answers.ts';

const sat = createSatLike();
const responder = rsa();
const delegated = responderCertificate(sat, responder);
const minute = 60_000;

function checkerWith(post: NonNullable<OcspOptions['post']>, now = () => testNow) {
  return createOcspChecker({ url: 'http://ocsp.invalid', now, timeoutMs: 1_000, post });
}

function readOf(der: Buffer) {
  const read = readCertificate(der);
  if (read === undefined) throw new Error('Not a certificate');
  return read;
}

async function ask(post: NonNullable<OcspOptions['post']>, certificate = sat.fiel()) {
  return checkerWith(post).check(readOf(certificate), sat.authority);
}
const answered = (answer: Partial<Answer>) =>
  ask(async (request) => respond(request, { signer: responder, certificates: [delegated], ...answer }));

describe('an answer that is believed', () => {
  it.each<[string, Partial<Answer>, string]>([
    ['good, from a delegated responder', {}, 'good'],
    ['revoked', { status: 'revoked' }, 'revoked'],
    ['good, from the issuer itself', { signer: sat.issuingPair, certificates: [] }, 'good'],
    ['good, in SHA-1 with our nonce, as the SAT signs', { digest: 'sha1' }, 'good'],
    ['good for one minute, as the SAT answers', { nextUpdate: testNow + minute }, 'good'],
    ['good, without nonce but fresh', { nonce: 'none' }, 'good'],
    ['good, five minutes old', { thisUpdate: testNow - 5 * minute }, 'good'],
    ['good, five minutes ahead', { thisUpdate: testNow + 5 * minute }, 'good'],
    ['good, without NULL in the name of the algorithm', { certId: withoutNull }, 'good'],
  ])('%s', async (_, answer, status) => {
    expect(await answered(answer)).toEqual({ status });
  });

  /** The fields of a CertID keep their place; only the algorithm loses its parameters. */
  function withoutNull(asked: Uint8Array): Uint8Array {
    const rest = asked.subarray(2 + 11);
    return der.sequence(der.sequence(der.oid('1.3.14.3.2.26')), rest);
  }
});

describe('an answer that proves nothing counts as not knowing', () => {
  const stranger = createSatLike();
  const other = (at: number) => (asked: Uint8Array) => {
    const changed = Buffer.from(asked);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  };

  it.each<[string, Partial<Answer>]>([
    ['the responder does not know it', { status: 'unknown' }],
    ['six minutes old', { thisUpdate: testNow - 6 * minute }],
    ['six minutes ahead', { thisUpdate: testNow + 6 * minute }],
    ['old, though good until tomorrow', { thisUpdate: testNow - day, nextUpdate: testNow + day }],
    ['ends before it begins', { nextUpdate: testNow - day }],
    ['nonce of another request', { nonce: new Uint8Array(32) }],
    ['SHA-1 without nonce', { digest: 'sha1', nonce: 'none' }],
    ['about another serial number', { certId: (asked) => other(asked.length - 1)(asked) }],
    ['about another issuer', { certId: other(20) }],
    ['about a malformed name of its issuer', { certId: () => der.sequence(der.nothing()) }],
    ['twice about the same certificate', { times: 2 }],
    ['about nothing', { times: 0 }],
    ['signed by nobody we know', { certificates: [] }],
    [
      'signed by a responder of another authority',
      { certificates: [responderCertificate(sat, responder, { issuer: stranger.issuer })] },
    ],
    [
      'signed by a responder below the root',
      { certificates: [responderCertificate(sat, responder, { issuer: sat.root })] },
    ],
    [
      'signed by a certificate for another purpose',
      { certificates: [responderCertificate(sat, responder, { purpose: '1.3.6.1.5.5.7.3.2' })] },
    ],
    [
      'signed by a responder that ended',
      { certificates: [responderCertificate(sat, responder, { notAfter: testNow - 1_000 })] },
    ],
    ['signed by the person herself', { signer: sat.personPair, certificates: [sat.fiel()] }],
    ['signed by one and naming another', { signer: sat.otherPair, name: sat.authority.parts.subject }],
  ])('%s', async (_, answer) => {
    expect(await answered(answer)).toEqual({ status: 'unknown', detail: expect.any(String) });
  });

  it.each([
    ['tryLater', refusal(3), 'tryLater'],
    ['unauthorized', refusal(6), 'unauthorized'],
    ['success without an answer', refusal(0), 'not basic'],
    ['nothing', Buffer.alloc(0), 'truncated'],
    ['a web page', Buffer.from('<html></html>'), ''],
  ])('a response of %s', async (_, reply, detail) => {
    expect(await ask(async () => reply)).toEqual({ status: 'unknown', detail: expect.stringContaining(detail) });
  });

  it('whatever octets of a revoked answer are changed, it never becomes a good one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const status = await ask(async (request) => {
          const reply = respond(request, { signer: sat.issuingPair, status: 'revoked' });
          const at = place % reply.length;
          reply[at] = (reply[at] ?? 0) ^ change;
          return reply;
        });
        expect(status).not.toMatchObject({ status: 'good' });
      }),
      { numRuns: 300 },
    );
  });
});

describe('a responder that fails', () => {
  const certificate = readOf(sat.fiel());

  it('is left alone after five failures, and asked again after a pause', async () => {
    let [asked, works, at] = [0, false, testNow];
    const checker = checkerWith(
      async (request) => {
        asked += 1;
        if (!works) throw new Error('ECONNREFUSED');
        return respond(request, { signer: sat.issuingPair, thisUpdate: at });
      },
      () => at,
    );
    const check = () => checker.check(certificate, sat.authority);

    for (let failed = 0; failed < 8; failed += 1) expect(await check()).toMatchObject({ status: 'unknown' });
    expect(asked).toBe(5);

    works = true;
    at += 29_000;
    expect(await check()).toMatchObject({ status: 'unknown' });
    at += 1_000;
    expect(await check()).toEqual({ status: 'good' });
    expect(asked).toBe(6);
  });
});

describe('the request over HTTP', () => {
  const servers: http.Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close().closeAllConnections();
  });

  async function statusFrom(handler: http.RequestListener, timeoutMs = 5_000) {
    const server = http.createServer(handler).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const checker = createOcspChecker({ url: `http://127.0.0.1:${port}/edofiel`, now: () => testNow, timeoutMs });
    return checker.check(readOf(sat.fiel()), sat.authority);
  }

  it('posts the question and reads the answer', async () => {
    const status = await statusFrom(async (request, reply) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const right = request.method === 'POST' && request.headers['content-type'] === 'application/ocsp-request';
      reply.statusCode = right && request.url === '/edofiel' ? 200 : 400;
      reply.end(respond(Buffer.concat(chunks), { signer: sat.issuingPair }));
    });

    expect(status).toEqual({ status: 'good' });
  });

  it.each<[string, http.RequestListener]>([
    ['an error', (_, reply) => answer(reply, 500)],
    ['another address', (_, reply) => answer(reply, 302, { location: 'http://127.0.0.1:1/' })],
    ['more than an answer can be', (_, reply) => reply.end(Buffer.alloc(200 * 1024))],
    ['half an answer', (request) => request.socket.destroy()],
  ])('does not know when the server answers with %s', async (_, handler) => {
    expect(await statusFrom(handler)).toMatchObject({
      status: 'unknown',
      detail: expect.stringContaining('unreachable'),
    });
  });

  it('does not wait for a server that says nothing', async () => {
    expect(await statusFrom(() => {}, 50)).toMatchObject({
      status: 'unknown',
      detail: expect.stringContaining('unreachable'),
    });
  });
});

describe('an e.firma whose revocation is asked', () => {
  async function prove(answer: Partial<Answer> | 'down', curp: string = person.curp) {
    const ocsp = checkerWith(async (request) => {
      if (answer === 'down') throw new Error('ECONNREFUSED');
      return respond(request, { signer: sat.issuingPair, ...answer });
    });
    const efirma = createEfirma({ trust: sat.trust, now: () => testNow, limits: testLimits, ocsp });
    const challenge = efirma.newChallenge({ curp, folio: 'F', portalName: 'IMPI', purpose: 'cambiar' });
    const signature = signText(challenge.text, sat.personPair);
    const certificate = sat.fiel({ subject: fielSubject(person) });
    const result = await efirma.checkSignature({ certificate, signature, challenge, curp });
    await efirma.close();
    return result;
  }

  it.each<[string, Partial<Answer> | 'down', object]>([
    ['good', {}, { ok: true }],
    ['revoked', { status: 'revoked' }, { ok: false, reason: 'revoked' }],
    ['unknown to the responder', { status: 'unknown' }, { ok: false, reason: 'revocation-unknown' }],
    ['stale', { thisUpdate: testNow - day }, { ok: false, reason: 'revocation-unknown' }],
    ['unanswered', 'down', { ok: false, reason: 'revocation-unknown' }],
  ])('is %s', async (_, answer, expected) => {
    expect(await prove(answer)).toMatchObject(expected);
  });

  it('is told to be revoked before whose CURP it bears', async () => {
    expect(await prove({ status: 'revoked' }, 'XEXX010101HNEXXXA4')).toMatchObject({ reason: 'revoked' });
  });
});

/** In two steps: restify, where it is loaded in the same process, makes `writeHead` answer nothing. */
function answer(reply: http.ServerResponse, status: number, headers: http.OutgoingHttpHeaders = {}): void {
  reply.writeHead(status, headers);
  reply.end();
}
