import type { Crowd } from './crowd.ts';
import { placeOf, type Reply, type Said } from './person.ts';
import { newcomer } from './scripts/actor.ts';
import type { Act, Saying, Script } from './scripts/script.ts';
import { openTeamsForm, type TeamsForm } from './teams-form.ts';
import type { TeamsProduct } from './teams-product.ts';
import type { Heard } from './teams-user.ts';

/** Somebody goes through a script in Teams: says what is said there, and fills in the form where one is asked for. */
export async function walkInTeams(product: TeamsProduct, crowd: Crowd, script: Script) {
  const me = newcomer(crowd, () => product.url);
  const { acts, ending } = script.cast(me);
  const user = product.user();
  hear(await user.install());

  function hear(heard: readonly Heard[]): void {
    me.replies = heard.map(asReply);
    me.folio = me.replies.at(-1)?.channelData.folio ?? me.folio;
  }

  async function openForm(): Promise<TeamsForm | undefined> {
    const asked = user.messages().at(-1);
    if (!asked?.buttons.includes('Abrir el formulario seguro')) return undefined;
    const { task } = await user.openForm();
    if (typeof task.value === 'string') throw new Error(task.value);
    return openTeamsForm(product, task.value.url);
  }

  async function say(act: Saying, next: Act | undefined): Promise<void> {
    const form = await openForm();
    const last = me.replies.at(-1);
    if (form && last && act.step === 'efirma') last.channelData.challenge = await form.challenge();
    const said = await act.say(me);
    if (typeof said === 'string') return hear(await user.say(said));
    if (!form) throw new Error(`${script.name} has no form at ${placeOf(me.replies)}`);
    const password = next && 'step' in next && 'files' in said ? valuesOf(await next.say(me)).keyPassword : undefined;
    const answers = password === undefined ? answersOf(valuesOf(said)) : { forma: 'archivos', password };
    const sent = await form.send(answers, 'files' in said ? said.files : []);
    if (sent.status !== 200) throw new Error(`${script.name}: the form answered ${sent.status}`);
    hear(await user.listen());
  }

  for (let index = 0; index < acts.length; ) {
    const act = acts[index];
    if (act === undefined) break;
    if ('page' in act) {
      const { status, url } = await (await act.open(me))();
      if (status !== 200 || url.pathname !== act.arrives) throw new Error(`${act.page} ended with ${status} at ${url}`);
      index += 1;
      continue;
    }
    await say(act, acts[index + 1]);
    const step = placeOf(me.replies).split('/')[1];
    const following = acts.findIndex((other, at) => at > index && 'step' in other && other.step === step);
    index = following < 0 ? index + 1 : following;
  }
  return { me, acts, ending, script, user };
}

const asReply = ({ id, text, inputHint, procedure, step, folio }: Heard): Reply => ({
  id,
  text,
  type: 'message',
  from: { role: 'bot' },
  ...(inputHint !== undefined && { inputHint }),
  channelData: { procedure, step, folio },
});

function valuesOf(said: Said): Record<string, string> {
  if (typeof said === 'string' || 'files' in said) return {};
  return Object.fromEntries(Object.entries(said.value).map(([name, value]) => [name, String(value)]));
}

/** The fields of the form. */
const answersOf = ({ keyPassword, ...values }: Record<string, string>): Record<string, string> =>
  keyPassword === undefined ? values : { password: keyPassword };
