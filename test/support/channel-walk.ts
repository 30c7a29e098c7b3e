import type { ChannelId } from './channel-person.ts';
import type { Channels } from './channel-product.ts';
import { missingOf, type Talk, type Turn } from './channel-talk.ts';
import type { Said } from './person.ts';
import { newcomer } from './scripts/actor.ts';
import type { Act, Me, Posting, Saying, Script } from './scripts/script.ts';

/** Somebody new who will go through a script in a channel. */
export async function walkThrough(channels: Channels, channel: ChannelId, script: Script) {
  const me = newcomer(channels.crowd, () => channels.url);
  const { acts, ending } = script.cast(me);
  const talk = await channels.enter(channel);
  const missing = await goThrough(talk, me, acts);
  return { me, acts, ending, script, talk, missing };
}

/** Does one act after the other, those that the conversation does not ask for left out; answers what was not shown. */
export async function goThrough(talk: Talk, me: Me, acts: readonly Act[]): Promise<string[]> {
  const missing = await missingOf(talk.greeting, talk.person);
  for (let index = 0; index < acts.length; ) {
    const act = acts[index];
    if (act === undefined) break;
    if ('page' in act) {
      await post(me, act);
      index += 1;
      continue;
    }
    missing.push(...(await perform(talk, me, act, acts[index + 1])));
    const step = stepOf(talk.last());
    const following = acts.findIndex((other, at) => at > index && 'step' in other && other.step === step);
    index = following < 0 ? index + 1 : following;
  }
  return missing;
}

async function post(me: Me, act: Posting): Promise<void> {
  const { status, url } = await (await act.open(me))();
  if (status !== 200 || url.pathname !== act.arrives) throw new Error(`${act.page} ended with ${status} at ${url}`);
}

/** One act; answers what the person was not told of what followed. */
async function perform(talk: Talk, me: Me, act: Saying, next: Act | undefined): Promise<string[]> {
  hear(me, talk.last(), act.step === 'efirma' ? await talk.person.challenge() : undefined);
  const said = await act.say(me);
  const keyPassword = next && 'step' in next && next.step === 'key-password' ? valuesOf(await next.say(me)) : {};
  const turns = await doIt(talk, said, keyPassword.keyPassword ?? '');
  const missing = [];
  for (const turn of turns) missing.push(...(await missingOf(turn, talk.person)));
  hear(me, talk.last(), undefined);
  return missing;
}

/** What is said is pressed, where there is a button for it. */
async function doIt(talk: Talk, said: Said, keyPassword: string): Promise<Turn[]> {
  if (typeof said === 'string') {
    const actions = talk.last().said.at(-1)?.suggestedActions?.actions ?? [];
    const button = actions.find(({ title, value }) => value === said || title.split(/[ ,]/)[0]?.toLowerCase() === said);
    return [button ? await talk.press(button.title) : await talk.say(said)];
  }
  if ('value' in said) return [await talk.answer(valuesOf(said))];
  await talk.person.hand(said.files, keyPassword);
  // Where each file is a message of its own, the first is answered, too.
  const first = await talk.listen();
  const isHalf = talk.person.channel === 'whatsapp' && stepOf(first) === 'efirma';
  return [isHalf ? joined(first, await talk.listen()) : first];
}

/** Two turns that followed each other without a word of the person: what was told of one may have come with the other. */
function joined(first: Turn, second: Turn): Turn {
  const told = {
    texts: [...first.told.texts, ...second.told.texts],
    options: [...first.told.options, ...second.told.options],
    links: [...first.told.links, ...second.told.links],
  };
  return { ...second, said: [...first.said, ...second.said], told };
}

function hear(me: Me, turn: Turn, challenge: string | undefined): void {
  me.replies = turn.said.map(({ text, channelData }) => ({
    id: '',
    text,
    type: 'message',
    from: { role: 'bot' },
    channelData: { ...channelData, challenge },
  }));
  me.folio = turn.folio ?? me.folio;
}

function valuesOf(said: Said): Record<string, string> {
  if (typeof said === 'string' || 'files' in said) return {};
  return Object.fromEntries(Object.entries(said.value).map(([name, value]) => [name, String(value)]));
}

const stepOf = ({ place }: Turn) => place.split('/')[1] ?? '';
