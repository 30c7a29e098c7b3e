import { createFormKeeper } from './channel-form.ts';
import type { ChannelPerson } from './channel-person.ts';
import { type GraphDouble, optionsOf, wordsOf } from './graph-double.ts';
import type { TakenMessage } from './graph-double-rules.ts';

let phones = 0;

/** A person on WhatsApp. `url`: where the product listens. */
export function whatsappPerson(graph: GraphDouble, url: string): ChannelPerson {
  phones += 1;
  const phone = graph.phone({ waId: `52155${String(60_000_000 + phones)}`, userId: `MX.77${phones}` });
  const formAt = createFormKeeper(url);
  let heardUpTo = 0;
  const all = (): TakenMessage[] => phone.messages().map(({ message }) => message);
  const formOf = (message: TakenMessage) =>
    message.type === 'interactive' && message.interactive.type === 'cta_url'
      ? message.interactive.action.parameters.url
      : undefined;

  async function openForm() {
    const message = all().findLast((sent) => formOf(sent) !== undefined);
    const address = message && formOf(message);
    if (!message || !address) throw new Error('there is no form');
    const [, chat = ''] = /\*(\d{4})\*/.exec(wordsOf(message)) ?? [];
    return { ...(await formAt(address)), chat };
  }

  return {
    channel: 'whatsapp',
    async conversationId() {
      const tagged = await phone.waitFor(() => all().at(0)?.biz_opaque_callback_data, 'a first message');
      return tagged.replace(/\.\d+\|.*$/, '');
    },
    enter: async () => void (await phone.sends({ type: 'request_welcome' })),
    say: async (text) => void (await phone.say(text)),
    press: async (title) => void (await phone.press(title)),
    answer: async (values) => {
      const { keyPassword: password, ...others } = values;
      await (await openForm()).send(password === undefined ? others : { password });
    },
    async hand(files) {
      for (const { name, bytes } of files) await phone.sendDocument(name, bytes);
      return false;
    },
    challenge: async () => (await openForm()).challenge(),
    async sendOdd(what) {
      const media = { id: '1', mime_type: what === 'voice' ? 'audio/ogg; codecs=opus' : 'image/webp', sha256: 'x' };
      await phone.sends(
        what === 'voice' ? { type: 'audio', audio: { ...media, voice: true } } : { type: 'sticker', sticker: media },
      );
    },
    async news() {
      const fresh = all().slice(heardUpTo);
      heardUpTo += fresh.length;
      return {
        texts: fresh.map(wordsOf),
        options: fresh.flatMap((message) => optionsOf(message).map(({ title, description }) => description ?? title)),
        links: fresh.flatMap((message) => (message.type === 'document' ? [message.document.link] : [])),
      };
    },
    async marks() {
      const { chat, mark: page } = await openForm();
      return { chat, page };
    },
    pageLanguage: async () => (await openForm()).language,
    everything: async () => JSON.stringify(all()),
  };
}
