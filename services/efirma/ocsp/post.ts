import http from 'node:http';
import https from 'node:https';

/** Sends a request and answers the octets of the reply. Rejects when that does not work. */
export type PostOcsp = (request: Uint8Array) => Promise<Uint8Array>;

const replyMaxBytes = 64 * 1024;

/**
 * Posts to one address only, the configured one: redirects are not followed, and nothing a certificate says is fetched.
 * The SAT's server offers weak Diffie-Hellman groups, so this agent (and no other) asks for elliptic curves alone.
 */
export function createPost({ url, timeoutMs }: { url: string; timeoutMs: number }): PostOcsp {
  const target = new URL(url);
  const secure = target.protocol === 'https:';
  const agent = secure
    ? new https.Agent({ ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256', minVersion: 'TLSv1.2' })
    : new http.Agent();
  const { request } = secure ? https : http;

  return (body) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/ocsp-request', 'content-length': body.length };
      const signal = AbortSignal.timeout(timeoutMs);
      const sent = request(target, { method: 'POST', agent, headers, signal }, (reply) => {
        const chunks: Buffer[] = [];
        let length = 0;
        reply.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > replyMaxBytes) reply.destroy(new Error('reply too large'));
          else chunks.push(chunk);
        });
        reply.on('error', reject);
        reply.on('end', () => {
          if (reply.statusCode === 200) resolve(Buffer.concat(chunks));
          else reject(new Error(`HTTP ${reply.statusCode}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
}
