import { z } from 'zod';
import { eventually } from './eventually.ts';
import { signChallenge, type TestEfirma } from './person.ts';

const Mail = z.object({
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  links: z.array(z.string()),
  codes: z.array(z.string()),
});
export type TestMail = z.infer<typeof Mail>;

const DemoPerson = z.object({
  portal: z.enum(['impi', 'pase', 'icsoe']),
  name: z.string(),
  curp: z.string().optional(),
  clientNumber: z.string().optional(),
  email: z.string().optional(),
  frozen: z.boolean(),
  legacyPassword: z.string().optional(),
});

const Answer = z.object({ ok: z.boolean() });

/** The demo doors of a running product. */
export function demoDoors(baseUrl: string) {
  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(baseUrl + path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  const mailbox = async (to: string) =>
    z.array(Mail).parse(await (await fetch(`${baseUrl}/demo/mailbox?to=${encodeURIComponent(to)}`)).json());
  return {
    mailbox,
    /** The newest mail that fits, waiting until there is one. */
    async mailTo(to: string, fits: (mail: TestMail) => boolean = () => true): Promise<TestMail> {
      return eventually(async () => (await mailbox(to)).filter(fits).at(-1), `a mail to ${to}`);
    },
    people: async () => z.array(DemoPerson).parse(await (await fetch(`${baseUrl}/demo/people`)).json()),
    signIn: async (portal: string, user: string, password: string) =>
      Answer.parse(await post('/demo/sign-in', { portal, user, password })).ok,
    /** At ICSOE, with an e.firma over a fresh challenge. */
    async signInWithEfirma(curp: string, efirma: TestEfirma): Promise<boolean> {
      const { challenge } = z
        .object({ challenge: z.string() })
        .parse(await post('/demo/sign-in-challenge', { portal: 'icsoe' }));
      const { value } = signChallenge(challenge, efirma);
      return Answer.parse(await post('/demo/sign-in', { portal: 'icsoe', curp, challenge, ...value })).ok;
    },
    async efirma(curp: string, password = '12345678a'): Promise<TestEfirma> {
      const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));
      const minted = z
        .object({ certificate: base64, privateKey: base64 })
        .parse(await post('/demo/efirma', { curp, password }));
      return { certificate: minted.certificate, key: minted.privateKey, password };
    },
  };
}
