import { zipSync } from 'fflate';
import { demoDoors } from '../../../support/demo.ts';
import { eventually } from '../../../support/eventually.ts';
import { type TestPhone, wordsOf } from '../../../support/graph-double.ts';
import { openForm } from '../../../support/graph-double-form.ts';
import { startWhatsApp, type TestWhatsApp } from '../../../support/graph-double-product.ts';
import type { TakenMessage } from '../../../support/graph-double-rules.ts';

let whatsapp: TestWhatsApp;
beforeAll(async () => {
  whatsapp = await startWhatsApp();
});
afterAll(async () => {
  expect(whatsapp.graph.refused).toEqual([]);
  await whatsapp.stop();
});

let people = 0;
/** A person nobody knows yet. */
const newPerson = () => {
  people += 1;
  return { waId: `52155550000${String(people).padStart(2, '0')}`, userId: `MX.1000${people}` };
};
const newPhone = (): TestPhone => whatsapp.graph.phone(newPerson());
const all = (messages: readonly TakenMessage[]) => messages.map(wordsOf).join('\n');
const conversationOf = (message: TakenMessage | undefined) =>
  message?.biz_opaque_callback_data?.replace(/\.\d+\|.*$/, '') ?? '';
const password = 'Lluvia-Verde:48';

async function fillIn(phone: TestPhone, fields: Record<string, string>): Promise<void> {
  const { status } = await (await openForm(whatsapp.url, phone)).send(fields);
  expect(status).toBe(200);
}

async function somebody(portal: 'impi' | 'icsoe' = 'impi') {
  const found = (await demoDoors(whatsapp.url).people()).filter((person) => person.portal === portal && !person.frozen);
  people += 1;
  return { curp: found[people % found.length]?.curp ?? '', email: `persona${people}@correo.example` };
}

/** Leads a person to the e.firma step of the recovery at IMPI. */
async function toEfirma(phone: TestPhone): Promise<{ curp: string; email: string }> {
  const person = await somebody();
  await phone.say('recuperar mi cuenta del IMPI con e.firma');
  await phone.hears('prerequisites');
  await phone.press('Sí, empezar');
  await phone.hears('curp');
  await phone.say(person.curp);
  await phone.hears('email');
  await phone.say(person.email);
  await phone.hears('email-confirm');
  await phone.say(person.email);
  await phone.hears('password');
  await fillIn(phone, { password, confirmation: password });
  await phone.hears('efirma');
  return person;
}

it('greets, and takes a person by buttons and words to the steps of a procedure', async () => {
  const ana = newPhone();
  await ana.say('hola');
  const [greeting] = await ana.hears('choose');
  expect(greeting?.type).toBe('interactive');
  await ana.press('ICSOE del IMSS');
  expect(all(await ana.hears('curp'))).toMatch(/CURP/);
});

it('recovers an account with the two files of an e.firma sent in the chat, secrets on the secure page', async () => {
  const demo = demoDoors(whatsapp.url);
  const ana = newPhone();
  const { curp, email } = await toEfirma(ana);
  const { certificate, key, password: keyPassword } = await demo.efirma(curp);
  await ana.sendDocument('ana.cer', certificate, 'application/x-x509-ca-cert');
  expect(all(await ana.hears('efirma'))).toMatch(/Ya tengo tu certificado/);
  await ana.sendDocument('Claveprivada_ana.key', key, 'application/vnd.apple.keynote');
  const asked = await ana.hears('key-password');
  expect(all(asked)).toMatch(/borra de este chat/);
  expect(asked.at(-1)).toMatchObject({ interactive: { type: 'cta_url' } });
  await fillIn(ana, { password: keyPassword });
  await ana.hears('code');
  const { codes } = await demo.mailTo(email, (mail) => mail.codes.length > 0);
  await ana.say(codes[0] ?? '');
  await ana.hears('review');
  await ana.press('Sí, hacer el cambio');
  await ana.hears('done');
});

it('takes both files out of one zip', async () => {
  const ana = newPhone();
  const { curp } = await toEfirma(ana);
  const { certificate, key } = await demoDoors(whatsapp.url).efirma(curp);
  await ana.sendDocument(
    'fiel.zip',
    zipSync({ 'F/a.cer': certificate, 'F/b.key': key, 'F/acuse.pdf': Buffer.alloc(9) }),
  );
  const asked = await ana.hears('key-password');
  expect(all(asked)).toMatch(/borra de este chat/);
});

it('says when a file is too large, or cannot be had', async () => {
  const ana = newPhone();
  await toEfirma(ana);
  await ana.sendDocument('a.key', Buffer.alloc(9_000));
  expect(all(await ana.hears('efirma'))).toMatch(/muy grande/);
  await ana.sendDocument('b.key', Buffer.alloc(900), 'application/octet-stream', { file_size: '200000000' });
  expect(all(await ana.hears('efirma'))).toMatch(/muy grande/);
  await ana.sendDocument('c.key', Buffer.alloc(900), 'application/octet-stream', { sha256: 'a'.repeat(64) });
  await ana.hears('efirma');
  await ana.sendDocument('d.key', Buffer.alloc(900), 'application/octet-stream', { url: 'https://evil.example/x' });
  await ana.hears('efirma');
  expect(whatsapp.reports().filter(({ what }) => what === 'file-refused')).toHaveLength(2);
});

/** Lets the time pass that lies between two tries. */
async function throughRetries<Result>(waiting: Promise<Result>): Promise<Result> {
  const timer = setInterval(() => whatsapp.clock.forward(5_000), 200);
  try {
    return await waiting;
  } finally {
    clearInterval(timer);
  }
}

it('fetches a file again that could not be had at first, and asks for it when it never can', async () => {
  const ana = newPhone();
  const { curp } = await toEfirma(ana);
  const { certificate, key } = await demoDoors(whatsapp.url).efirma(curp);
  whatsapp.graph.failMedia(2);
  await ana.sendDocument('ana.cer', certificate);
  expect(all(await throughRetries(ana.hears('efirma')))).toMatch(/Ya tengo tu certificado/);
  whatsapp.graph.failMedia(4);
  await ana.sendDocument('ana.key', key);
  expect(all(await throughRetries(ana.hears('efirma')))).not.toMatch(/Ya tengo tus dos archivos/);
  await ana.sendDocument('ana.key', key);
  await ana.hears('key-password');
});

it('does not read a message that is taken back while it waits for a file', async () => {
  const ana = newPhone();
  await ana.say('ICSOE');
  await ana.hears('curp');
  whatsapp.graph.failMedia(2);
  await ana.sendDocument('ana.cer', Buffer.alloc(900, 1));
  const { curp } = await somebody('icsoe');
  await ana.say(curp, { wamid: 'wamid.regret' });
  await ana.sends({ type: 'revoke', revoke: { original_message_id: 'wamid.regret' } });
  await ana.hears('curp');
  await ana.say('cancelar');
  await ana.hears('cancelled');
  const log = await whatsapp.store.conversations.log(conversationOf(ana.messages()[0]?.message), 0);
  expect(log.filter(({ activity }) => JSON.stringify(activity).includes('"role":"user"'))).toHaveLength(3);
});

it('lets messages wait that come too fast, and loses none', async () => {
  const ana = newPhone();
  for (let round = 0; round < 7; round += 1) {
    await whatsapp.graph.bring(
      Array.from({ length: 10 }, (_, index) => ana.value({ type: 'text', text: { body: `hola ${round}-${index}` } })),
    );
  }
  const id = await ana.waitFor(() => conversationOf(ana.messages()[0]?.message) || undefined, 'an answer');
  whatsapp.clock.forward(61_000);
  const said = async () =>
    (await whatsapp.store.conversations.log(id, 0))
      .map(({ activity }) => /"text":"hola (\d-\d)"/.exec(JSON.stringify(activity))?.[1])
      .filter((text) => text !== undefined);
  await eventually(async () => (await said()).length >= 70, 'all that was said');
  expect(await said()).toEqual(Array.from({ length: 70 }, (_, index) => `${Math.floor(index / 10)}-${index % 10}`));
});

it('begins anew with a person whose conversation was forgotten', async () => {
  const ana = newPhone();
  await ana.say('ICSOE');
  const [before] = await ana.hears('curp');
  // One who never comes back is forgotten with all that is known of them; this one comes back just after a month.
  whatsapp.clock.forward(31 * 24 * 60 * 60_000);
  await whatsapp.store.conversations.forget(whatsapp.clock.now() - 30 * 24 * 60 * 60_000, 1_000);
  await ana.say('hola');
  const [after] = await ana.hears('choose');
  expect(conversationOf(after)).not.toBe(conversationOf(before));
});

it('keeps the order when words follow a file at once', async () => {
  const ana = newPhone();
  const { curp } = await toEfirma(ana);
  const { certificate } = await demoDoors(whatsapp.url).efirma(curp);
  await ana.sendDocument('ana.cer', certificate);
  await ana.say('cancelar');
  const heard = [...(await ana.hears('efirma')), ...(await ana.hears('cancelled'))];
  expect(all(heard)).toMatch(/Ya tengo tu certificado[\s\S]*lo cancelé/);
});

it('answers to the id of our business where there is no number', async () => {
  const ana = whatsapp.graph.phone({ userId: 'MX.20000000000000000002' });
  await ana.say('hola');
  const [greeting] = await ana.hears('choose');
  expect(greeting).toMatchObject({ recipient: 'MX.20000000000000000002' });
  expect(greeting).not.toHaveProperty('to');
});

it('knows a person with and without the 1, and answers to the number as it came', async () => {
  const old = whatsapp.graph.phone({ waId: '5215577770001' });
  await old.say('hola');
  const [first] = await old.hears('choose');
  const fresh = whatsapp.graph.phone({ waId: '525577770001' });
  await fresh.say('ICSOE');
  const [second] = await fresh.hears('curp');
  expect([first, second].map((message) => message?.to)).toEqual(['5215577770001', '525577770001']);
  expect(conversationOf(second)).toBe(conversationOf(first));
});

it('goes on with a person whose number is learned, or hidden, later', async () => {
  const userId = 'MX.300001';
  const hidden = whatsapp.graph.phone({ userId });
  await hidden.say('hola');
  const [first] = await hidden.hears('choose');
  const both = whatsapp.graph.phone({ userId, waId: '5215577770002' });
  await both.say('hola');
  await both.hears('choose');
  const numberOnly = whatsapp.graph.phone({ waId: '5215577770002' });
  await numberOnly.say('hola');
  await numberOnly.waitFor(() => (both.messages().length >= 3 ? true : undefined), 'a third greeting');
  expect(new Set(both.messages().map(({ message }) => conversationOf(message)))).toEqual(
    new Set([conversationOf(first)]),
  );
  expect(both.messages().at(-1)?.message.to).toBe('5215577770002');
});

it('does not show a conversation to the next owner of a number', async () => {
  const waId = '5215577770003';
  const before = whatsapp.graph.phone({ waId, userId: 'MX.400001' });
  await before.say('ICSOE');
  const [theirs] = await before.hears('curp');
  const after = whatsapp.graph.phone({ waId, userId: 'MX.400002' });
  await after.say('hola');
  await after.waitFor(() => (after.messages().length > 1 ? true : undefined), 'an answer');
  const mine = after.messages().at(-1)?.message;
  expect(mine?.biz_opaque_callback_data).toMatch(/\|menu\|choose$/);
  expect(conversationOf(mine)).not.toBe(conversationOf(theirs));
});

it.each(['user_changed_number', 'customer_identity_changed'])('voids what was proved at %s', async (type) => {
  const person = newPerson();
  const ana = whatsapp.graph.phone(person);
  await toEfirma(ana);
  const waId = `52155${String(88_880_000 + people)}`;
  const system = { type, body: 'x', ...(type === 'user_changed_number' && { wa_id: waId }) };
  // Such a webhook has no card, may come twice, and may name the id of our business.
  const message = { from: person.waId, from_user_id: person.userId, type: 'system', system };
  const value = whatsapp.graph.changeValue({
    messages: [{ ...message, id: `wamid.${type}`, timestamp: '1790416802' }],
  });
  await whatsapp.graph.bring([value]);
  await whatsapp.graph.bring([value]);
  const now = type === 'user_changed_number' ? whatsapp.graph.phone({ ...person, waId }) : ana;
  await now.say('sí');
  await now.waitFor(
    () => now.messages().find(({ message }) => /\|choose$/.test(message.biz_opaque_callback_data ?? '')),
    'menu',
  );
  const conversations = new Set([...ana.messages(), ...now.messages()].map(({ message }) => conversationOf(message)));
  expect(conversations.size).toBe(1);
  if (type === 'user_changed_number') expect(now.messages().at(-1)?.message.to).toBe(waId);
});

it.each<[string, boolean, string, Record<string, string>]>([
  ['a number', true, 'user_changed_number', {}],
  ['a number, told under the new id', true, 'user_changed_number', { from_user_id: 'new' }],
  ['no number, told by nobody', false, 'user_changed_user_id', {}],
  ['no number, told under the old id', false, 'user_changed_user_id', { from_user_id: 'old' }],
  ['no number, told under the new id', false, 'user_changed_user_id', { from_user_id: 'new' }],
])('goes on with a person who gets another id and shows %s', async (_name, shows, type, told) => {
  const { waId, userId } = newPerson();
  const fresh = { waId: `52155${String(99_880_000 + people)}`, userId: `MX.${980_000 + people}` };
  const before = whatsapp.graph.phone(shows ? { waId, userId } : { userId });
  const after = whatsapp.graph.phone(shows ? fresh : { userId: fresh.userId });
  await toEfirma(before);
  const system = {
    type,
    body: 'x',
    previous_user_id: userId,
    user_id: fresh.userId,
    ...(shows && { wa_id: fresh.waId }),
  };
  const sender = {
    ...(shows && { from: waId }),
    ...(told.from_user_id && { from_user_id: told.from_user_id === 'old' ? userId : fresh.userId }),
  };
  const message = { ...sender, id: `wamid.${fresh.userId}`, timestamp: '1790416802', type: 'system', system };
  await whatsapp.graph.bring([whatsapp.graph.changeValue({ messages: [message] })]);
  await whatsapp.graph.bring([whatsapp.graph.changeValue({ messages: [message] })]);
  await after.say('sí');
  const { message: answer } = await after.waitFor(
    () => after.messages().find((found) => /\|choose$/.test(found.message.biz_opaque_callback_data ?? '')),
    'menu',
  );
  expect(conversationOf(answer)).toBe(conversationOf(before.messages()[0]?.message));
  expect(answer.to ?? answer.recipient).toBe(shows ? fresh.waId : fresh.userId);
  // Who has the old number next is somebody else.
  const next = whatsapp.graph.phone({ ...(shows && { waId }), userId: `${userId}9` });
  const seen = next.messages().length;
  await next.say('hola');
  const { message: theirs } = await next.waitFor(() => next.messages()[seen], 'a greeting');
  expect(conversationOf(theirs)).not.toBe(conversationOf(answer));
});

it('does not take a message that is days old for an answer of now', async () => {
  const ana = newPhone();
  await ana.say('ICSOE');
  await ana.hears('curp');
  const { curp } = await somebody('icsoe');
  await ana.say(curp, { at: whatsapp.clock.now() - 3 * 24 * 60 * 60_000 });
  expect(all(await ana.hears('curp'))).toMatch(/Retomemos/);
});

it('does not take the button of an earlier question for an answer to this one', async () => {
  const ana = newPhone();
  const { curp, email } = await somebody();
  await ana.say('recuperar mi cuenta del IMPI con e.firma');
  await ana.hears('prerequisites');
  const old = ana.messages().at(-1)?.message;
  await ana.press('Sí, empezar');
  await ana.hears('curp');
  await ana.say(curp);
  await ana.hears('email');
  await ana.say(email);
  await ana.hears('email-confirm');
  const button =
    old?.type === 'interactive' && old.interactive.type === 'button' ? old.interactive.action.buttons[0] : undefined;
  await ana.sends({ type: 'interactive', interactive: { type: 'button_reply', button_reply: button?.reply } });
  await ana.hears('email-confirm');
});

it('answers once to a message that comes many times, at once and later', async () => {
  const ana = newPhone();
  const twice = ana.value({ type: 'text', text: { body: 'hola' } });
  await Promise.all(Array.from({ length: 5 }, () => whatsapp.graph.bring([twice, twice])));
  await ana.say('hola');
  await ana.waitFor(() => (ana.messages().length >= 2 ? true : undefined), 'two greetings');
  whatsapp.clock.forward(6 * 24 * 60 * 60_000);
  expect(await whatsapp.graph.bring([twice])).toEqual([200]);
  await ana.say('cancelar');
  await ana.waitFor(() => (ana.messages().length >= 3 ? true : undefined), 'a third answer');
  const log = await whatsapp.store.conversations.log(conversationOf(ana.messages()[0]?.message), 0);
  expect(log.filter(({ activity }) => JSON.stringify(activity).includes('"role":"user"'))).toHaveLength(3);
});

it('takes the messages of a batch in the order in which they were written', async () => {
  const ana = newPhone();
  const { curp } = await somebody('icsoe');
  const at = whatsapp.clock.now() - 60_000;
  const written = (text: string, seconds: number) =>
    ana.value({ type: 'text', text: { body: text } }, { at: at + seconds * 1000 });
  await whatsapp.graph.bring([written('ana@correo.example', 30), written('ICSOE', 10), written(curp, 20)]);
  await ana.hears('mail-sent');
});

it.each([
  ['a voice note', { type: 'audio', audio: { id: '1', mime_type: 'audio/ogg', voice: true } }],
  ['a sticker', { type: 'sticker', sticker: { id: '1', mime_type: 'image/webp' } }],
  ['what Meta does not support', { type: 'unsupported', errors: [{ code: 131051 }] }],
  ['a type of tomorrow', { type: 'hologram' }],
])('answers %s kindly, and asks again', async (_, message) => {
  const ana = newPhone();
  await ana.say('ICSOE');
  await ana.hears('curp');
  await ana.sends(message);
  expect(all(await ana.hears('curp'))).toMatch(/solo puedo leer texto[\s\S]*CURP/);
});

it('answers nothing to a reaction, an edit, or a message taken back', async () => {
  const ana = newPhone();
  await ana.say('ICSOE');
  await ana.hears('curp');
  await ana.sends({ type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } });
  await ana.sends({
    type: 'edit',
    edit: { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'x' } } },
  });
  await ana.sends({ type: 'revoke', revoke: { original_message_id: 'wamid.1' } });
  await ana.say('cancelar');
  expect(await ana.hears('cancelled')).toHaveLength(1);
});

it('says in the language of the person that a message was deleted', async () => {
  const ana = newPhone();
  await ana.say('hola');
  await ana.hears('choose');
  await ana.say('english');
  await ana.hears('choose');
  await ana.say('my name is Eulalia', { wamid: 'wamid.in-english' });
  await ana.hears('choose');
  await ana.sends({ type: 'revoke', revoke: { original_message_id: 'wamid.in-english' } });
  const log = await whatsapp.store.conversations.log(conversationOf(ana.messages()[0]?.message), 0);
  expect(JSON.stringify(log)).not.toContain('Eulalia');
  expect(JSON.stringify(log)).toContain('(message deleted)');
});

it('deletes our copy of a message that its person deleted', async () => {
  const ana = newPhone();
  await ana.say('ICSOE');
  await ana.hears('curp');
  await ana.say('mi vecina es Eulalia', { wamid: 'wamid.indiscreet' });
  await ana.hears('curp');
  await ana.sends({ type: 'revoke', revoke: { original_message_id: 'wamid.indiscreet' } });
  const log = await whatsapp.store.conversations.log(conversationOf(ana.messages()[0]?.message), 0);
  expect(JSON.stringify(log)).not.toContain('Eulalia');
  expect(JSON.stringify(log)).toContain('(mensaje borrado)');
});

it('hides a password that is typed in the chat, and says so', async () => {
  const ana = newPhone();
  await toEfirma(ana);
  await ana.say(`mi contraseña es ${password}`);
  expect(all(await ana.hears('efirma'))).toMatch(/borré|seguridad/);
  const log = await whatsapp.store.conversations.log(conversationOf(ana.messages()[0]?.message), 0);
  expect(JSON.stringify(log)).not.toContain(password);
});

/** What a person saw of one of their messages: each time it was marked as read, whether somebody is writing. */
const marksOf = (wamid: string) => whatsapp.graph.readMarks.filter((mark) => mark.wamid === wamid);
const marked = (phone: TestPhone, wamid: string, times = 1) =>
  phone.waitFor(() => (marksOf(wamid).length >= times ? marksOf(wamid) : undefined), 'a read mark');

it('tells people that their messages are read, and that an answer is being written when one is', async () => {
  const ana = newPhone();
  await ana.say('hola', { wamid: 'wamid.mark-me' });
  expect(await marked(ana, 'wamid.mark-me')).toEqual([{ wamid: 'wamid.mark-me', typing: true }]);
  await ana.hears('choose');
  await ana.say('hola', { wamid: 'wamid.mark-me' });
  expect((await marked(ana, 'wamid.mark-me', 2)).at(-1)).toMatchObject({ typing: false });
  await ana.say('ICSOE', { wamid: 'wamid.mark-this' });
  expect(await marked(ana, 'wamid.mark-this')).toMatchObject([{ typing: true }]);
});

it('does not say that somebody is writing while people have the conversation', async () => {
  const ana = newPhone();
  await ana.say('quiero hablar con una persona');
  await ana.hears('with-agent');
  await ana.say('sigo aquí', { wamid: 'wamid.for-people' });
  expect(await marked(ana, 'wamid.for-people')).toMatchObject([{ typing: false }]);
});

it('knows how far each message got, and never goes back', async () => {
  const ana = newPhone();
  await ana.say('hola');
  await ana.hears('choose');
  const [out] = ana.messages();
  const { graph } = whatsapp;
  const id = conversationOf(out?.message);
  const wamid = out?.wamid ?? '';
  await graph.bring([graph.statusValue(wamid, 'read')]);
  await graph.bring([graph.statusValue(wamid, 'delivered'), graph.statusValue(wamid, 'sent')]);
  const ticks = () => whatsapp.ticksOf(id);
  expect(await ticks()).toMatchObject([{ seq: 2, state: 'read' }]);
  const conversation = await whatsapp.store.conversations.get(id);
  const ends = conversation && (await whatsapp.windowEndsAt(conversation));
  expect((ends ?? 0) - whatsapp.clock.now()).toBeGreaterThan(23 * 60 * 60_000);
});

it('writes nothing about a person into its log', async () => {
  const person = newPerson();
  const ana = whatsapp.graph.phone(person);
  await ana.say('mi palabra secreta es murciélago');
  await ana.waitFor(() => ana.messages()[0], 'an answer');
  whatsapp.graph.fail({ status: 500 }, { status: 400, code: 131026 });
  await ana.say('murciélago otra vez');
  await ana.waitFor(() => whatsapp.reports().find(({ what }) => what === 'send-failed'), 'a failure');
  const lines = whatsapp.lines.join('');
  const wamids = ana.messages().map(({ wamid }) => wamid);
  const base64 = Buffer.from(person.waId).toString('base64').slice(0, 12);
  for (const secret of [
    'murciélago',
    person.waId,
    person.userId,
    person.waId.slice(-10),
    base64,
    ...wamids,
    'test-graph-token',
  ]) {
    expect(lines).not.toContain(secret);
  }
  expect(lines).toContain('whatsapp');
});
