import { FIRST_PASSWORDS } from '../crowd.ts';
import { associationAnswers, migrationAnswers, type SaedUser } from '../pase.ts';
import type { Said } from '../person.ts';
import { disavowPage, newPasswordPage } from './pages.ts';
import { type Act, type Deaths, type Me, newEmail, passwordOf, type Script } from './script.ts';

const actsOf = (answers: Record<string, Said>, deaths: Record<string, Deaths> = {}): Act[] =>
  Object.entries(answers).map(([step, said]) => ({
    step,
    say: () => said,
    ...(deaths[step] === undefined ? {} : { deaths: deaths[step] }),
  }));

function saedUser(me: Me): SaedUser {
  const user = me.crowd.take('saed');
  me.secrets.add(user.legacyPassword);
  return user;
}

export const migration: Script = {
  name: 'pase-migration',
  ends: 'pase-migration/mail-sent',
  cast: (me) => {
    const user = saedUser(me);
    const [email, password] = [newEmail(me), passwordOf(me, 'pase')];
    return {
      acts: [
        ...actsOf(migrationAnswers(user, email), { 'client-password': 'some', review: 'all' }),
        newPasswordPage('/activar-cuenta', email, password, 'some'),
      ],
      ending: {
        accounts: [[{ portal: 'pase', email }, ['credentials']]],
        mails: { [email]: ['pase-activate', 'account-changed'] },
        signIns: [
          ['pase', email, password, true],
          ['pase', user.clientNumber, user.legacyPassword, false],
        ],
      },
    };
  },
};

export const association: Script = {
  name: 'pase-association',
  ends: 'pase-association/done',
  cast: (me) => {
    const { email } = me.crowd.take('pase');
    const user = saedUser(me);
    me.secrets.add(FIRST_PASSWORDS.pase);
    return {
      acts: actsOf(associationAnswers(email, FIRST_PASSWORDS.pase, user), {
        'account-password': 'some',
        'client-password': 'some',
        more: 'all',
      }),
      ending: {
        accounts: [[{ portal: 'pase', email }, ['clients']]],
        mails: { [email]: ['clients-associated'] },
        signIns: [
          ['pase', email, FIRST_PASSWORDS.pase, true],
          ['pase', user.clientNumber, user.legacyPassword, false],
        ],
      },
    };
  },
};

function reset(me: Me, deaths: Record<string, Deaths>) {
  const { email } = me.crowd.take('pase');
  const password = passwordOf(me, 'pase');
  const acts = actsOf({ start: 'olvidé la contraseña de mi correo de PASE corporativo', email }, deaths);
  return { email, password, acts, page: newPasswordPage('/contrasena-nueva', email, password, 'some') };
}

export const paseReset: Script = {
  name: 'pase-reset',
  ends: 'pase-reset/mail-sent',
  cast: (me) => {
    const { email, password, acts, page } = reset(me, { email: 'some' });
    return {
      acts: [...acts, page],
      ending: {
        accounts: [[{ portal: 'pase', email }, ['credentials']]],
        mails: { [email]: ['pase-reset', 'account-changed'] },
        signIns: [
          ['pase', email, password, true],
          ['pase', email, FIRST_PASSWORDS.pase, false],
        ],
      },
    };
  },
};

export const disavowal: Script = {
  name: 'no fui yo',
  ends: 'pase-reset/mail-sent',
  cast: (me) => {
    const { email, password, acts, page } = reset(me, {});
    const { deaths: _none, ...quiet } = page;
    return {
      acts: [...acts, quiet, disavowPage(email)],
      ending: {
        accounts: [[{ portal: 'pase', email }, ['credentials', 'frozen']]],
        mails: { [email]: ['pase-reset', 'account-changed', 'account-frozen'] },
        signIns: [['pase', email, password, false]],
      },
    };
  },
};

/** Says it once there is a mail: until then there is nothing to send again. */
async function afterMail(me: Me, address: string, words: string): Promise<string> {
  await me.mailTo(address, () => true);
  return words;
}

export const activationResend: Script = {
  name: 'activation-resend',
  ends: 'activation-resend/mail-sent',
  cast: (me) => {
    const user = saedUser(me);
    const email = newEmail(me);
    return {
      acts: [
        ...actsOf(migrationAnswers(user, email)),
        { step: 'mail-sent', say: () => afterMail(me, email, 'reenviar el correo de activación') },
        { step: 'email', say: () => email, deaths: 'some' },
      ],
      ending: {
        accounts: [[{ portal: 'pase', clientNumber: user.clientNumber }, []]],
        mails: { [email]: ['pase-activate', 'pase-activate'] },
        signIns: [['pase', user.clientNumber, user.legacyPassword, true]],
      },
    };
  },
};

export const manuals: Script = {
  name: 'pase-manuals',
  ends: 'pase-manuals/done',
  cast: () => ({
    acts: actsOf({ start: 'necesito los manuales de pase', topic: 'AMEX' }, { topic: 'some' }),
    ending: { accounts: [], mails: {}, signIns: [] },
  }),
};
