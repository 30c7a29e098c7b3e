import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, type OpenChat, openChat, sidewaysScroll } from '../support/chat-page.ts';

// A browser on a busy machine.
jest.setTimeout(60_000);

let browser: Browser;
let chat: OpenChat;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(() => chat.close());

/** The states of the page, each reached from the one before. */
const states: Record<string, () => Promise<unknown>> = {
  greeting: () => chat.page.getByText('¿Qué necesitas?').waitFor(),
  'list and progress': () => go('prerequisites', '¿Tienes todo a la mano?'),
  'password form': () => go('password', 'Tu contraseña necesita:'),
  'password refused': async () => {
    await chat.page.getByRole('textbox', { name: 'Contraseña nueva' }).fill('corta');
    await refuse('Guardar contraseña');
  },
  'client password refused': async () => {
    await go('client-password', 'La que usas hoy');
    await refuse('Enviar contraseña');
  },
  'e.firma form': () => go('efirma', 'Elige los dos archivos'),
  'e.firma refused': async () => {
    await chat.page.getByText('Ver el texto que vas a firmar').click();
    await refuse('Firmar');
  },
  'key password refused': async () => {
    await go('key-password', 'La que elegiste');
    await refuse('Enviar contraseña');
  },
  'code refused': async () => {
    await go('code', 'Búscalo también');
    await refuse('Comprobar código');
  },
  'file to download': () => go('done', 'Constancia'),
  'long message': async () => {
    await chat.page.locator('#composer').fill('a'.repeat(4_000));
    await chat.page.getByText('Te quedan 96 caracteres').waitFor();
  },
  reconnecting: async () => {
    await chat.page.locator('#composer').fill('');
    chat.server.setDown(true);
    await chat.page.getByText('Se cortó la conexión').waitFor();
    await chat.say('eco');
    await chat.page.getByText('Enviando…').waitFor();
  },
  ended: async () => {
    chat.server.expireTokens();
    chat.server.setDown(false);
    await chat.page.getByRole('button', { name: 'Empezar otra conversación' }).waitFor();
  },
};

async function go(step: string, sentence: string): Promise<void> {
  await chat.say(step);
  await chat.page.getByText(sentence).last().waitFor();
}

async function refuse(button: string): Promise<void> {
  await chat.page.getByRole('button', { name: button, exact: true }).click();
  await chat.page.locator('.panel .error').first().waitFor();
}

const looks: [string, BrowserContextOptions][] = [
  ['a desktop', { viewport: { width: 1280, height: 800 } }],
  ['a phone in the dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark', hasTouch: true }],
  ['320 px, which is 400 % zoom', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
];

test.each(looks)('on %s no state has an axe violation or scrolls sideways', async (_name, options) => {
  chat = await openChat(browser, options);
  const found: Record<string, unknown> = {};
  for (const [state, reach] of Object.entries(states)) {
    await reach();
    const problems = await accessibilityProblems(chat.page);
    const sideways = await sidewaysScroll(chat.page);
    if (problems.length > 0 || sideways > 0) found[state] = { problems, sideways };
  }
  expect(found).toEqual({});
});

test('everything that can be pressed is at least 44 px high and wide', async () => {
  chat = await openChat(browser, { viewport: { width: 320, height: 640 } });
  const small: string[] = [];
  for (const state of ['greeting', 'password form', 'e.firma form', 'code refused', 'file to download']) {
    await states[state]?.();
    small.push(
      ...(await chat.page
        .locator('button, input:not(.hidden), textarea, summary, .file, .language')
        .evaluateAll((all) =>
          all
            .map((element) => ({ html: element.outerHTML.slice(0, 120), box: element.getBoundingClientRect() }))
            .filter(({ box }) => box.width < 44 || box.height < 44)
            .map(({ html, box }) => `${box.width}×${box.height} ${html}`),
        )),
    );
  }
  expect(small).toEqual([]);
});

test('with the keyboard alone a person gets through buttons, a form and the chat, and always sees the focus', async () => {
  chat = await openChat(browser, { viewport: { width: 1280, height: 800 } });
  const { keyboard } = chat.page;
  const focused = () => chat.page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
  const tabTo = async (wanted: string) => {
    for (let presses = 0; presses < 30 && (await focused()) !== wanted; presses += 1) await keyboard.press('Tab');
    expect(await focused()).toBe(wanted);
    const outline = await chat.page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    );
    expect(outline).toBe('solid');
  };

  await tabTo('Mi cuenta del IMPI');
  await keyboard.press('Enter');
  await chat.page.getByText('¿Tienes todo a la mano?').waitFor();
  // The button is gone; the focus is where the person goes on.
  expect(await focused()).toBe('composer');
  await keyboard.type('code');
  await keyboard.press('Enter');
  const code = chat.page.getByRole('textbox', { name: 'Código de 6 números' });
  await code.waitFor();
  expect(await code.evaluate((element) => element === document.activeElement)).toBe(true);
  await keyboard.type('123456');
  await keyboard.press('Enter');
  await chat.page.getByText('¡Listo!').waitFor();
  expect(await focused()).toBe('composer');
});

test('a message or a form that arrives takes no focus from where a person is', async () => {
  chat = await openChat(browser);
  const help = chat.page.getByRole('button', { name: 'Ayuda' });
  await help.focus();
  chat.server.say({ text: '¿Código?', channelData: { form: { kind: 'code', digits: 6 } } });
  await chat.page.getByRole('textbox', { name: 'Código de 6 números' }).waitFor();
  expect(await help.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('without scripts the page says what to do', async () => {
  chat = await openChat(browser, { javaScriptEnabled: false });
  expect(await chat.page.locator('noscript').textContent()).toContain('Actívalo en los ajustes');
});

test('a failure of the page shows a way on and nothing technical', async () => {
  chat = await openChat(browser, {
    prepare: () => {
      const create = document.createElementNS.bind(document);
      Object.defineProperty(document, 'createElementNS', {
        value: (namespace: string, name: string) => {
          if (name === 'progress') throw new TypeError('broken on purpose');
          return create(namespace, name);
        },
      });
    },
  });
  await chat.say('prerequisites');
  await chat.page.getByRole('heading', { name: 'Algo no salió bien en esta pantalla' }).waitFor();
  expect(await chat.page.locator('body').textContent()).not.toMatch(/TypeError|broken/);
  await chat.page.getByRole('button', { name: 'Volver a cargar' }).waitFor();
});

test('in English the page speaks English and stays in the same conversation', async () => {
  chat = await openChat(browser);
  await chat.say('prerequisites');
  await chat.page.getByText('¿Tienes todo a la mano?').waitFor();
  await chat.page.getByRole('link', { name: 'English' }).click();
  await chat.page.getByText('Step 1 of 6').waitFor();
  expect(await chat.page.locator('html').getAttribute('lang')).toBe('en');
  await chat.page.getByRole('button', { name: 'Talk to a person' }).click();
  await chat.page.waitForFunction(() => document.querySelectorAll('.message.person.said').length === 2);
  expect(chat.server.said.at(-1)?.text).toBe('agent');
});
