import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type EfirmaFiles, makeEfirmaFiles } from '../../../support/efirma-files.ts';
import { hiddenOf, openFormPage, type TestFormPage } from '../../../support/secure-form.ts';

const FORM = '/formulario/llenar';
let page: TestFormPage;
let own: EfirmaFiles;
beforeAll(() => {
  own = makeEfirmaFiles();
});
beforeEach(async () => {
  page = await openFormPage();
});
afterEach(() => page.close());

type Sent = Readonly<Record<string, Buffer | string>>;

/** Opens the page of the files and sends its form as a browser without script does. */
async function visit() {
  const link = await page.link('efirma');
  const person = page.browser();
  await person.open(link.url);
  const hidden = hiddenOf((await person.open(`${FORM}?forma=archivos`)).html);
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return async (sent: Sent) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...hidden, ...sent })) {
      if (typeof value === 'string') body.append(name, value);
      else body.append(name, new Blob([new Uint8Array(value)]), `C:\\Users\\${name}.bin`);
    }
    const response = await fetch(page.server.url + FORM, {
      method: 'POST',
      body,
      headers: { cookie },
      redirect: 'manual',
    });
    const location = response.headers.get('location') ?? '';
    const { html } = await person.open(location || FORM);
    return { status: response.status, location, html };
  };
}

it.each([
  ['in their fields', () => ({ certificate: own.certificate, key: own.key })],
  ['in each other’s fields', () => ({ certificate: own.key, key: own.certificate })],
])('two files %s and their password are passed on together', async (_where, files) => {
  const send = await visit();
  expect(await send({ ...files(), password: own.password })).toMatchObject({
    status: 303,
    location: '/formulario/listo',
  });
  const [message] = page.conversation.taken.values();
  expect(message?.activity).toMatchObject({ value: { keyPassword: own.password }, formFor: { step: 'efirma' } });
  const sent = message?.files.map(({ bytes, name }) => [name, bytes]);
  expect(sent).toHaveLength(2);
  expect(sent).toEqual(expect.arrayContaining([[expect.stringMatching(/^(key|certificate)\.bin$/), own.key]]));
  expect(sent).toEqual(expect.arrayContaining([[expect.stringMatching(/^(key|certificate)\.bin$/), own.certificate]]));
});

it.each<[string, () => Sent, string]>([
  ['nothing', () => ({}), 'elige tu archivo .cer'],
  ['one file', () => ({ certificate: own.certificate, password: 'x' }), 'elige tu archivo .cer'],
  ['the same file twice', () => ({ certificate: own.key, key: own.key, password: 'x' }), 'elige tu archivo .cer'],
  ['a photo', () => ({ certificate: Buffer.from('JFIF'), key: own.key, password: 'x' }), 'elige tu archivo .cer'],
  ['an empty file', () => ({ certificate: Buffer.alloc(0), key: own.key, password: 'x' }), 'elige tu archivo .cer'],
  ['no password', () => ({ certificate: own.certificate, key: own.key, password: '' }), 'Llena los datos'],
  ['a huge file', () => ({ certificate: Buffer.alloc(900_000), key: own.key, password: 'x' }), 'muy grande'],
])('%s is refused with a reason, and the next try is taken', async (_what, sent, because) => {
  const send = await visit();
  const refused = await send(sent());
  expect([refused.location.split('?')[0], refused.html.includes(because)]).toEqual([FORM, true]);
  expect(refused.html).toContain('enctype="multipart/form-data"');
  expect(refused.html).not.toContain('id="sign"');
  expect(page.conversation.taken.size).toBe(0);
  const good = { certificate: own.certificate, key: own.key, password: own.password };
  expect((await send(good)).location).toBe('/formulario/listo');
});

it('three files are one too many', async () => {
  const send = await visit();
  const files = { certificate: own.certificate, key: own.key, more: own.key };
  expect((await send({ ...files, password: 'x' })).location).toContain('aviso=files');
  expect(page.conversation.taken.size).toBe(0);
});

it('the page that signs has no field through which a key could leave', async () => {
  const { url } = await page.link('efirma');
  const { html } = await page.browser().open(url);
  const signing = /<form id="sign"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  expect(signing.match(/type="file"/g)).toHaveLength(2);
  expect(signing.match(/ name="(\w+)"/g)).toEqual([' name="form"', ' name="certificate"', ' name="signature"']);
  expect(signing).not.toContain('multipart');
});
