import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ChannelPerson } from './channel-person.ts';
import { enter, type Person } from './person.ts';

const Page = z.object({
  watermark: z.string(),
  activities: z.array(
    z.object({
      type: z.string(),
      from: z.object({ role: z.string().optional() }),
      text: z.string().default(''),
      suggestedActions: z.object({ actions: z.array(z.object({ title: z.string(), value: z.string() })) }).optional(),
      attachments: z.array(z.object({ contentUrl: z.string().optional() })).default([]),
      channelData: z.object({ challenge: z.string().optional() }).default({}),
    }),
  ),
});
type Activity = z.infer<typeof Page>['activities'][number];

/** A person in the web chat. */
export function webChatPerson(url: string, options: { locale?: string; address?: string } = {}): ChannelPerson {
  let person: Person | undefined;
  let watermark = '';
  const heard: Activity[] = [];
  const present = (): Person => {
    if (!person) throw new Error('nobody entered the chat');
    return person;
  };
  const send = (activity: object) => {
    const { call, conversationId, token } = present();
    const body = { type: 'message', channelData: { clientActivityID: randomUUID() }, ...activity };
    return call('POST', `/conversations/${conversationId}/activities`, token, body);
  };
  const optionsOf = ({ suggestedActions }: Activity) => suggestedActions?.actions ?? [];

  async function look(): Promise<readonly Activity[]> {
    const { call, conversationId, token } = present();
    const fresh: Activity[] = [];
    for (;;) {
      const path = `/conversations/${conversationId}/activities?watermark=${watermark}`;
      const page = Page.parse(await call('GET', path, token));
      if (page.activities.length === 0) break;
      watermark = page.watermark;
      fresh.push(...page.activities.filter(({ from, type }) => from.role === 'bot' && type === 'message'));
    }
    heard.push(...fresh);
    return fresh;
  }

  return {
    channel: 'web-chat',
    conversationId: async () => present().conversationId,
    async enter() {
      person = await enter(url, options);
    },
    say: (text) => present().send(text),
    async press(title) {
      const option = heard.flatMap(optionsOf).findLast((candidate) => candidate.title === title);
      if (!option) throw new Error(`there is no button "${title}"`);
      await present().send(option.value);
    },
    answer: (value) => present().send({ value }),
    async hand(files) {
      await present().send({ files });
      return false;
    },
    challenge: async () => heard.at(-1)?.channelData.challenge ?? '',
    async sendOdd(what) {
      const contentType = what === 'voice' ? 'audio/ogg' : 'image/webp';
      await send({ attachments: [{ contentType, contentUrl: 'https://chat.example/1', name: 'x' }] });
    },
    async news() {
      const fresh = await look();
      return {
        texts: fresh.map(({ text }) => text),
        options: fresh.flatMap((activity) => optionsOf(activity).map(({ title }) => title)),
        links: fresh.flatMap(({ attachments }) => attachments.flatMap(({ contentUrl = [] }) => contentUrl)),
      };
    },
    marks: async () => undefined,
    pageLanguage: async () => undefined,
    everything: async () => present().history(),
  };
}
