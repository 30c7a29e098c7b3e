import en from '../../locales/en/chat.json' with { type: 'json' };
import es from '../../locales/es-MX/chat.json' with { type: 'json' };
import type { Config } from '../config.ts';
import type { Route } from '../http/route.ts';
import type { PageRoute } from '../pages/layout.ts';
import { createPages } from '../pages/pages.ts';

/** Everything a browser shows. */
export async function composePages({ config, publicUrl }: { config: Config; publicUrl: string }): Promise<Route[]> {
  const pages = await createPages({ publicUrl, limits: config.limits, texts: { 'es-MX': es, en } });
  return pages.map(mount);
}

function mount({ method, path, handle }: PageRoute): Route {
  return {
    method,
    path,
    handle(request, response) {
      const { status, headers, body } = handle(request);
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      response.end(body);
    },
  };
}
