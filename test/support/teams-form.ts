/**
 * Fills in the secure form that Teams was told to open, as its page does without script.
 *
 * @param product where the product listens, behind its public address. Answers the page that follows.
 */
export async function fillTeamsForm(
  product: { readonly url: string },
  address: string,
  answers: Record<string, string>,
): Promise<{ status: number; html: string }> {
  const { pathname, search } = new URL(address);
  const page = await (await fetch(product.url + pathname + search)).text();
  const [, action = '', content = ''] = /<form[^>]* action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(page) ?? [];
  const hidden = [...content.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  );
  const body = new URLSearchParams([...hidden, ...Object.entries(answers)]);
  const response = await fetch(product.url + action, { method: 'POST', body, redirect: 'manual' });
  const next = response.headers.get('location');
  const shown = next === null ? response : await fetch(new URL(next, product.url + action));
  return { status: shown.status, html: await shown.text() };
}
