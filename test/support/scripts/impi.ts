import { FIRST_PASSWORDS } from '../crowd.ts';
import { type Said, signChallenge } from '../person.ts';
import { type Act, type Me, newEmail, passwordOf, type Saying, type Script } from './script.ts';

export const NAME = 'Ana Gómez Mora';

/** The code of the newest mail; after an interruption that lost the answer, the same one again. */
async function newestCode(me: Me, email: string): Promise<Said> {
  const lost = me.replies.some(({ text }) => text.includes('no guardé lo que me mandaste'));
  if (lost && me.code) return me.code;
  const { codes } = await me.mailTo(email, (mail) => mail.codes.length > 0 && mail.codes[0] !== me.code);
  me.code = codes[0] ?? '';
  me.secrets.add(me.code);
  return me.code;
}

function recovery(me: Me, proof: (curp: string) => readonly Saying[], deaths: Pick<Saying, 'deaths'>) {
  const { curp, email: old } = me.crowd.take('impi');
  const [email, password] = [newEmail(me), passwordOf(me, 'impi')];
  const acts: Act[] = [
    { step: 'start', say: () => 'recuperar mi cuenta del IMPI con e.firma', ...deaths },
    { step: 'prerequisites', say: () => 'sí' },
    { step: 'curp', say: () => curp },
    { step: 'email', say: () => email },
    { step: 'email-confirm', say: () => email },
    { step: 'password', say: () => ({ value: { password, confirmation: password } }), ...deaths },
    ...proof(curp),
    { step: 'code', say: () => newestCode(me, email), ...deaths },
    { step: 'review', say: () => 'sí', ...(deaths.deaths && { deaths: 'all' }) },
  ];
  return {
    acts,
    ending: {
      accounts: [[{ portal: 'impi', curp }, ['credentials']]],
      mails: { [email]: ['code', 'account-changed'], [old]: ['account-changed'] },
      signIns: [
        ['impi', email, password, true],
        ['impi', old, FIRST_PASSWORDS.impi, false],
      ],
    },
  } as const;
}

export const bySignature: Script = {
  name: 'impi-efirma by signature',
  ends: 'impi-efirma/done',
  cast: (me) =>
    recovery(
      me,
      (curp) => [
        {
          step: 'efirma',
          say: ({ replies }) => signChallenge(replies.at(-1)?.channelData.challenge ?? '', me.crowd.efirma(curp)),
          deaths: 'some',
        },
      ],
      { deaths: 'some' },
    ),
};

export const byUpload: Script = {
  name: 'impi-efirma by upload',
  ends: 'impi-efirma/done',
  cast: (me) =>
    recovery(
      me,
      (curp) => {
        const { certificate, key, password } = me.crowd.efirma(curp);
        me.secrets.add(password);
        const files = [
          { name: 'persona.cer', bytes: certificate },
          { name: 'persona.key', bytes: key },
        ];
        return [
          { step: 'efirma', say: () => ({ files }) },
          { step: 'key-password', say: () => ({ value: { keyPassword: password } }), deaths: 'some' },
        ];
      },
      {},
    ),
};

function petition(me: Me, deaths: Pick<Saying, 'deaths'>) {
  // No account is changed, so anybody will do.
  const { curp } = me.crowd.people.icsoe[me.number % 50] ?? me.crowd.take('icsoe');
  const email = newEmail(me);
  const acts: Act[] = [
    { step: 'start', say: () => 'no tengo e.firma y quiero cambiar el correo de mi cuenta del IMPI' },
    { step: 'prerequisites', say: () => 'sí' },
    { step: 'curp', say: () => curp },
    { step: 'full-name', say: () => NAME },
    { step: 'email', say: () => email },
    { step: 'email-confirm', say: () => email },
    { step: 'review', say: () => 'sí', ...deaths },
  ];
  return { curp, email, acts };
}

export const letter: Script = {
  name: 'impi-letter',
  ends: 'impi-letter/awaiting-visit',
  cast: (me) => {
    const { email, acts } = petition(me, { deaths: 'some' });
    return {
      acts,
      ending: { accounts: [], mails: { [email]: ['letter-filed'] }, signIns: [] },
    };
  },
};

export const caseStatus: Script = {
  name: 'case-status',
  ends: 'case-status/done',
  again: 'awaiting-visit',
  cast: (me) => {
    const { curp, email, acts } = petition(me, {});
    return {
      acts: [
        ...acts,
        { step: 'awaiting-visit', say: () => 'quiero ver cómo va mi trámite' },
        { step: 'folio', say: () => me.folio },
        { step: 'curp', say: () => curp, deaths: 'some' },
      ],
      ending: { accounts: [], mails: { [email]: ['letter-filed'] }, signIns: [] },
    };
  },
};
