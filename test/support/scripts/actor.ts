import type { Crowd } from '../crowd.ts';
import { demoDoors } from '../demo.ts';
import { enter, type Person, placeOf } from '../person.ts';
import type { Seen } from '../served.ts';
import type { Act, Me, Posting, Saying, Script } from './script.ts';

export type Actor = Awaited<ReturnType<typeof createActor>>;

/** What stands between a person and the product in a test: lets a turn or a form happen, in whatever way is tried. */
export interface Stage {
  say?(actor: Actor, act: Saying): Promise<void>;
  open?(actor: Actor, act: Posting): Promise<() => Promise<Seen>>;
  post?(actor: Actor, act: Posting, post: () => Promise<Seen>): Promise<Seen>;
  /** Around each act. */
  before?(act: Act): Promise<void>;
  /** How much longer than the script somebody's way may be, in acts, because of what is lost on it. */
  readonly extraTries?: number;
  after?(act: Act): Promise<void>;
}

let actors = 0;

/** Somebody nobody has been yet. */
export function newcomer(crowd: Crowd, url: () => string, mails: Pick<Me, 'mailTo' | 'mailbox'> = demoMails(url)): Me {
  actors += 1;
  return {
    number: actors,
    crowd,
    url,
    mailTo: mails.mailTo,
    mailbox: mails.mailbox,
    secrets: new Set(),
    replies: [],
    folio: '',
    code: '',
  };
}

const demoMails = (url: () => string): Pick<Me, 'mailTo' | 'mailbox'> => ({
  mailTo: (address, fits) => demoDoors(url()).mailTo(address, fits),
  mailbox: (address) => demoDoors(url()).mailbox(address),
});

/**
 * A new person who goes through a script against a running product.
 *
 * @param reach how to get to the product; once, or until it is there.
 */
export async function createActor(
  script: Script,
  crowd: Crowd,
  url: () => string,
  mails?: Pick<Me, 'mailTo' | 'mailbox'>,
  reach: <Result>(attempt: () => Promise<Result>) => Promise<Result> = (attempt) => attempt(),
) {
  const me = newcomer(crowd, url, mails);
  const { acts, ending } = script.cast(me);
  const person = await reach(() => enter(url()));
  me.replies = await reach(() => person.listen());
  const actor = { me, script, acts, ending, person, hear, go };

  /** Takes in what the bot said. */
  function hear(replies: Awaited<ReturnType<Person['listen']>>): void {
    me.replies = replies;
    me.folio = replies.at(-1)?.channelData.folio ?? me.folio;
  }

  /** Goes on to the end, each time with the act that belongs to where the conversation stands. */
  async function go(stage: Stage = {}): Promise<void> {
    let index = 0;
    for (let tries = 0; index < acts.length; tries += 1) {
      const act = acts[index];
      if (act === undefined || tries > acts.length + (stage.extraTries ?? 6))
        throw new Error(`${script.name} leads nowhere: ${placeOf(me.replies)}`);
      await stage.before?.(act);
      if ('page' in act) await post(act, stage);
      else await say(act, stage);
      await stage.after?.(act);
      index = 'page' in act ? index + 1 : nextOf(index);
    }
  }

  async function say(act: Saying, stage: Stage): Promise<void> {
    if (stage.say) return stage.say(actor, act);
    hear(await person.say(await act.say(me)));
  }

  async function post(act: Posting, stage: Stage): Promise<void> {
    const form = stage.open ? await stage.open(actor, act) : await act.open(me);
    const { status, url: where } = stage.post ? await stage.post(actor, act, form) : await form();
    if (status !== 200 || where.pathname !== act.arrives) {
      throw new Error(`${script.name}: ${act.page} ended with ${status} at ${where.pathname}`);
    }
  }

  /** The act that the conversation asks for now; after its end, the one behind the last that was said. */
  function nextOf(index: number): number {
    const place = placeOf(me.replies);
    const step = place.slice(place.indexOf('/') + 1);
    const following = acts[index + 1];
    if (following === undefined || 'page' in following) {
      if (place === script.ends) return index + 1;
    } else if (following.step === step) return index + 1;
    const wanted = step === 'refused' ? script.again : step;
    const asked = acts.findIndex((act) => !('page' in act) && act.step === wanted);
    if (asked < 0)
      throw new Error(`${script.name} stands at ${place}: ${me.replies.map(({ text }) => text).join(' | ')}`);
    return asked;
  }

  return actor;
}
