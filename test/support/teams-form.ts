import type { TestFile } from './person.ts';

export type TeamsForm = Awaited<ReturnType<typeof openTeamsForm>>;

/**
 * The secure form that Teams was told to open, used as its page does without script.
 *
 * @param product where the product listens, behind its public address.
 */
export async function openTeamsForm(product: { readonly url: string }, address: string) {
  const { pathname, search } = new URL(address);
  const html = await (await fetch(product.url + pathname + search)).text();
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  );
  const own = Object.fromEntries(hidden);
  const post = (path: string, body: FormData | URLSearchParams) => fetch(product.url + path, { method: 'POST', body });
  return {
    html,
    /** The text that is to be signed. */
    async challenge(): Promise<string> {
      const answer: { challenge: string } = await (await post('/formulario/texto', new URLSearchParams(own))).json();
      return answer.challenge;
    },
    /** Sends it; answers the page that follows. */
    async send(answers: Record<string, string>, files: readonly TestFile[] = []) {
      const body = new FormData();
      for (const [name, value] of Object.entries({ ...own, ...answers })) body.append(name, value);
      for (const [index, { name, bytes }] of files.entries()) {
        body.append(`file${index}`, new Blob([new Uint8Array(bytes)]), name);
      }
      const response = await post(
        '/formulario/llenar',
        files.length > 0 ? body : new URLSearchParams({ ...own, ...answers }),
      );
      return { status: response.status, html: await response.text() };
    },
  };
}
