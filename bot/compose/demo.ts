import type { DemoAuthority } from '../../services/efirma/demo/demo-authority.ts';
import type { Config } from '../config.ts';
import type { Route } from '../http/route.ts';
import type { Domain } from './domain.ts';

export async function composeDemo(_deps: {
  config: Config;
  domain: Domain;
  authority: DemoAuthority;
}): Promise<{ routes: Route[]; tryWith: { name: string; curp: string } | undefined }> {
  return { routes: [], tryWith: undefined };
}
