import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson } from './answer.ts';
import { discardBody } from './discard-body.ts';

/** Every refusal of the HTTP side: a stable code, its status, and fixed words. Nothing of an exception is ever shown. */
export const refusals = {
  BadRequest: { status: 400, message: 'La petición no se entiende.' },
  Unauthorized: { status: 401, message: 'Falta la autorización, o no es la correcta.' },
  TokenInvalid: { status: 403, message: 'El token no es válido para esto.' },
  TokenExpired: { status: 403, message: 'El token ya venció.' },
  OriginRefused: { status: 403, message: 'La petición viene de otro sitio.' },
  NotFound: { status: 404, message: 'No existe.' },
  ConversationNotFound: { status: 404, message: 'La conversación no existe.' },
  MethodNotAllowed: { status: 405, message: 'Ese método no se usa aquí.' },
  RequestTimeout: { status: 408, message: 'La petición tardó demasiado en llegar.' },
  Conflict: { status: 409, message: 'Eso ya no se puede hacer.' },
  TooLarge: { status: 413, message: 'La petición es demasiado grande.' },
  UnsupportedMediaType: { status: 415, message: 'Ese tipo de contenido no se acepta.' },
  TooManyRequests: { status: 429, message: 'Son demasiadas peticiones seguidas.' },
  Internal: { status: 500, message: 'Algo falló de nuestro lado.' },
  Unavailable: { status: 503, message: 'El servicio no está disponible por ahora.' },
} as const;

export type RefusalCode = keyof typeof refusals;

/** Shows a refusal to a person at a browser. */
export type RefusalPage = (response: ServerResponse, code: RefusalCode, headers: Record<string, string>) => void;

const pages = new WeakMap<ServerResponse, RefusalPage>();

/** What a refusal of this response looks like to whom a page is of more use than JSON. */
export function refuseWithPage(response: ServerResponse, page: RefusalPage): void {
  pages.set(response, page);
}

/**
 * Answers `{error: {code, message}}`, or a page where a browser asked for one. Reads the rest of the body first, within
 * bounds: a client that is still sending would otherwise see a broken connection instead of the answer.
 */
export async function refuse(
  response: ServerResponse,
  code: RefusalCode,
  headers: Record<string, string> = {},
): Promise<void> {
  const whole = code !== 'RequestTimeout' && (await discardBody(response.req));
  if (response.headersSent) return void response.destroy();
  const all = whole ? headers : { ...headers, connection: 'close' };
  const page = wantsPage(response.req) ? pages.get(response) : undefined;
  if (page) page(response, code, all);
  else answerJson(response, refusals[code].status, refusalBody(code), all);
}

/** Browsers name HTML when a person goes somewhere or sends a form; scripts, theirs and ours, do not. */
const wantsPage = ({ headers }: IncomingMessage) => /\btext\/html\b/i.test(headers.accept ?? '');

/** The body of a refusal, for answers that do not go through a `ServerResponse`. */
export function refusalBody(code: RefusalCode): { error: { code: RefusalCode; message: string } } {
  return { error: { code, message: refusals[code].message } };
}

/** The refusal that stands for a status of the router. */
export function refusalForStatus(status: number | undefined): RefusalCode {
  if (status === 404) return 'NotFound';
  if (status === 405) return 'MethodNotAllowed';
  return 'Internal';
}
