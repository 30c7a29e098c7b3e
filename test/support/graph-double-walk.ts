import type { Crowd } from './crowd.ts';
import { type GraphDouble, type TestPhone, wordsOf } from './graph-double.ts';
import type { TakenMessage } from './graph-double-rules.ts';
import type { Reply, Said } from './person.ts';
import { newcomer } from './scripts/actor.ts';
import type { Act, Saying, Script } from './scripts/script.ts';
import { hiddenOf } from './secure-form.ts';
import { plainBrowser } from './served.ts';

const formPath = '/formulario/llenar';

/**
 * Somebody goes through a script on WhatsApp: says what is said there, sends files as documents, and follows the link to
 * the secure page where a secret is asked.
 */
export async function walkOnWhatsApp(url: () => string, graph: GraphDouble, crowd: Crowd, script: Script) {
  const me = newcomer(crowd, url);
  const { acts, ending } = script.cast(me);
  const number = String(me.number).padStart(3, '0');
  const phone = graph.phone({ waId: `52155590${number}00`, userId: `MX.9000${number}` });

  async function hear(step: string): Promise<void> {
    me.replies = (await phone.hears(step)).map(asReply);
    // A question about a folio shows one as an example.
    const said = me.replies.map(({ text }) => text.replace(/Se ve así: \S+/, '')).join('\n');
    me.folio = /\b[A-Z]{4,5}-\d{4}-\d{6,9}\b/.exec(said)?.[0] ?? me.folio;
  }

  async function say(act: Saying, next: string): Promise<void> {
    const last = me.replies.at(-1);
    const signing =
      act.step === 'efirma' && script.name.endsWith('signature') ? await openForm(url(), phone) : undefined;
    if (signing && last) last.channelData.challenge = await signing.challenge();
    const said = await act.say(me);
    if (typeof said === 'string') await phone.say(said);
    else if ('files' in said) for (const { name, bytes } of said.files) await phone.sendDocument(name, bytes);
    else {
      const { status, html } = await (signing ?? (await openForm(url(), phone))).send(fieldsOf(said));
      if (status !== 200) throw new Error(`${script.name}: the page answered ${status}: ${html.slice(0, 300)}`);
    }
    await hear(next);
  }

  for (const [index, act] of acts.entries()) {
    if ('page' in act) {
      const { status, url: where } = await (await act.open(me))();
      if (status !== 200 || where.pathname !== act.arrives) {
        throw new Error(`${act.page} ended with ${status} at ${where.pathname}`);
      }
    } else await say(act, stepAfter(acts[index + 1], script));
  }
  return { me, acts, ending, script, phone };
}

/** The page behind the newest link that a person was sent. */
export async function openForm(url: string, phone: TestPhone) {
  const message = phone.messages().findLast(({ message: { type } }) => type === 'interactive')?.message;
  const [, link] = /"url":"([^"]+)"/.exec(JSON.stringify(message)) ?? [];
  if (link === undefined) throw new Error('there is no link');
  const { pathname, search } = new URL(link);
  const browser = plainBrowser(url);
  const { html } = await browser.open(pathname + search);
  const hidden = hiddenOf(html);
  return {
    html,
    challenge: async (): Promise<string> =>
      JSON.parse((await browser.post('/formulario/texto', hidden)).html).challenge,
    send: (fields: Record<string, string>) => browser.post(formPath, { ...hidden, ...fields }),
  };
}

/** Where the conversation has to stand for the next act. */
const stepAfter = (next: Act | undefined, { ends }: Script): string =>
  next !== undefined && 'step' in next ? next.step : ends.slice(ends.indexOf('/') + 1);

function asReply(message: TakenMessage): Reply {
  const [, procedure = '', step = ''] = message.biz_opaque_callback_data?.split('|') ?? [];
  return { id: '', text: wordsOf(message), type: 'message', from: { role: 'bot' }, channelData: { procedure, step } };
}

/** The fields of the page. */
function fieldsOf(said: Exclude<Said, string | { files: unknown }>): Record<string, string> {
  const { keyPassword, ...values } = Object.fromEntries(
    Object.entries(said.value).map(([name, value]) => [name, String(value)]),
  );
  return keyPassword === undefined ? values : { password: keyPassword };
}
