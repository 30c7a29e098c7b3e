import type { IncomingMessage } from 'node:http';

/**
 * The content type of an upload, with its boundary. Clients exist that send a multipart body under another name
 * (`fetch` with a FormData and a `content-type` set by hand): then the boundary is read off the body's first line, and
 * the body is left as it was. Undefined when it is no multipart body.
 */
export async function multipartType(request: IncomingMessage, timeoutMs: number): Promise<string | undefined> {
  const declared = request.headers['content-type'] ?? '';
  if (/^multipart\/form-data\s*;/i.test(declared)) return declared;
  const start = await peek(request, timeoutMs);
  const [, boundary] = /^--([\w'()+,./:=?-]{1,70})\r\n/.exec(start.toString('latin1', 0, 80)) ?? [];
  return boundary === undefined ? undefined : `multipart/form-data; boundary="${boundary}"`;
}

/** The first bytes of the body, put back; none when nothing comes in time. */
function peek(request: IncomingMessage, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const timer = setTimeout(settle, timeoutMs);
    function settle(): void {
      clearTimeout(timer);
      request.off('readable', settle).off('end', settle).off('close', settle);
      const chunk: Buffer | null = request.read();
      if (chunk) request.unshift(chunk);
      resolve(chunk ?? Buffer.alloc(0));
    }
    request
      .on('readable', settle)
      .on('end', settle)
      .on('close', settle)
      .on('error', () => {});
  });
}
