import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, sidewaysScroll } from '../support/chat-page.ts';
import { demoDoors } from '../support/demo.ts';
import { citizen, type DeskPage, openDeskPage } from '../support/desk-page.ts';
import { enter, placeOf } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';
import { plainBrowser } from '../support/served.ts';

// Browsers on a busy machine.
jest.setTimeout(90_000);

let browser: Browser;
let product: TestProduct;
const open: DeskPage[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  product = await startProduct();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ context }) => context.close()));
  await product.stop();
});

async function desk(staffId: string, options: BrowserContextOptions = {}): Promise<DeskPage> {
  const opened = await openDeskPage(browser, product.url, staffId, options);
  open.push(opened);
  return opened;
}

/** A person who is at a step of the e.firma procedure and asks for somebody. */
async function waiting(words: readonly string[] = []) {
  const person = await citizen(product.url);
  await person.say('recuperar mi cuenta del impi', /e\.firma vigente/);
  await person.say('sí', /Tienes todo a la mano/);
  for (const text of words)
    await person.say(text, text === 'sí' ? /CURP/ : text.startsWith('<') ? /Me confirmas/ : /correo/);
  await person.say('agente', /va a atender/);
  return person;
}

const shot = async (page: Page, name: string) => {
  const folder = process.env.DESK_SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

const row = (page: Page) => page.getByRole('button', { name: /Cuenta del IMPI con e\.firma/ }).first();

async function take(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Tomar' }).click();
  await page.getByRole('button', { name: 'Devolver', exact: true }).waitFor();
}

/** The states of the desk's page, each reached from the one before. */
const states: Record<string, (page: Page) => Promise<unknown>> = {
  queue: (page) => row(page).waitFor(),
  open: async (page) => {
    await row(page).click();
    await page.getByRole('button', { name: 'Tomar' }).waitFor();
  },
  taken: async (page) => {
    await take(page);
    await page.getByRole('button', { name: 'Devolver' }).waitFor();
  },
  answered: async (page) => {
    await page.getByLabel('Mensaje para la persona').fill('Hola, te ayudo.');
    await page.getByRole('button', { name: 'Enviar', exact: true }).click();
    await page.getByText('en su chat').waitFor();
  },
  canned: async (page) => {
    await page.getByRole('button', { name: 'Respuestas guardadas' }).click();
    await page.getByRole('button', { name: /Saludo/ }).waitFor();
  },
  'a note': async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Nota interna' }).click();
    await page.getByLabel('Nota que solo ve la mesa').fill('Llamó ayer también.');
    await page.getByRole('button', { name: 'Guardar nota' }).click();
    await page.locator('.notes').waitFor({ state: 'attached' });
  },
  transfer: async (page) => {
    await page.getByRole('button', { name: 'Pasar', exact: true }).click();
    await page.getByRole('dialog').waitFor();
  },
  shortcuts: async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Atajos de teclado' }).click();
    await page.getByText('Siguiente conversación').waitFor();
  },
  cases: async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'En persona' }).click();
    await page.getByText('No hay trámites pendientes').waitFor();
  },
  figures: async (page) => {
    await page.getByRole('link', { name: 'Cifras' }).click();
    await page.locator('.chart canvas').waitFor();
  },
  'canned answers': async (page) => {
    await page.getByRole('link', { name: 'Respuestas' }).click();
    await page.getByRole('button', { name: 'Guardar todas' }).waitFor();
  },
  notices: async (page) => {
    await page.getByRole('link', { name: 'Avisos' }).click();
    await page.getByText('No hay avisos').waitFor();
  },
};

const looks: [string, BrowserContextOptions][] = [
  ['a desktop', {}],
  ['a desktop in the dark', { colorScheme: 'dark' }],
  ['a tablet', { viewport: { width: 1024, height: 768 }, hasTouch: true }],
  ['a tablet held upright', { viewport: { width: 768, height: 1024 }, hasTouch: true }],
];

test.each(looks)(
  'on %s no state of the page has an axe violation, scrolls sideways or complains',
  async (name, options) => {
    await waiting();
    const { page, complaints } = await desk('beatriz.olmos', options);
    const found: Record<string, unknown> = {};
    for (const [state, reach] of Object.entries(states)) {
      await reach(page);
      await shot(page, `${name.replaceAll(' ', '-')}-${state.replaceAll(' ', '-')}`);
      const problems = await accessibilityProblems(page);
      const sideways = await sidewaysScroll(page);
      if (problems.length > 0 || sideways > 0) found[state] = { problems, sideways };
    }
    expect(found).toEqual({});
    expect(complaints).toEqual([]);
  },
);

test('with the keyboard alone: next, take, answer, note, give back', async () => {
  const person = await waiting();
  const { page } = await desk('marisol.pineda');
  await row(page).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('button', { name: 'Tomar' }).waitFor();
  await page.keyboard.press('t');
  await page.getByText('La conversación es tuya.').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('Hola, soy Marisol.');
  await page.keyboard.press('Enter');
  await page.getByText('en su chat').waitFor();
  expect((await person.heard()).map(({ text }) => text)).toContain('Hola, soy Marisol.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.keyboard.type('Sin los archivos a la mano.');
  await page.keyboard.press('Enter');
  await page.locator('.notes').getByText('Sin los archivos').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Esta atención terminó').waitFor();
  expect((await person.heard()).filter(({ text }) => text?.includes('Sin los archivos'))).toEqual([]);
});

test('two agents: one takes, the other sees who has it; words go both ways, live', async () => {
  const person = await waiting();
  const first = await desk('marisol.pineda');
  const second = await desk('beatriz.olmos');
  await row(first.page).click();
  await row(second.page).click();
  await second.page.getByText('También la ve: Marisol Pineda').waitFor();
  await take(first.page);
  await second.page.getByText('Marisol Pineda tiene esta conversación.').waitFor();
  await first.page.getByLabel('Mensaje para la persona').fill('¿En qué paso vas?');
  await first.page.getByLabel('Mensaje para la persona').press('Enter');
  await second.page.getByText('¿En qué paso vas?').waitFor();
  await person.say('en los archivos');
  await first.page.getByText('en los archivos').waitFor();
  await second.page.getByText('en los archivos').waitFor();
});

test('words that may not be sent stay with the agent, who is told why', async () => {
  const person = await waiting();
  const { page } = await desk('marisol.pineda');
  await row(page).click();
  await take(page);
  const words = page.getByLabel('Mensaje para la persona');
  await words.fill('Entra a https://imp1.example.com');
  await words.press('Enter');
  await page.getByText(/No se envió/).waitFor();
  expect(await words.inputValue()).toBe('Entra a https://imp1.example.com');
  expect((await person.heard()).map(({ text }) => text)).not.toContain('Entra a https://imp1.example.com');
});

test('an identifier is masked, and shown for a while to who says why; that is written down', async () => {
  const curp = 'NUSH790903HJCXLC08';
  await waiting(['sí', curp]);
  const { page } = await desk('marisol.pineda');
  await row(page).click();
  await take(page);
  await page.getByRole('button', { name: /^Ver/ }).first().waitFor();
  expect(await page.locator('main').textContent()).not.toContain(curp);
  await page.getByRole('button', { name: 'Ver CURP' }).click();
  await page.getByLabel('¿Para qué lo necesitas?').fill('La persona no está segura de haberla escrito bien');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Ver el dato' }).click();
  await page.locator('.revealed').getByText(curp).waitFor();
  await shot(page, 'revealed');
  const { page: auditor } = await desk('elvira.rosas');
  await auditor.getByRole('link', { name: 'Bitácora' }).click();
  await auditor.getByRole('cell', { name: 'handoff.revealed' }).waitFor();
});

test('what a person wrote is text, whatever it looks like', async () => {
  await waiting(['<img src=x onerror="document.title=1"><script>document.title=2</script>']);
  const { page, complaints } = await desk('marisol.pineda');
  await row(page).click();
  await page.getByText('<img src=x').waitFor();
  expect(await page.locator('.transcript img, .transcript script').count()).toBe(0);
  expect(await page.title()).toBe('(1) Mesa de atención · Recupera');
  expect(complaints).toEqual([]);
});

test('after a restart the page comes back by itself and misses nothing', async () => {
  const person = await waiting();
  const { page } = await desk('marisol.pineda');
  await row(page).click();
  await take(page);
  await page.getByRole('button', { name: 'Devolver' }).waitFor();
  await product.restart();
  await person.say('ya encontré mis archivos');
  await page.getByText('ya encontré mis archivos').waitFor();
  expect(await page.getByText('ya encontré mis archivos').count()).toBe(1);
});

test('a cookie that was taken to another browser opens nothing', async () => {
  await waiting();
  const { context } = await desk('marisol.pineda');
  const thief = await browser.newContext({ locale: 'es-MX' });
  await thief.addCookies(await context.cookies());
  const page = await thief.newPage();
  await page.goto(`${product.url}/desk`);
  await page.getByText('Entra a la mesa de atención').waitFor();
  expect(await page.getByText('Cuenta del IMPI').count()).toBe(0);
  await thief.close();
});

test('an auditor reads and verifies the audit trail, and sees no conversation', async () => {
  await waiting();
  const { page, complaints } = await desk('elvira.rosas');
  expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['Cifras', 'Bitácora']);
  await page.getByRole('link', { name: 'Bitácora' }).click();
  await page.getByRole('cell', { name: 'handoff.requested' }).waitFor();
  await page.getByRole('button', { name: 'Comprobar la bitácora' }).click();
  await page.getByText(/Está completa/).waitFor();
  await shot(page, 'audit');
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

/** A petition for Héctor's account, in his name or in another; answers its folio. */
async function petition(name: string): Promise<string> {
  const person = await enter(product.url);
  await person.listen();
  const email = 'nuevo.hector@example.mx';
  const said = ['no tengo e.firma del IMPI', 'sí', 'NUSH790903HJCXLC08', name, email, email];
  for (const text of said) await person.say(text);
  const filed = await person.say('sí');
  expect(placeOf(filed)).toBe('impi-letter/awaiting-visit');
  return filed.at(-1)?.channelData.folio ?? '';
}

test('in person: one sees the papers, another approves after proving once more who they are', async () => {
  const folio = await petition('Héctor Iván Núñez Salgado');
  const { page: first } = await desk('ximena.duarte');
  await first.goto(`${product.url}/desk#cases/${folio}`);
  await first.getByLabel('Últimos cuatro caracteres').fill('4821');
  await first.getByRole('button', { name: 'Registrar documentos' }).click();
  expect(await first.locator('#curp').evaluate((field: HTMLInputElement) => field.validity.valueMissing)).toBe(true);
  await first.getByLabel(/CURP de la identificación/).fill('NUSH790903HJCXLC08');
  await shot(first, 'petition');
  expect(await accessibilityProblems(first)).toEqual([]);
  await first.getByRole('button', { name: 'Registrar documentos' }).click();
  await first.getByText('INE, termina en 4821; CURP comparada').waitFor();
  expect(await first.getByRole('button', { name: 'Aprobar' }).count()).toBe(0);

  const { page: second } = await desk('ramiro.cantu');
  product.clock.forward(6 * 60_000);
  await second.getByRole('link', { name: 'En persona' }).click();
  await second.getByRole('link', { name: new RegExp(folio) }).click();
  await second.getByRole('button', { name: 'Aprobar', exact: true }).click();
  await second.getByText('Confirma que eres tú').waitFor();
  await shot(second, 'again');
  expect(await accessibilityProblems(second)).toEqual([]);
  await second.getByRole('button', { name: 'Soy Ramiro Cantú' }).click();
  await second.getByText('Aprobado. La liga va en camino.').waitFor();
  await shot(second, 'approved');
});

test('in person: another name needs a reason; the owner stops what was approved, and the desk says what it can do', async () => {
  const folio = await petition('Pedro Ladrón Ruiz');
  const { page: first } = await desk('ximena.duarte');
  await first.goto(`${product.url}/desk#cases/${folio}`);
  await first.getByLabel('Últimos cuatro caracteres').fill('4821');
  await first.getByLabel(/CURP de la identificación/).fill('NUSH790903HJCXLC08');
  await first.getByRole('button', { name: 'Registrar documentos' }).click();
  await first.getByText('INE, termina en 4821; CURP comparada').waitFor();
  await first.locator('summary').click();
  await first.getByLabel('Motivo', { exact: true }).selectOption({ label: 'otro motivo' });
  await first.getByLabel(/Motivo, en una frase/).waitFor();
  expect(await accessibilityProblems(first)).toEqual([]);

  const { page: second, complaints } = await desk('ramiro.cantu');
  await second.goto(`${product.url}/desk#cases/${folio}`);
  await second.getByText('La cuenta está a nombre de Héctor Iván Núñez Salgado').waitFor();
  await shot(second, 'another-name');
  expect(await accessibilityProblems(second)).toEqual([]);
  await second.getByLabel(/Por qué es la misma persona/).fill('Cambió de nombre; trajo el acta');
  await second.getByRole('button', { name: 'Aprobar', exact: true }).click();
  await second.getByText('Aprobado. La liga va en camino.').waitFor();
  await second.getByText(/la cuenta está a otro nombre · Cambió de nombre; trajo el acta/).waitFor();

  const told = await demoDoors(product.url).mailTo('hector.nunez@example.mx', ({ links }) => links.length > 0);
  const { pathname, search } = new URL(told.links[0] ?? '');
  const owner = plainBrowser(product.url);
  await owner.open(pathname + search);
  const stopped =
    /IMPI-\d{4}-\d{6}/.exec((await owner.post('/no-fui-yo/confirmar', { confirm: 'si' })).html)?.[0] ?? '';

  await second.reload();
  await second.getByRole('link', { name: new RegExp(stopped) }).click();
  await second.getByText('todavía no se puede volver a abrir').waitFor();
  await second.getByText('Desde h•••@example.mx, el correo de la cuenta').waitFor();
  await second.getByText(`Carta en persona del IMPI, folio ${folio}`).waitFor();
  await shot(second, 'stopped');
  expect(await accessibilityProblems(second)).toEqual([]);
  expect(await sidewaysScroll(second)).toBe(0);
  expect(complaints).toEqual([]);
});

test('three hundred conversations: a page that holds few of them at a time', async () => {
  const { page, context } = await desk('marisol.pineda');
  const now = Date.now();
  const items = Array.from({ length: 300 }, (_, index) => ({
    id: `h${index}`,
    version: 1,
    state: 'queued',
    channel: 'whatsapp',
    portal: 'impi',
    procedure: 'impi-efirma',
    step: 'efirma',
    folio: `IMPI-2026-${String(index).padStart(6, '0')}`,
    reason: 'asked',
    requestedAt: now - (300 - index) * 1_000,
    waitingSince: now - (300 - index) * 1_000,
    sla: { state: 'ok', dueAt: now - (300 - index) * 1_000 + 180_000 },
  }));
  const hello = JSON.stringify({ event: 'hello', stream: 's', now, items });
  await context.route('**/desk/api/stream*', (route) =>
    route.fulfill({ contentType: 'text/event-stream', body: `data: ${hello}\n\n` }),
  );
  await page.reload();
  const rows = page.locator('.rows li');
  await page.getByText('IMPI-2026-000000').waitFor();
  expect(await rows.count()).toBeLessThan(40);
  await page.locator('.scroller').evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await page.getByText('IMPI-2026-000299').waitFor();
  expect(await rows.count()).toBeLessThan(40);
  await shot(page, 'three-hundred');
  await page.locator('.scroller').evaluate((element) => element.scrollTo(0, 0));
  await page.getByText('IMPI-2026-000000').click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => document.activeElement?.textContent?.includes('IMPI-2026-000002'));
  expect(await accessibilityProblems(page)).toEqual([]);
});
