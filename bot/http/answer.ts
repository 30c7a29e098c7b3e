import type { ServerResponse } from 'node:http';

/** Answers with JSON, in one write. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  answerText(response, status, JSON.stringify(body), 'application/json; charset=utf-8', headers);
}

/** Answers with text of a given type, in one write. */
export function answerText(
  response: ServerResponse,
  status: number,
  text: string,
  contentType: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...headers,
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}
