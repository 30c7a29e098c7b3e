import { type Assets, assetRoute, buildAssets } from './assets.ts';
import { chatPageRoute } from './chat/chat-page.ts';
import type { Texts } from './chat/client/texts.ts';
import type { PageRoute } from './layout.ts';

export interface PagesDeps {
  /** Where browsers reach the server, with scheme: `https://recupera.example`. */
  readonly publicUrl: string;
  readonly limits: { readonly messageMaxChars: number; readonly efirmaFileMaxBytes: number };
  /** Sentences of `locales/LOCALE/chat.json` by locale. The first language is served at `/`, others at `/LOCALE`. */
  readonly texts: Readonly<Record<string, Texts>>;
}

const sources = [
  'chat/client/main.tsx',
  'forms/client/efirma-worker.ts',
  'chat/style.css',
  'forms/client/live-rules.ts',
  'secure-form/client/secure-form.ts',
  'secure-form/client/sign.ts',
  'secure-form/client/teams.ts',
];

/** Builds what browsers load. It takes some tenths of a second and depends on nothing but the code. */
export const buildPageAssets = (): Promise<Assets> => buildAssets(sources);

/** The routes to mount: the chat page in each language, and the files that browsers load. */
export function pageRoutes({ publicUrl, limits, texts }: PagesDeps, assets: Assets): PageRoute[] {
  const locales = Object.keys(texts);
  const pathOf = (locale: string) => (locale === locales[0] ? '/' : `/${locale}`);
  const pages = Object.entries(texts).map(([locale, ownTexts]) => {
    const other = locales.find((candidate) => candidate !== locale);
    const link = other === undefined ? undefined : { path: pathOf(other), locale: other };
    return chatPageRoute({ path: pathOf(locale), locale, texts: ownTexts, other: link }, { assets, publicUrl, limits });
  });
  return [...pages, ...assets.all.map(assetRoute)];
}
