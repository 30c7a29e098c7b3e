import { FIRST_PASSWORDS } from '../crowd.ts';
import { newPasswordPage } from './pages.ts';
import { passwordOf, type Script } from './script.ts';

export const icsoeReset: Script = {
  name: 'icsoe-reset',
  ends: 'icsoe-reset/mail-sent',
  cast: (me) => {
    const { curp, email } = me.crowd.take('icsoe');
    const password = passwordOf(me, 'icsoe');
    return {
      acts: [
        { step: 'start', say: () => 'olvidé mi contraseña de ICSOE' },
        { step: 'curp', say: () => curp },
        { step: 'email', say: () => email, deaths: 'all' },
        newPasswordPage('/contrasena-nueva', email, password),
      ],
      ending: {
        accounts: [[{ portal: 'icsoe', curp }, ['credentials']]],
        mails: { [email]: ['icsoe-reset', 'account-changed'] },
        signIns: [
          ['icsoe', curp, password, true],
          ['icsoe', curp, FIRST_PASSWORDS.icsoe, false],
        ],
      },
    };
  },
};
