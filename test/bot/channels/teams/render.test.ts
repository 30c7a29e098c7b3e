import fc from 'fast-check';
import { toMarkup } from '../../../../bot/channels/teams/render/markup.ts';
import { activityMaxBytes, createRender, sizeOf, textMaxChars } from '../../../../bot/channels/teams/render/render.ts';
import { splitText } from '../../../../bot/channels/teams/render/split.ts';
import type { Json } from '../../../../services/store/store.ts';
import { SentActivity } from '../../../support/teams-connector.ts';

const conversation = { id: 'c', channel: 'teams', person: 'p', locale: 'es-MX', createdAt: 0 };
const form = { url: 'https://recupera.example/formulario?t=abc', mark: '0412', expiresInMs: 600_000 };
let formsMade = 0;
const render = createRender({
  publicUrl: 'https://recupera.example',
  secureForm: async () => {
    formsMade += 1;
    return form;
  },
});
beforeEach(() => {
  formsMade = 0;
});

const entry = (activity: { [name: string]: Json }, seq = 3) => ({
  seq,
  at: 0,
  activity: { type: 'message', ...activity },
});
const question = (text: string, rest: { [name: string]: Json } = {}) =>
  entry({ text, inputHint: 'expectingInput', channelData: { procedure: 'impi-letter', step: 'curp' }, ...rest });
const buttons = (...titles: string[]) => ({
  suggestedActions: { to: [], actions: titles.map((title) => ({ type: 'imBack', title, value: title })) },
});

describe('words', () => {
  it('go out as markup that every client shows', async () => {
    const [message] = await render(conversation, [
      question('Guarda tu *folio*:\n- uno\n- dos\n\nMira https://recupera.example/a?b=1&c=2.'),
    ]);
    expect(message).toEqual({
      holdsForm: false,
      locale: 'es-MX',
      activity: {
        type: 'message',
        text: 'Guarda tu <strong>folio</strong>:<br/>• uno<br/>• dos<br/>Mira <a href="https://recupera.example/a?b=1&amp;c=2">https://recupera.example/a?b=1&amp;c=2</a>.',
        textFormat: 'xml',
        inputHint: 'expectingInput',
        channelData: { procedure: 'impi-letter', step: 'curp' },
      },
    });
  });

  it('of a person never become markup', async () => {
    const [message] = await render(conversation, [question('<b onclick="x">Ana</b> & <at>todos</at>')]);
    expect(message?.activity.text).toBe(
      '&lt;b onclick=&quot;x&quot;&gt;Ana&lt;/b&gt; &amp; &lt;at&gt;todos&lt;/at&gt;',
    );
  });

  it('of an agent bear the name of the agent', async () => {
    const channelData = { procedure: 'agent-handoff', step: 'with-agent', agent: { name: '*Ana* <b>' } };
    const [message] = await render(conversation, [question('Hola', { channelData })]);
    expect(message?.activity.text).toBe('<strong>Ana &lt;b&gt;:</strong><br/>Hola');
  });

  it('of entries that are no messages are left out', async () => {
    expect(
      await render(conversation, [entry({ type: 'event', text: 'x' }), { seq: 1, at: 0, activity: null }]),
    ).toEqual([]);
  });

  it('keep what is masked with stars', () => {
    expect(toMarkup('CURP: GODE**********08 y a*@correo.mx')).toBe('CURP: GODE**********08 y a*@correo.mx');
  });
});

describe('a question with options', () => {
  it('has one button a row, which says itself in the chat', async () => {
    const [message] = await render(conversation, [question('¿Seguimos?', buttons('Sí', 'No'))]);
    const [card] = message?.activity.attachments ?? [];
    expect(card).toMatchObject({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { version: '1.5', body: [{ type: 'ActionSet' }, { type: 'ActionSet' }] },
    });
    expect(JSON.stringify(card)).toContain(
      JSON.stringify({ type: 'messageBack', displayText: 'Sí', text: 'Sí', value: { v: 1, seq: 3, say: 'Sí' } }),
    );
    expect(message?.activity.summary).toBe('¿Seguimos?');
  });

  it('shows how far one has come above them, and once', async () => {
    const channelData = { procedure: 'impi-letter', step: 'email', progress: { current: 3, total: 4 } };
    const [message] = await render(conversation, [
      question('Paso 3 de 4\n¿Cuál?', { channelData, ...buttons('Atrás') }),
    ]);
    expect(message?.activity.text).toBe('¿Cuál?');
    expect(JSON.stringify(message?.activity.attachments)).toContain('"Paso 3 de 4"');
  });

  it('of the menu stays good for ever, others for their question only', async () => {
    const channelData = { procedure: 'menu', step: 'choose' };
    const [menu] = await render(conversation, [question('¿Qué necesitas?', { channelData, ...buttons('IMPI') })]);
    expect(JSON.stringify(menu?.activity.attachments)).toContain('"free":true');
  });
});

it('more options than a card holds are named in the text', async () => {
  const titles = Array.from({ length: 30 }, (_, index) => `Opción ${index + 1}`);
  const [message] = await render(conversation, [question('¿Cuál?', buttons(...titles))]);
  const shown = JSON.stringify(message?.activity.attachments);
  expect(titles.filter((title) => shown.includes(`"title":"${title}"`))).toEqual(titles.slice(0, 20));
  expect(message?.activity.text).toBe(['¿Cuál?', ...titles.slice(20).map((title) => `• ${title}`)].join('<br/>'));
});

describe('a review', () => {
  const text =
    'Paso 4 de 4\nRevisa:\n- Nombre: *Ana*: la de siempre\n- CURP: GODE**********08\nAl confirmar, cambio todo.\n¿Está bien?';
  const channelData = { procedure: 'impi-letter', step: 'review', progress: { current: 4, total: 4 } };

  it('is a card of facts between what introduces them and what is asked', async () => {
    const [message] = await render(conversation, [question(text, { channelData, ...buttons('Sí') })]);
    expect(message?.activity.text).toBe('Revisa:');
    expect(linesOf(message?.activity.attachments)).toEqual([
      'Paso 4 de 4',
      'Nombre: Ana: la de siempre',
      'CURP: GODE**********08',
      'Al confirmar, cambio todo.',
      '¿Está bien?',
    ]);
  });

  it('with facts beyond all measure is told in words', async () => {
    const long = text.replace('*Ana*', 'x'.repeat(6_000));
    const messages = await render(conversation, [question(long, { channelData, ...buttons('Sí') })]);
    expect(messages.map(({ activity }) => activity.text).join('')).toContain('x'.repeat(1_000));
    expect(linesOf(messages.at(-1)?.activity.attachments)).toEqual(['Paso 4 de 4']);
  });
});

describe('a question for a secret', () => {
  const asked = (kind: string) =>
    question('Escribe tu contraseña en el formulario.', {
      channelData: { procedure: 'pase-migration', step: 'client-password', form: { kind } },
      ...buttons('Corregir número'),
    });

  it.each(['password', 'client-password', 'efirma', 'key-password'])(
    '(%s) has the form in Teams and in the browser',
    async (kind) => {
      const [message] = await render(conversation, [asked(kind)]);
      const text = JSON.stringify(message?.activity.attachments);
      expect(message?.holdsForm).toBe(true);
      expect(text).toContain('"msteams":{"type":"task/fetch"}');
      expect(text).toContain('"open":"/formulario?t=abc"');
      expect(text).toContain('"url":"https://recupera.example/formulario?t=abc"');
      expect(text).toContain('0412');
      expect(text).toContain('10 minutos');
      expect(text).toContain('Corregir número');
      expect(text).not.toMatch(/Input\./);
    },
  );

  it('(code) is none: it may be typed in the chat', async () => {
    const [message] = await render(conversation, [asked('code')]);
    expect([message?.holdsForm, formsMade]).toEqual([false, 0]);
  });
});

describe('a document', () => {
  const attached = (contentUrl: string) =>
    question('Aquí está.', { attachments: [{ contentType: 'application/pdf', contentUrl, name: 'Carta.pdf' }] });

  it.each([
    ['/cartas/a.pdf', 'https://recupera.example/cartas/a.pdf'],
    ['https://recupera.example/cartas/a.pdf', 'https://recupera.example/cartas/a.pdf'],
  ])('at %s is a button', async (contentUrl, url) => {
    const [message] = await render(conversation, [attached(contentUrl)]);
    expect(JSON.stringify(message?.activity.attachments)).toContain(
      JSON.stringify({ type: 'Action.OpenUrl', title: 'Abrir Carta.pdf', url }),
    );
  });

  it('at no address of the web is none', async () => {
    const [message] = await render(conversation, [attached('javascript:alert(1)')]);
    expect(message?.activity.attachments).toBeUndefined();
  });
});

describe('whatever is said', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '\u0000',
      '"',
      '&',
      '<at>',
      '\n- x: ',
      '\n\n',
      '*',
      '💙',
      '\ud800',
      'https://x.example/?a=b&c=d',
      ' ',
      'palabra',
    ),
  );
  const texts = fc
    .tuple(nasty, nasty, fc.integer({ min: 0, max: 3_000 }))
    .map(([one, other, times]) =>
      (one + other).repeat(Math.min(times, Math.ceil(20_000 / Math.max(1, (one + other).length)))),
    );
  interface Turn {
    readonly text: string;
    readonly titles: readonly string[];
    readonly step: string;
    readonly secret: boolean;
    readonly document: boolean;
  }
  const turns: fc.Arbitrary<Turn> = fc.record({
    text: texts,
    titles: fc.oneof(
      fc.array(texts, { maxLength: 30 }),
      fc.array(fc.string({ minLength: 100, maxLength: 250 }), { minLength: 10, maxLength: 30 }),
    ),
    step: fc.constantFrom('review', 'curp'),
    secret: fc.boolean(),
    document: fc.boolean(),
  });

  const rendered = ({ text, titles, step, secret, document }: Turn) =>
    render(conversation, [
      question(text, {
        ...buttons(...titles),
        channelData: { procedure: 'p', step, ...(secret && { form: { kind: 'password' } }) },
        ...(document && { attachments: [{ contentType: 'application/pdf', contentUrl: '/a.pdf', name: 'a.pdf' }] }),
      }),
    ]);

  it('each message is one that Teams takes, and fits', async () => {
    await fc.assert(
      fc.asyncProperty(turns, async (turn) => {
        for (const { activity } of await rendered(turn)) {
          expect(SentActivity.safeParse(activity).error).toBeUndefined();
          expect(sizeOf(activity)).toBeLessThanOrEqual(activityMaxBytes);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('the form is in the last message, which alone awaits the answer', async () => {
    await fc.assert(
      fc.asyncProperty(turns, async (turn) => {
        const messages = await rendered(turn);
        const hints = messages.map(({ activity }) => activity.inputHint);
        const last = hints.length - 1;
        expect(hints).toEqual(hints.map((_, index) => (index === last ? 'expectingInput' : 'ignoringInput')));
        expect(messages.map(({ holdsForm }) => holdsForm)).toEqual(
          messages.map((_, index) => turn.secret && index === messages.length - 1),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('is rendered as the same messages each time', async () => {
    await fc.assert(
      fc.asyncProperty(turns, async (turn) => {
        expect(await rendered(turn)).toEqual(await rendered(turn));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a text that is too long', () => {
  const fits = (part: string) => part.length <= 100;

  it('is cut at a paragraph, a line or a word', () => {
    const text = `${'palabra '.repeat(30)}\n\n${'línea\n'.repeat(30)}`;
    for (const part of splitText(text, fits)) expect(part).toMatch(/^(palabra|línea)[\s\S]*(palabra|línea)$/);
  });

  it('loses nothing but blanks, and no character is torn', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (text) => {
        const parts = splitText(text, fits);
        expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const part of parts) {
          expect(part.isWellFormed()).toBe(true);
          expect(part.length).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('goes out in parts of a page', async () => {
    const messages = await render(conversation, [question('Una frase entera.\n'.repeat(1_000))]);
    expect(messages.length).toBeGreaterThan(3);
    for (const { activity } of messages)
      expect(activity.text?.replaceAll('<br/>', '\n').length).toBeLessThanOrEqual(textMaxChars);
  });
});

/** The words of a card, line by line. */
function linesOf(attachments: unknown): string[] {
  const body = SentActivity.shape.attachments.parse(attachments)?.flatMap(({ content }) => content.body) ?? [];
  return body.flatMap((element) =>
    element.type === 'RichTextBlock' ? [element.inlines.map((run) => run.text).join('')] : [],
  );
}
