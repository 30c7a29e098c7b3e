import { demoDoors } from './demo.ts';
import { enter, type Person, type Reply, type Said, signChallenge, type TestEfirma } from './person.ts';

export const impiPassword = 'Lluvia-Verde:48';

const steps = ['start', 'prerequisites', 'curp', 'email', 'email-confirm', 'password', 'efirma', 'code', 'review'];
export type ImpiStep = 'prerequisites' | 'curp' | 'email' | 'email-confirm' | 'password' | 'efirma' | 'code' | 'review';

/** Who stands at a step of `impi-efirma`, having answered all before it, and the last thing they were told. */
export interface Standing {
  readonly person: Person;
  readonly replies: readonly Reply[];
}

/** Leads a new person to a step. `efirma`: theirs, minted for the CURP where absent. */
export async function leadTo(
  step: ImpiStep,
  { url, curp, email, efirma }: { url: string; curp: string; email: string; efirma?: TestEfirma },
): Promise<Standing> {
  const demo = demoDoors(url);
  const person = await enter(url);
  await person.listen();
  let replies: Reply[] = [];
  const answers: Record<string, () => Promise<Said>> = {
    start: async () => 'recuperar mi cuenta del IMPI con e.firma',
    prerequisites: async () => 'sí',
    curp: async () => curp,
    email: async () => email,
    'email-confirm': async () => email,
    password: async () => ({ value: { password: impiPassword, confirmation: impiPassword } }),
    efirma: async () => signChallenge(challengeOf(replies), efirma ?? (await demo.efirma(curp))),
    code: async () => codeOf(url, email),
  };
  for (const name of steps.slice(0, steps.indexOf(step))) {
    const answer = answers[name];
    if (answer) replies = await person.say(await answer());
  }
  return { person, replies };
}

/** The text to sign that the last message brought. */
export const challengeOf = (replies: readonly Reply[]): string => replies.at(-1)?.channelData.challenge ?? '';

export const textOf = (replies: readonly Reply[]): string => replies.map((reply) => reply.text).join('\n');

/** The newest code that was mailed to an address; waits for another than `earlier`. */
export async function codeOf(url: string, email: string, earlier?: string): Promise<string> {
  const isNew = (code: string) => code !== earlier;
  const { codes } = await demoDoors(url).mailTo(email, (mail) => mail.codes.some(isNew));
  return codes.find(isNew) ?? '';
}
