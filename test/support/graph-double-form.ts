import type { TestPhone } from './graph-double.ts';
import { hiddenOf } from './secure-form.ts';
import { plainBrowser } from './served.ts';

const formPath = '/formulario/llenar';

/** The page behind the newest link that a person was sent. */
export async function openForm(url: string, phone: TestPhone) {
  const message = phone.messages().findLast(({ message: { type } }) => type === 'interactive')?.message;
  const [, link] = /"url":"([^"]+)"/.exec(JSON.stringify(message)) ?? [];
  if (link === undefined) throw new Error('there is no link');
  const { pathname, search } = new URL(link);
  const browser = plainBrowser(url);
  const { html } = await browser.open(pathname + search);
  const hidden = hiddenOf(html);
  return {
    html,
    challenge: async (): Promise<string> =>
      JSON.parse((await browser.post('/formulario/texto', hidden)).html).challenge,
    send: (fields: Record<string, string>) => browser.post(formPath, { ...hidden, ...fields }),
  };
}
