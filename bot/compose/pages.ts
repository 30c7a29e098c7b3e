import en from '../../locales/en/chat.json' with { type: 'json' };
import es from '../../locales/es-MX/chat.json' with { type: 'json' };
import type { Config } from '../config.ts';
import type { Route } from '../http/route.ts';
import type { Assets } from '../pages/assets.ts';
import { disavowRoutes } from '../pages/disavow.ts';
import type { PageRoute } from '../pages/layout.ts';
import { newPasswordRoutes } from '../pages/new-password/new-password.ts';
import { pageRoutes } from '../pages/pages.ts';
import { privacyRoute } from '../pages/privacy.ts';
import type { Domain } from './domain.ts';
import { contacts, signInPages } from './portals.ts';
import type { World } from './world.ts';

/** Everything a browser shows. */
export function composePages(deps: {
  config: Config;
  world: World;
  domain: Domain;
  publicUrl: string;
  assets: Assets;
}): Route[] {
  const { config, world, domain, publicUrl, assets } = deps;
  const pages = pageRoutes({ publicUrl, limits: config.limits, texts: { 'es-MX': es, en } }, assets);
  const { accounts, cases, links } = domain;
  const https = publicUrl.startsWith('https://');
  const bodyLimits = { maxBytes: config.limits.requestMaxBytes, timeoutMs: config.limits.bodyTimeoutMs };
  const disavow = disavowRoutes({
    accounts,
    cases,
    links,
    now: world.now,
    https,
    limits: bodyLimits,
  });
  const newPassword = domain.newPasswordPurposes.flatMap((purpose) =>
    newPasswordRoutes(purpose, {
      accounts,
      links,
      jobs: domain.jobs,
      auditJob: domain.audit,
      hashPassword: domain.hasher.hashPassword,
      verifyPassword: domain.hasher.verifyPassword,
      isCommon: domain.isCommon,
      take: (linkId) => domain.take('new-password', linkId),
      now: world.now,
      https,
      limits: bodyLimits,
      script: assets.entries['live-rules'] ?? '',
      signIn: signInPages,
    }),
  );
  const privacy = privacyRoute({
    contacts,
    retentionMs: config.limits.conversationRetentionMs,
    casesMs: config.limits.caseRetentionMs,
  });
  return [...pages.map(mount), privacy, ...disavow, ...newPassword];
}

/** A page as the server mounts it. */
export function mount({ method, path, handle }: PageRoute): Route {
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
