import { problemOf } from '../../../../bot/channels/whatsapp/check-payload.ts';
import { type Content, type Payload, textContent } from '../../../../bot/channels/whatsapp/payload.ts';
import { judge } from '../../../support/graph-double-rules.ts';

const of = (content: Content, tag = 'c.1|p|s'): Payload => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: '5215555550123',
  biz_opaque_callback_data: tag,
  ...content,
});
const many = (length: number) => 'ñ'.repeat(length);
const emoji = (length: number) => '🙂'.repeat(length);
const buttons = (count: number, { title = 'T', id = 'i', body = 'b' } = {}): Content => ({
  type: 'interactive',
  interactive: {
    type: 'button',
    body: { text: body },
    action: {
      buttons: Array.from({ length: count }, (_, at) => ({
        type: 'reply',
        reply: { id: at === 0 ? id : `${at}`, title: at === 0 ? title : `t${at}` },
      })),
    },
  },
});
const list = (count: number, { title = 'T', id = 'i', description = 'd', button = 'b' } = {}): Content => ({
  type: 'interactive',
  interactive: {
    type: 'list',
    body: { text: 'b' },
    action: {
      button,
      sections: [
        {
          rows: Array.from({ length: count }, (_, at) => ({
            id: at === 0 ? id : `${at}`,
            title: at === 0 ? title : `t${at}`,
            description,
          })),
        },
      ],
    },
  },
});
const link = (display_text: string, url = 'https://a.example'): Content => ({
  type: 'interactive',
  interactive: { type: 'cta_url', body: { text: 'b' }, action: { name: 'cta_url', parameters: { display_text, url } } },
});
const file = (caption: string, filename = 'a.pdf', url = 'https://a.example/a.pdf'): Content => ({
  type: 'document',
  document: { link: url, filename, caption },
});

/** Each limit, at it and one beyond; both readings of the rules have to agree. */
it.each<[string, Payload, boolean]>([
  ['text 4096', of(textContent(many(4096))), true],
  ['text 4097', of(textContent(many(4097))), false],
  ['text of 4096 emoji', of(textContent(emoji(4096))), true],
  ['text of 4097 emoji', of(textContent(emoji(4097))), false],
  ['no text', of(textContent('')), false],
  ['blank text', of(textContent(' \n')), false],
  ['3 buttons', of(buttons(3)), true],
  ['4 buttons', of(buttons(4)), false],
  ['no button', of(buttons(0)), false],
  ['title 20', of(buttons(1, { title: emoji(20) })), true],
  ['title 21', of(buttons(1, { title: many(21) })), false],
  ['button id 256', of(buttons(1, { id: many(256) })), true],
  ['button id 257', of(buttons(1, { id: many(257) })), false],
  ['a title twice', of(buttons(2, { title: 't1' })), false],
  ['an id twice', of(buttons(2, { id: '1' })), false],
  ['body 1024', of(buttons(1, { body: many(1024) })), true],
  ['body 1025', of(buttons(1, { body: many(1025) })), false],
  ['10 rows', of(list(10)), true],
  ['11 rows', of(list(11)), false],
  ['row title 24', of(list(1, { title: many(24) })), true],
  ['row title 25', of(list(1, { title: many(25) })), false],
  ['description 72', of(list(1, { description: many(72) })), true],
  ['description 73', of(list(1, { description: many(73) })), false],
  ['row id 200', of(list(1, { id: many(200) })), true],
  ['row id 201', of(list(1, { id: many(201) })), false],
  ['list label 20', of(list(1, { button: many(20) })), true],
  ['list label 21', of(list(1, { button: many(21) })), false],
  ['link label 20', of(link(many(20))), true],
  ['link label 21', of(link(many(21))), false],
  ['a link that is none', of(link('x', 'javascript:alert(1)')), false],
  ['caption 1024', of(file(many(1024))), true],
  ['caption 1025', of(file(many(1025))), false],
  ['file name 240', of(file('c', many(240))), true],
  ['file name 241', of(file('c', many(241))), false],
  ['callback 512', of(textContent('a'), many(512)), true],
  ['callback 513', of(textContent('a'), many(513)), false],
  ['a template', of({ type: 'template', template: { name: 'aviso_1', language: { code: 'es_MX' } } }), true],
  [
    'a template of no name',
    of({ type: 'template', template: { name: 'Aviso uno', language: { code: 'es_MX' } } }),
    false,
  ],
])('%s', (_, payload, allowed) => {
  expect('message' in judge(payload)).toBe(allowed);
  expect(problemOf(payload) === undefined).toBe(allowed);
});
