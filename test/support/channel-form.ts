import type { TestFile } from './person.ts';
import { hiddenOf } from './secure-form.ts';
import { plainBrowser } from './served.ts';

const FORM = '/formulario/llenar';

/** Each page of a person is opened once, in one browser, however often they look at it. */
export function createFormKeeper(url: string) {
  const opened = new Map<string, ReturnType<typeof openChannelForm>>();
  return (address: string) => {
    const form = opened.get(address) ?? openChannelForm(url, address);
    opened.set(address, form);
    return form;
  };
}

/** Opens the page of a secure form in a browser without script. `url`: where the product listens, behind its address. */
async function openChannelForm(url: string, address: string) {
  const { pathname, search } = new URL(address);
  const browser = plainBrowser(url);
  const seen = await browser.open(pathname + search);
  const hidden = hiddenOf(seen.html);
  return {
    /** The number on the page. */
    mark: />(\d{4})<\/p>/.exec(seen.html)?.[1] ?? '',
    language: /<html lang="([^"]+)"/.exec(seen.html)?.[1] ?? '',
    async challenge(): Promise<string> {
      const { html, status } = await browser.post('/formulario/texto', hidden);
      if (status !== 200) throw new Error(`the text to sign was answered with ${status}`);
      const answer: { challenge: string } = JSON.parse(html);
      return answer.challenge;
    },
    /** Sends it; throws when the page refuses it. */
    async send(answers: Readonly<Record<string, string>>, files: readonly TestFile[] = []): Promise<void> {
      const body = new FormData();
      for (const [name, value] of Object.entries({ ...hidden, ...answers })) body.append(name, value);
      for (const { name, bytes } of files) {
        body.append(/\.cer$/.test(name) ? 'certificate' : 'key', new Blob([new Uint8Array(bytes)]), name);
      }
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const sent = await fetch(url + FORM, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
      if (sent.headers.get('location') !== '/formulario/listo') {
        throw new Error(`the form was answered with ${sent.status}: ${sent.headers.get('location')}`);
      }
    },
  };
}
