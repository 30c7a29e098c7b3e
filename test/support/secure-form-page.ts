import type { Route } from '../../bot/http/route.ts';
import { assetRoute } from '../../bot/pages/assets.ts';
import { builtPages } from './built-assets.ts';
import { openFormPage } from './secure-form.ts';

/** The page with the scripts that browsers load. */
export async function openScriptedFormPage() {
  const { all, entries } = await builtPages();
  const routes = all.map((asset): Route => {
    const { method, path, handle } = assetRoute(asset);
    return {
      method,
      path,
      handle(request, response) {
        const { status, headers, body } = handle(request);
        response.writeHead(status, headers);
        response.end(body);
      },
    };
  });
  const script = (name: string) => {
    const address = entries[name];
    if (address === undefined) throw new Error(`no script ${name}`);
    return address;
  };
  return openFormPage({
    routes,
    scripts: {
      liveRules: script('live-rules'),
      page: script('secure-form'),
      sign: script('sign'),
      worker: script('efirma-worker'),
      teams: script('teams'),
    },
  });
}
