import type { Assets } from '../../bot/pages/assets.ts';
import { buildDeskAssets } from '../../bot/pages/desk/desk-page.ts';
import { buildPageAssets } from '../../bot/pages/pages.ts';

declare global {
  var keptInWorker: Map<string, Promise<Assets>> | undefined;
}

/** The files of people's pages, built by the first suite of a worker that needs them. */
export const builtPages = (): Promise<Assets> => once('pages', buildPageAssets);

/** The files of the desk's page, likewise. */
export const builtDesk = (): Promise<Assets> => once('desk', buildDeskAssets);

/** Without Jest nothing is kept. */
function once(name: string, build: () => Promise<Assets>): Promise<Assets> {
  const built = globalThis.keptInWorker?.get(name) ?? build();
  globalThis.keptInWorker?.set(name, built);
  return built;
}
