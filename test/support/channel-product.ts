import type { ChannelId, ChannelPerson } from './channel-person.ts';
import { createTalk } from './channel-talk.ts';
import { teamsPerson } from './channel-teams.ts';
import { webChatPerson } from './channel-web.ts';
import { whatsappPerson } from './channel-whatsapp.ts';
import { createCrowd } from './crowd.ts';
import { startGraphDouble } from './graph-double.ts';
import { lookInside } from './inside.ts';
import { startTeamsProduct, type TeamsProductOptions } from './teams-product.ts';

/** One product that serves all channels, between doubles of WhatsApp and Teams, with people enough for everybody. */
export async function startChannels({ size = 60, ...options }: { size?: number } & TeamsProductOptions = {}) {
  const crowd = await createCrowd(size);
  let now = Date.now;
  const graph = await startGraphDouble({ now: () => now() });
  const product = await startTeamsProduct({
    ...options,
    environment: { ...crowd.environment, ...graph.environment, ...options.environment },
  });
  ({ now } = product.clock);
  graph.connect(product.url);
  const inside = await lookInside(product.dataDir, now);
  const { url } = product;
  const make: Record<ChannelId, (address?: string) => ChannelPerson> = {
    'web-chat': (address) => webChatPerson(url, address === undefined ? {} : { address }),
    whatsapp: () => whatsappPerson(graph, url),
    teams: () => teamsPerson(product),
  };
  return {
    product,
    graph,
    crowd,
    inside,
    url,
    /** Somebody new in a channel, greeted. `address`: whence, where the channel knows it; any other where absent. */
    enter: (channel: ChannelId, address?: string) => createTalk(make[channel](address), product.store),
    /** What was sent to a channel against its rules. */
    refusals: () => [
      ...graph.refused,
      ...product.connector.calls.filter(({ status }) => status >= 300).map(({ status }) => `teams: ${status}`),
    ],
    async stop() {
      await graph.close();
      await inside.close();
      await product.stop();
      crowd.close();
    },
  };
}
export type Channels = Awaited<ReturnType<typeof startChannels>>;
