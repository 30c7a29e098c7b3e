import { demoDoors } from './demo.ts';
import { enter, type Person, type Reply, type Said } from './person.ts';
import { plainBrowser } from './served.ts';

export const NEW_PASSWORD = 'LluviaVerde48';
export const OPENING = 'quiero pasar mi usuario SAED a mi correo';

export interface SaedUser {
  readonly clientNumber: string;
  readonly legacyPassword: string;
}

let addresses = 0;
export function freshEmail(tag = 'flota'): string {
  addresses += 1;
  return `${tag}${addresses}@example.mx`;
}

/** The answers of a whole migration, by step, in order. */
export const migrationAnswers = (client: SaedUser, email: string): Record<string, Said> => ({
  start: OPENING,
  'client-number': client.clientNumber,
  'client-password': { value: { password: client.legacyPassword } },
  email,
  'email-confirm': email,
  'first-name': 'Ana',
  'paternal-surname': 'López',
  'maternal-surname': 'Pérez',
  review: 'sí',
});

/** The answers of a whole association. */
export const associationAnswers = (email: string, password: string, client: SaedUser): Record<string, Said> => ({
  start: 'quiero asociar otro número de cliente a mi correo de PASE',
  'account-email': email,
  'account-password': { value: { password } },
  'client-number': client.clientNumber,
  'client-password': { value: { password: client.legacyPassword } },
  more: 'no',
});

/** A person who has answered all steps before `step`. */
export async function standAt(
  url: string,
  step: string,
  answers: Record<string, Said>,
  options: { locale?: string } = {},
): Promise<{ person: Person; replies: Reply[] }> {
  const person = await enter(url, options);
  let replies = await person.listen();
  for (const [name, answer] of Object.entries(answers)) {
    if (name === step) break;
    replies = await person.say(answer);
  }
  return { person, replies };
}

/** SAED users of the demo who have not moved yet, each given out once. */
export function saedUsers(url: () => string) {
  const given = new Set<string>();
  return async (): Promise<SaedUser> => {
    for (const { clientNumber, legacyPassword, frozen } of await demoDoors(url()).people()) {
      if (!clientNumber || !legacyPassword || frozen || given.has(clientNumber)) continue;
      given.add(clientNumber);
      return { clientNumber, legacyPassword };
    }
    throw new Error('no SAED user is left');
  };
}

export const activationLink = async (url: string, email: string, index = -1): Promise<string> => {
  const demo = demoDoors(url);
  await demo.mailTo(email, ({ links }) => links.some((link) => link.includes('/activar-cuenta')));
  const links = (await demo.mailbox(email)).flatMap((mail) => mail.links).filter((link) => link.includes('/activar'));
  const { pathname, search } = new URL(links.at(index) ?? '');
  return pathname + search;
};

/** Opens an activation link without script and sends its form. */
export async function activate(url: string, link: string, password: string, confirmation = password) {
  const browser = plainBrowser(url);
  const page = await browser.open(link);
  const field = /name="link" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
  return browser.post('/activar-cuenta/crear', { link: field, password, confirmation });
}

export const textOf = (replies: readonly Reply[]): string => replies.map(({ text }) => text).join('\n');
export const optionsOf = (replies: readonly Reply[]): string[] =>
  replies.at(-1)?.suggestedActions?.actions.map(({ title }) => title) ?? [];
