import { FIRST_PASSWORDS } from '../crowd.ts';
import { associationAnswers, migrationAnswers, OPENING, standAt } from '../pase.ts';
import { type Said, signChallenge } from '../person.ts';
import type { Me } from './script.ts';

/**
 * What somebody says who is refused on the way, in order, each with a name for the turn. Where nothing is said, something
 * happens elsewhere.
 */
export type Refused = Readonly<Record<string, (me: Me) => Said | undefined | Promise<Said | undefined>>>;

const FROZEN_CURP = 'TICO650318MMNNMF07';
const FROZEN_CAPTURISTA = { curp: 'HIBD900712MHGNCF07', email: 'dafne.hinojosa@example.mx' };
const UNKNOWN_CURP = 'GOMA850315HDFNRN07';
const PASSWORD = { value: { password: 'Marea-Alta:57', confirmation: 'Marea-Alta:57' } };

const constant = (answers: Record<string, Said>): Refused =>
  Object.fromEntries(Object.entries(answers).map(([step, said]) => [step, () => said]));

const untilProof = (curp: string, email: string): Refused =>
  constant({
    start: 'recuperar mi cuenta del IMPI con e.firma',
    prerequisites: 'sí',
    curp,
    email,
    'email-confirm': email,
    password: PASSWORD,
  });

const signing = (curp: string) => (me: Me) =>
  signChallenge(me.replies.at(-1)?.channelData.challenge ?? '', me.crowd.efirma(curp));

const code = (email: string) => async (me: Me) =>
  (await me.mailTo(email, ({ codes }) => codes.length > 0)).codes[0] ?? '';

const wholeProof = (curp: string, email: string): Refused => ({
  ...untilProof(curp, email),
  efirma: signing(curp),
  code: code(email),
});

/** The main refusals of every procedure, by name. */
export const refusals: Readonly<Record<string, (me: Me) => Refused>> = {
  "impi-efirma with another person's e.firma": (me) => ({
    ...untilProof(me.crowd.take('impi').curp, 'ajena@example.mx'),
    efirma: signing(UNKNOWN_CURP),
  }),
  'impi-efirma with a signature over another text': (me) => {
    const { curp } = me.crowd.take('impi');
    return {
      ...untilProof(curp, 'otrotexto@example.mx'),
      efirma: () => signChallenge('otro texto', me.crowd.efirma(curp)),
    };
  },
  'impi-efirma with a wrong key password': (me) => {
    const { curp } = me.crowd.take('impi');
    const { certificate, key } = me.crowd.efirma(curp);
    const files = [
      { name: 'a.cer', bytes: certificate },
      { name: 'a.key', bytes: key },
    ];
    return {
      ...untilProof(curp, 'otraclave@example.mx'),
      efirma: () => ({ files }),
      'key-password': () => ({ value: { keyPassword: 'No-Es-Esta-1' } }),
    };
  },
  'impi-efirma with a wrong code': (me) => {
    const { curp } = me.crowd.take('impi');
    const email = 'otrocodigo@example.mx';
    return {
      ...untilProof(curp, email),
      efirma: signing(curp),
      code: async () => ((await code(email)(me)) === '111222' ? '222333' : '111222'),
    };
  },
  'impi-efirma without an account': () => wholeProof(UNKNOWN_CURP, 'sincuenta@example.mx'),
  'impi-efirma of a frozen account': () => wholeProof(FROZEN_CURP, 'congelada@example.mx'),
  'impi-efirma with an email that is taken': (me) => ({
    ...wholeProof(me.crowd.take('impi').curp, me.crowd.take('impi').email),
    review: () => 'sí',
  }),
  'impi-efirma cancelled': (me) => ({
    ...untilProof(me.crowd.take('impi').curp, 'cancelada@example.mx'),
    efirma: () => 'cancelar',
  }),
  'pase-migration with a wrong password': (me) =>
    constant({
      start: OPENING,
      'client-number': me.crowd.take('saed').clientNumber,
      'client-password': { value: { password: 'NoEsEsta77' } },
    }),
  'pase-migration to an email that is taken': (me) =>
    constant(migrationAnswers(me.crowd.take('saed'), me.crowd.take('pase').email)),
  'pase-association with a wrong account password': (me) =>
    constant({
      start: 'quiero asociar otro número de cliente a mi correo de PASE',
      'account-email': me.crowd.take('pase').email,
      'account-password': { value: { password: 'NoEsEsta77' } },
    }),
  'pase-association with a wrong client password': (me) =>
    constant({
      start: 'quiero asociar otro número de cliente a mi correo de PASE',
      'account-email': me.crowd.take('pase').email,
      'account-password': { value: { password: FIRST_PASSWORDS.pase } },
      'client-number': me.crowd.take('saed').clientNumber,
      'client-password': { value: { password: 'NoEsEsta77' } },
    }),
  'pase-association of a client that went to somebody else meanwhile': (me) => {
    const client = me.crowd.take('saed');
    const [own, other] = [me.crowd.take('pase').email, me.crowd.take('pase').email];
    const { more, ...proofs } = associationAnswers(own, FIRST_PASSWORDS.pase, client);
    return {
      ...constant(proofs),
      'somebody else': async () => {
        await standAt(me.url(), 'never', associationAnswers(other, FIRST_PASSWORDS.pase, client));
        return undefined;
      },
      more: () => more,
    };
  },
  'pase-reset without an account': () =>
    constant({ start: 'olvidé la contraseña de mi correo de PASE corporativo', email: 'nadie@example.mx' }),
  'activation-resend with nothing to activate': () =>
    constant({ start: 'reenviar el correo de activación', email: 'nadie@example.mx' }),
  'icsoe-reset without an account': () =>
    constant({ start: 'olvidé mi contraseña de ICSOE', curp: UNKNOWN_CURP, email: 'nadie@example.mx' }),
  'icsoe-reset with another email': (me) =>
    constant({
      start: 'olvidé mi contraseña de ICSOE',
      curp: me.crowd.take('icsoe').curp,
      email: 'nadie@example.mx',
    }),
  'icsoe-reset of a frozen account': () => constant({ start: 'olvidé mi contraseña de ICSOE', ...FROZEN_CAPTURISTA }),
  'case-status of nothing': () =>
    constant({ start: 'quiero ver cómo va mi trámite', folio: 'IMPI-2026-987654', curp: UNKNOWN_CURP }),
};
