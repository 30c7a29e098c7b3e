import { jest } from '@jest/globals';
import { type ChannelId, channelIds } from '../../support/channel-person.ts';
import { type Channels, startChannels } from '../../support/channel-product.ts';
import { walkThrough } from '../../support/channel-walk.ts';
import { eventually } from '../../support/eventually.ts';
import { findSecrets } from '../../support/inside.ts';
import { scripts } from '../../support/scripts/all.ts';
import { endingOf } from '../../support/scripts/ending.ts';
import type { Script } from '../../support/scripts/script.ts';

jest.setTimeout(60_000);

let channels: Channels;
beforeAll(async () => {
  channels = await startChannels();
});
afterAll(() => channels.stop());

/** Of everybody, to be looked for at the end. */
const secrets = new Set<string>();

type Walked = Awaited<ReturnType<typeof walkThrough>>;

const inOrder = <Known extends { readonly mails: Readonly<Record<string, readonly string[]>> }>(ending: Known) => ({
  ...ending,
  mails: Object.entries(ending.mails).map(([address, templates]) => [address, templates.toSorted()]),
});

/** What has become of the person, once the last mail is out. Mails have no promised order. */
async function endingAfterMails(walked: Walked) {
  const promised = Object.values(walked.ending.mails).flat().length;
  return eventually(async () => {
    const ending = await endingOf(walked, channels.inside);
    return Object.values(ending.mails).flat().length >= promised && inOrder(ending);
  }, `${promised} mails`);
}

/** Goes through on one channel; answers what there is to be said about it. */
async function outcomeOn(channel: ChannelId, script: Script) {
  const walked = await walkThrough(channels, channel, script);
  const { talk, missing, me } = walked;
  const links = talk.turns.flatMap(({ told }) => told.links).map((link) => new URL(link, channels.url));
  const documents = await Promise.all(links.map(({ pathname, search }) => fetch(channels.url + pathname + search)));
  const sent = await talk.person.everything();
  for (const secret of me.secrets) secrets.add(secret);
  return {
    channel,
    place: talk.last().place,
    missing,
    documents: documents.map(({ status, headers }) => `${status} ${headers.get('content-type')}`),
    leaked: [...me.secrets].filter((secret) => sent.includes(secret)),
    ending: await endingAfterMails(walked),
    promised: inOrder(walked.ending),
  };
}

it.each(scripts)('$name ends as promised on every channel, all shown there, nothing secret', async (script) => {
  const outcomes = await Promise.all(channelIds.map((channel) => outcomeOn(channel, script)));
  for (const outcome of outcomes) {
    const { channel, promised } = outcome;
    const documents = ['impi-letter', 'case-status'].includes(script.name) ? ['200 application/pdf'] : [];
    const ending = promised;
    expect(outcome).toEqual({ channel, place: script.ends, missing: [], documents, leaked: [], ending, promised });
  }
  expect(channels.refusals()).toEqual([]);
});

it('of all that was secret nothing rests', () => {
  expect(secrets.size).toBeGreaterThan(scripts.length * channelIds.length);
  expect(findSecrets(channels.product.dataDir, secrets)).toEqual([]);
  expect(
    channels.product.lines.filter((line) =>
      [...secrets].some((secret) => !/^\d+$/.test(secret) && line.includes(secret)),
    ),
  ).toEqual([]);
});
