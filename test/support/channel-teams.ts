import { z } from 'zod';
import en from '../../locales/en/teams.json' with { type: 'json' };
import es from '../../locales/es-MX/teams.json' with { type: 'json' };
import type { Store } from '../../services/store/store.ts';
import { createFormKeeper } from './channel-form.ts';
import type { ChannelPerson } from './channel-person.ts';
import { eventually } from './eventually.ts';
import type { TeamsProduct } from './teams-product.ts';
import type { TeamsUserOptions } from './teams-user.ts';

const openTitles = new Set([es['teams.form.open'], en['teams.form.open']]);
const browserTitles = new Set([es['teams.form.browser'], en['teams.form.browser']]);

const Address = z.object({ reference: z.object({ conversation: z.object({ id: z.string() }) }) });

/** A person in Teams. */
export function teamsPerson(product: TeamsProduct, options: Partial<TeamsUserOptions> = {}): ChannelPerson {
  const user = product.user(options);
  const formAt = createFormKeeper(product.url);
  let heardUpTo = 0;
  const post = async (content: object) => {
    const response = await user.post(content);
    if (response.status !== 200) throw new Error(`refused with ${response.status}`);
  };
  /** Each form is opened as Teams does: by what its button brings back. */
  async function openForm() {
    const asked = user.messages().findLast(({ buttons }) => buttons.some((title) => openTitles.has(title)));
    const { task } = await user.openForm(asked?.buttons.find((title) => openTitles.has(title)));
    if (typeof task.value === 'string') throw new Error(task.value);
    const [, chat = ''] = /: (\d{4})\./.exec(asked?.text ?? '') ?? [];
    return { ...(await formAt(task.value.fallbackUrl)), chat };
  }

  return {
    channel: 'teams',
    conversationId: () => conversationOf(product.store, user.conversation.id),
    async enter() {
      await post({ type: 'installationUpdate', action: 'add' });
    },
    say: (text) => post({ type: 'message', text, textFormat: 'plain' }),
    press: async (title) => post(user.pressed(title)),
    answer: async (values) => {
      const { keyPassword: password, ...others } = values;
      await (await openForm()).send(password === undefined ? others : { password });
    },
    async hand(files, password) {
      await (await openForm()).send({ forma: 'archivos', password }, files);
      return true;
    },
    challenge: async () => (await openForm()).challenge(),
    async sendOdd(what) {
      const contentType = what === 'voice' ? 'audio/mp4' : 'image/gif';
      await post({ type: 'message', attachments: [{ contentType, contentUrl: 'https://smba.example/1', name: 'x' }] });
    },
    async news() {
      const fresh = user.messages().slice(heardUpTo);
      heardUpTo += fresh.length;
      return {
        texts: fresh.map(({ text }) => text),
        options: fresh.flatMap(({ buttons }) => buttons.filter((title) => !openTitles.has(title))),
        links: fresh.flatMap(({ links }) =>
          links.filter(({ title }) => !browserTitles.has(title)).map(({ url }) => url),
        ),
      };
    },
    async marks() {
      const { chat, mark: page } = await openForm();
      return { chat, page };
    },
    pageLanguage: async () => (await openForm()).language,
    everything: async () =>
      JSON.stringify(product.connector.calls.filter(({ conversation }) => conversation === user.conversation.id)),
  };
}

/** Our id of a conversation of Teams, once there is one. */
async function conversationOf(store: Pick<Store, 'documents'>, id: string): Promise<string> {
  return eventually(async () => {
    for (let after = ''; ; ) {
      const page = await store.documents.list('teams-address', { after, limit: 100 });
      const found = page.find(({ value }) => Address.parse(value).reference.conversation.id === id);
      const last = page.at(-1);
      if (found || !last) return found?.id;
      after = last.id;
    }
  }, 'a conversation of Teams');
}
