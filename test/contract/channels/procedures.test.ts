import { jest } from '@jest/globals';
import { channelIds } from '../../support/channel-person.ts';
import { type Channels, startChannels } from '../../support/channel-product.ts';
import { walkThrough } from '../../support/channel-walk.ts';
import { scripts } from '../../support/scripts/all.ts';
import { endingOf } from '../../support/scripts/ending.ts';

jest.setTimeout(60_000);

let channels: Channels;
beforeAll(async () => {
  channels = await startChannels();
});
afterAll(() => channels.stop());

type Walked = Awaited<ReturnType<typeof walkThrough>>;

const inOrder = <Known extends { readonly mails: Readonly<Record<string, readonly string[]>> }>(ending: Known) => ({
  ...ending,
  mails: Object.entries(ending.mails).map(([address, templates]) => [address, templates.toSorted()]),
});

/** What has become of the person, once the last mail is out. Mails have no promised order. */
async function endingAfterMails(walked: Walked) {
  const promised = Object.values(walked.ending.mails).flat().length;
  for (let round = 0; ; round += 1) {
    const ending = await endingOf(walked, channels.inside);
    if (Object.values(ending.mails).flat().length >= promised || round === 200) return inOrder(ending);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe.each(scripts)('$name', (script) => {
  it.each(channelIds)(
    'ends as promised on %s, with all that was said shown there and nothing secret',
    async (channel) => {
      const walked = await walkThrough(channels, channel, script);
      const { talk, missing, ending, me } = walked;
      expect([talk.last().place, missing]).toEqual([script.ends, []]);
      expect(await endingAfterMails(walked)).toEqual(inOrder(ending));
      for (const link of talk.turns.flatMap(({ told }) => told.links)) {
        const { pathname, search } = new URL(link, channels.url);
        const document = await fetch(channels.url + pathname + search);
        expect([document.status, document.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      }
      const sent = await talk.person.everything();
      for (const secret of me.secrets) expect(sent).not.toContain(secret);
      expect(channels.refusals()).toEqual([]);
    },
  );
});
