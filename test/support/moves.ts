import { demoDoors } from './demo.ts';
import { wordsOf } from './graph-double.ts';
import { openForm } from './graph-double-form.ts';
import type { TestWhatsApp } from './graph-double-product.ts';
import { enter, type Reply } from './person.ts';

/** One place a person can be at, whatever the channel: says something, and hears a whole turn. */
export interface End {
  say(text: string): Promise<void>;
  /** What is said until a turn ends at this step, as one text. */
  hears(step: string): Promise<string>;
  /** Sends what the open form asks for. */
  fill(values: Readonly<Record<string, string>>): Promise<void>;
  /** The text that the open form wants signed. */
  challenge(): Promise<string>;
}

let people = 0;

/** Somebody in the web chat. */
export async function webEnd(url: string) {
  const person = await enter(url);
  await person.listen();
  let challenge: string | undefined;
  const unheard: Reply[] = [];
  const end: End = {
    say: (text) => person.send(text),
    async hears(step) {
      const heard: string[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        // Two turns may come at once; what is behind the one that is waited for is heard later.
        if (unheard.length === 0) unheard.push(...(await person.listen()));
        for (let reply = unheard.shift(); reply; reply = unheard.shift()) {
          heard.push(reply.text);
          challenge = reply.channelData.challenge;
          if (reply.channelData.step === step && reply.inputHint !== 'ignoringInput') return heard.join('\n');
        }
      }
      throw new Error(`"${step}" was not heard: ${heard.join('\n')}`);
    },
    fill: (value) => person.send({ value }),
    challenge: async () => challenge ?? '',
  };
  return { ...end, person };
}

/** Somebody in WhatsApp, who follows the links to secure pages. */
export function phoneEnd({ graph, url }: TestWhatsApp) {
  people += 1;
  const number = String(people).padStart(2, '0');
  const phone = graph.phone({ waId: `52155660000${number}`, userId: `MX.6600${number}` });
  let page: Awaited<ReturnType<typeof openForm>> | undefined;
  const end: End = {
    say: async (text) => void (await phone.say(text)),
    hears: async (step) => (await phone.hears(step)).map(wordsOf).join('\n'),
    async fill(values) {
      const { status } = await (page ?? (await openForm(url, phone))).send({ ...values });
      page = undefined;
      if (status !== 200) throw new Error(`the page answered ${status}`);
    },
    async challenge() {
      page = await openForm(url, phone);
      return page.challenge();
    },
  };
  return { ...end, phone };
}

/** A person of the IMPI, with an address of their own. */
export async function somebody(url: string) {
  people += 1;
  const found = (await demoDoors(url).people()).filter(({ portal, frozen }) => portal === 'impi' && !frozen);
  return { curp: found[people % found.length]?.curp ?? '', email: `mudanza${people}@correo.example` };
}

/** Begins the recovery with e.firma and goes on to a step, all at one end. */
export async function walkTo(end: End, person: { curp: string; email: string }, to: string): Promise<void> {
  const way: readonly (readonly [string, (() => Promise<void>) | string])[] = [
    ['prerequisites', 'recuperar mi cuenta del IMPI con e.firma'],
    ['curp', 'sí'],
    ['email', person.curp],
    ['email-confirm', person.email],
    ['password', person.email],
    ['efirma', () => end.fill({ password: GOOD, confirmation: GOOD })],
  ];
  for (const [step, act] of way) {
    await (typeof act === 'string' ? end.say(act) : act());
    await end.hears(step);
    if (step === to) return;
  }
}

export const GOOD = 'Lluvia-Verde:48';

/** Asks for a code where the person is; `step`: what is asked again after it. */
export async function codeOf(end: End, step: string): Promise<string> {
  await end.say('seguir en otro dispositivo');
  const [code] = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(await end.hears(step)) ?? [];
  if (code === undefined) throw new Error('no code was shown');
  return code;
}

/** Goes from one end to the other in the middle of a step; answers what is said at the new one. */
export async function move(from: End, to: End, step: string): Promise<string> {
  await to.say(await codeOf(from, step));
  await to.hears('move-claimed');
  await from.hears('move');
  await from.say('sí');
  await from.hears('moved');
  return to.hears(step);
}
