import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readWebhook } from '../../../../bot/channels/whatsapp/read-webhook.ts';

const phoneNumberId = '106540352242922';
const read = (json: unknown) => readWebhook(json, { phoneNumberId, maxChars: 100 });
const metadata = { display_phone_number: '15550783881', phone_number_id: phoneNumberId };
const contacts = [{ profile: { name: 'Ana' }, wa_id: '5215555550123', user_id: 'MX.1' }];
const change = (value: object, field = 'messages') => ({
  field,
  value: { messaging_product: 'whatsapp', metadata, ...value },
});
const webhook = (...changes: readonly object[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes }],
});
const message = (rest: object, id = 'wamid.1', timestamp = '1790416802') => ({
  from: '5215555550123',
  id,
  timestamp,
  ...rest,
});
const text = (body: string, id?: string, timestamp?: string) =>
  message({ type: 'text', text: { body } }, id, timestamp);
const saidOf = (rest: object) => read(webhook(change({ contacts, messages: [message(rest)] })))?.messages[0]?.said;
const activity = (rest: object) => ({ what: 'says', activity: { type: 'message', known: true, ...rest } });
const unread = (contentType: string, name?: string) =>
  activity({ attachments: [{ contentType, ...(name === undefined ? {} : { name }) }] });

it.each([
  ['text', { type: 'text', text: { body: 'hola' } }, activity({ text: 'hola' })],
  [
    'a reply to a message of ours',
    { type: 'text', text: { body: 'sí' }, context: { id: 'wamid.0', from: '15550783881' } },
    activity({ text: 'sí' }),
  ],
  [
    'a text too long',
    { type: 'text', text: { body: 'a'.repeat(101) } },
    activity({ text: 'a'.repeat(100), truncated: true }),
  ],
  [
    'a button of ours',
    {
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'v1:menu:choose::IMPI', title: 'Mi cuenta' } },
    },
    { ...activity({ text: 'IMPI' }), pressed: { place: { procedure: 'menu', step: 'choose' }, value: 'IMPI' } },
  ],
  [
    'a row of ours',
    {
      type: 'interactive',
      interactive: { type: 'list_reply', list_reply: { id: 'v1:a:b:F-1:sí: claro', title: 'x', description: 'y' } },
    },
    {
      ...activity({ text: 'sí: claro' }),
      pressed: { place: { procedure: 'a', step: 'b', folio: 'F-1' }, value: 'sí: claro' },
    },
  ],
  [
    'a button of nobody',
    { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'old', title: 'Seguir' } } },
    activity({ text: 'Seguir' }),
  ],
  [
    'a quick reply of a template',
    { type: 'button', button: { payload: 'x', text: 'Continuar' } },
    activity({ text: 'Continuar' }),
  ],
  ['an interactive without content', { type: 'interactive', interactive: {} }, unread('application/json')],
  [
    'a flow',
    { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', response_json: '{}' } } },
    unread('application/json'),
  ],
  ['a picture', { type: 'image', image: { id: '1', mime_type: 'image/jpeg', sha256: 'x' } }, unread('image/jpeg')],
  [
    'a picture with words',
    { type: 'image', image: { id: '1', mime_type: 'image/jpeg', caption: 'mi folio' } },
    activity({ text: 'mi folio', attachments: [{ contentType: 'image/jpeg' }] }),
  ],
  [
    'a voice note',
    { type: 'audio', audio: { id: '1', mime_type: 'audio/ogg; codecs=opus', voice: true } },
    unread('audio/ogg; codecs=opus'),
  ],
  [
    'a sticker',
    { type: 'sticker', sticker: { id: '1', mime_type: 'image/webp', animated: false } },
    unread('image/webp'),
  ],
  [
    'a pdf',
    { type: 'document', document: { id: '1', mime_type: 'application/pdf', filename: 'a.pdf' } },
    unread('application/pdf', 'a.pdf'),
  ],
  ['a location', { type: 'location', location: { latitude: 1, longitude: 2 } }, unread('application/octet-stream')],
  ['cards', { type: 'contacts', contacts: [{}] }, unread('application/octet-stream')],
  ['a type of tomorrow', { type: 'hologram', hologram: { id: 1 } }, unread('application/octet-stream')],
  [
    'what Meta does not support',
    { type: 'unsupported', errors: [{ code: 131051 }] },
    unread('application/octet-stream'),
  ],
  ['a type that is no text', { type: 7 }, unread('application/octet-stream')],
  ['a reaction', { type: 'reaction', reaction: { message_id: 'wamid.0', emoji: '👍' } }, { what: 'nothing' }],
  [
    'an edit',
    { type: 'edit', edit: { original_message_id: 'wamid.0', message: { type: 'text' } } },
    { what: 'nothing' },
  ],
  [
    'a message taken back',
    { type: 'revoke', revoke: { original_message_id: 'wamid.0' } },
    { what: 'revoked', messageId: 'wamid.0' },
  ],
  [
    'a new number',
    { type: 'system', system: { type: 'user_changed_number', wa_id: '5215555559999', body: 'x' } },
    { what: 'ids-changed', waId: '5215555559999', userId: undefined },
  ],
  [
    'a new number, and the id that comes with it',
    {
      type: 'system',
      system: { type: 'user_changed_number', wa_id: '5215555559999', user_id: 'MX.2', previous_user_id: 'MX.1' },
    },
    { what: 'ids-changed', waId: '5215555559999', userId: 'MX.2' },
  ],
  [
    'a new id of who shows no number',
    { type: 'system', system: { type: 'user_changed_user_id', user_id: 'MX.2', previous_user_id: 'MX.1' } },
    { what: 'ids-changed', waId: undefined, userId: 'MX.2' },
  ],
  [
    'a new id in an unexpected shape',
    { type: 'system', system: { type: 'user_changed_user_id', wa_id: null, user_id: 7 } },
    { what: 'ids-changed', waId: undefined, userId: undefined },
  ],
  [
    'a new device',
    { type: 'system', system: { type: 'customer_identity_changed', body: 'x' } },
    { what: 'identity-changed' },
  ],
  ['a system message of tomorrow', { type: 'system', system: { type: 'other' } }, { what: 'nothing' }],
  ['a chat just opened', { type: 'request_welcome' }, { what: 'opened' }],
])('reads %s', (_, rest, said) => {
  expect(saidOf(rest)).toEqual(said);
});

it.each([
  ['FIEL.cer', 'application/x-x509-ca-cert'],
  ['FIEL.CER', 'application/octet-stream'],
  ['Claveprivada.key', 'application/vnd.apple.keynote'],
  ['fiel.zip', 'application/zip'],
  ['', 'application/octet-stream'],
  ['sin punto', 'application/pkix-cert'],
])('fetches "%s" of type %s, which may be part of an e.firma', (filename, mime_type) => {
  const said = saidOf({ type: 'document', document: { id: '900', mime_type, filename, sha256: 'abc' } });
  expect(said).toMatchObject({ what: 'says', file: { mediaId: '900', contentType: mime_type, sha256: 'abc' } });
});

it.each([
  ['virus.exe', 'application/octet-stream'],
  ['foto.jpg', 'application/octet-stream'],
  ['tarea.docx', 'application/zip'],
])('does not fetch %s', (filename, mime_type) => {
  expect(saidOf({ type: 'document', document: { id: '900', mime_type, filename } })).not.toHaveProperty('file');
});

it('does not ask for a file by an id that would lead elsewhere', () => {
  const document = { id: '../messages', mime_type: 'application/zip', filename: 'a.zip' };
  expect(saidOf({ type: 'document', document })).toEqual(unread('application/octet-stream'));
});

it('reads every entry, change and message, in the order in which they were sent', () => {
  const batch = read({
    entry: [
      {
        changes: [
          change({ messages: [text('c', '3', '30'), text('a', '1', '10')] }),
          change({ messages: [text('d', '4', '40')] }),
        ],
      },
      {
        changes: [
          change({ messages: [text('b', '2', '20')] }),
          change({ statuses: [{ id: 'x', status: 'read', timestamp: '1' }] }),
        ],
      },
    ],
  });
  expect(batch?.messages.map(({ messageId }) => messageId)).toEqual(['1', '2', '3', '4']);
  expect(batch?.statuses).toHaveLength(1);
});

it('leaves out what is broken, and what is about others, and keeps the rest', () => {
  const batch = read(
    webhook(
      change({
        messages: [null, 7, {}, { id: 'x' }, text('bien', 'good')],
        statuses: [{}, { id: 'x', status: 'gone' }],
      }),
      change({ messages: 'none', contacts: 'none', statuses: {}, errors: [{ code: 131000 }, {}] }),
      change({ messages: [text('a')] }, 'account_update'),
      { field: 'messages', value: { metadata: { phone_number_id: '999' }, messages: [text('a')] } },
      { field: 'messages', value: { messages: [text('a')] } },
    ),
  );
  expect(batch).toMatchObject({ messages: [{ messageId: 'good' }], statuses: [], errors: [131000] });
});

it('knows who wrote by number, by id, or by both', () => {
  const sender = (head: object, cards?: object[]) =>
    read(
      webhook(
        change({
          contacts: cards,
          messages: [{ id: 'x', timestamp: '1', type: 'text', text: { body: 'a' }, ...head }],
        }),
      ),
    )?.messages[0]?.sender;
  expect(sender({ from: '5215555550123' }, contacts)).toEqual({ waId: '5215555550123', userId: 'MX.1' });
  expect(sender({ from_user_id: 'MX.2' })).toEqual({ waId: undefined, userId: 'MX.2' });
  expect(sender({}, [{ user_id: 'MX.3' }])).toEqual({ waId: undefined, userId: 'MX.3' });
  // The card of somebody else in the same webhook says nothing about this sender.
  expect(sender({ from: '34600111222' }, contacts)).toEqual({ waId: '34600111222', userId: undefined });
  expect(sender({}, [])).toBeUndefined();
  expect(sender({ from: 'nobody' })).toBeUndefined();
  expect(sender({ from_user_id: 'x'.repeat(129) })).toBeUndefined();
});

it('throws at nothing that can be JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (anything) => {
      read(anything);
      read(webhook(change({ messages: [anything], contacts: anything, statuses: [anything] })));
      read({ entry: [{ changes: [{ field: 'messages', value: anything }] }] });
      for (const type of ['text', 'interactive', 'document', 'system', 'revoke', 'button', 'image']) {
        saidOf({ type, [type]: anything });
      }
    }),
    { numRuns: 300 },
  );
});

const samples = '../shared/data/whatsapp/inbound';
const names = existsSync(samples) ? readdirSync(samples) : [];
const eachSample = names.length > 0 ? it.each(names) : it.skip.each(['(they are elsewhere)']);
eachSample('reads the sample %s', (name) => {
  const batch = read(JSON.parse(readFileSync(`${samples}/${name}`, 'utf8')));
  expect((batch?.messages.length ?? 0) + (batch?.statuses.length ?? 0)).toBe(1);
});
