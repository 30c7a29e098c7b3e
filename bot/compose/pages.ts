import en from '../../locales/en/chat.json' with { type: 'json' };
import es from '../../locales/es-MX/chat.json' with { type: 'json' };
import type { Config } from '../config.ts';
import type { Route } from '../http/route.ts';
import { disavowRoutes } from '../pages/disavow.ts';
import type { PageRoute } from '../pages/layout.ts';
import { createPages } from '../pages/pages.ts';
import type { Domain } from './domain.ts';
import type { World } from './world.ts';

/** Everything a browser shows. */
export async function composePages(deps: {
  config: Config;
  world: World;
  domain: Domain;
  publicUrl: string;
}): Promise<Route[]> {
  const { config, world, domain, publicUrl } = deps;
  const pages = await createPages({ publicUrl, limits: config.limits, texts: { 'es-MX': es, en } });
  const { accounts, cases, links } = domain;
  const disavow = disavowRoutes({
    accounts,
    cases,
    links,
    now: world.now,
    https: publicUrl.startsWith('https://'),
    limits: { maxBytes: config.limits.requestMaxBytes, timeoutMs: config.limits.bodyTimeoutMs },
  });
  return [...pages.map(mount), ...disavow];
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
