/** Audit events by the turn that caused them, each with its reason; within a turn in alphabetical order. */
type Golden = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export const goldenSuccesses: Golden = {
  'impi-efirma by signature': {
    start: ['case.opened'],
    efirma: ['case.moved (prove)', 'code.sent', 'efirma.accepted', 'mail.sent (code)'],
    code: ['code.accepted'],
    review: [
      'account.changed',
      'case.moved (finish)',
      'notice.sent (account-changed)',
      'notice.sent (account-changed)',
    ],
  },
  'impi-efirma by upload': {
    start: ['case.opened'],
    'key-password': ['case.moved (prove)', 'code.sent', 'efirma.accepted', 'mail.sent (code)'],
    code: ['code.accepted'],
    review: [
      'account.changed',
      'case.moved (finish)',
      'notice.sent (account-changed)',
      'notice.sent (account-changed)',
    ],
  },
  'impi-letter': {
    start: ['case.opened'],
    review: ['case.moved (await-visit)', 'mail.sent (letter-filed)'],
  },
  'case-status': {
    start: ['case.opened'],
    review: ['case.moved (await-visit)', 'mail.sent (letter-filed)'],
  },
  'pase-migration': {
    start: ['case.opened'],
    'client-password': ['case.moved (prove)', 'client.accepted'],
    review: ['link.sent', 'mail.sent (pase-activate)'],
    '/activar-cuenta': ['account.changed', 'case.moved (finish)', 'notice.sent (account-changed)'],
  },
  'pase-association': {
    start: ['case.opened'],
    'account-password': ['case.moved (prove)', 'client.accepted'],
    'client-password': ['client.accepted'],
    more: ['case.moved (finish)', 'clients.associated', 'notice.sent (clients-associated)'],
  },
  'pase-reset': {
    email: ['link.sent', 'mail.sent (pase-reset)'],
    '/contrasena-nueva': ['account.changed', 'notice.sent (account-changed)'],
  },
  'activation-resend': {
    start: ['case.opened'],
    'client-password': ['case.moved (prove)', 'client.accepted'],
    review: ['link.sent', 'mail.sent (pase-activate)'],
    email: ['link.sent', 'mail.sent (pase-activate)'],
  },
  'pase-manuals': {},
  'icsoe-reset': {
    email: ['link.sent', 'mail.sent (icsoe-reset)'],
    '/contrasena-nueva': ['account.changed', 'notice.sent (account-changed)'],
  },
  'no fui yo': {
    email: ['link.sent', 'mail.sent (pase-reset)'],
    '/contrasena-nueva': ['account.changed', 'notice.sent (account-changed)'],
    '/no-fui-yo': ['account.frozen', 'case.opened', 'notice.sent (account-frozen)'],
  },
};

export const goldenRefusals: Golden = {
  "impi-efirma with another person's e.firma": {
    start: ['case.opened'],
    efirma: ['efirma.refused (curp-mismatch)'],
  },
  'impi-efirma with a signature over another text': {
    start: ['case.opened'],
    efirma: ['efirma.refused (bad-signature)'],
  },
  'impi-efirma with a wrong key password': {
    start: ['case.opened'],
    'key-password': ['efirma.refused (key-not-opened)'],
  },
  'impi-efirma with a wrong code': {
    start: ['case.opened'],
    efirma: ['case.moved (prove)', 'code.sent', 'efirma.accepted', 'mail.sent (code)'],
    code: ['code.refused (wrong)'],
  },
  'impi-efirma without an account': {
    start: ['case.opened'],
    efirma: ['case.moved (prove)', 'code.sent', 'efirma.accepted', 'mail.sent (code)'],
    code: ['case.refused (reject)', 'code.accepted'],
  },
  'impi-efirma of a frozen account': {
    start: ['case.opened'],
    efirma: ['case.moved (prove)', 'code.sent', 'efirma.accepted', 'mail.sent (code)'],
    code: ['case.moved (freeze)', 'code.accepted'],
  },
  'impi-efirma with an email that is taken': {
    start: ['case.opened'],
    efirma: ['case.moved (prove)', 'code.sent', 'efirma.accepted', 'mail.sent (code)'],
    code: ['code.accepted'],
    review: ['account.refused (email-taken)'],
  },
  'impi-efirma cancelled': {
    start: ['case.opened'],
    efirma: ['case.moved (cancel)'],
  },
  'pase-migration with a wrong password': {
    start: ['case.opened'],
    'client-password': ['client.refused (no-match)'],
  },
  'pase-migration to an email that is taken': {
    start: ['case.opened'],
    'client-password': ['case.moved (prove)', 'client.accepted'],
    review: ['link.refused (email-taken)', 'mail.sent (pase-email-taken)'],
  },
  'pase-association with a wrong account password': {
    start: ['case.opened'],
    'account-password': ['client.refused (no-match)'],
  },
  'pase-association with a wrong client password': {
    start: ['case.opened'],
    'account-password': ['case.moved (prove)', 'client.accepted'],
    'client-password': ['client.refused (no-match)'],
  },
  'pase-association of a client that went to somebody else meanwhile': {
    start: ['case.opened'],
    'account-password': ['case.moved (prove)', 'client.accepted'],
    'client-password': ['client.accepted'],
    'somebody else': [
      'case.moved (finish)',
      'case.moved (prove)',
      'case.opened',
      'client.accepted',
      'client.accepted',
      'clients.associated',
      'notice.sent (clients-associated)',
    ],
    more: ['account.refused (client-taken)'],
  },
  'pase-reset without an account': {
    email: ['link.refused (no-match)'],
  },
  'activation-resend with nothing to activate': {
    email: ['link.refused (no-match)'],
  },
  'icsoe-reset without an account': {
    email: ['link.refused (no-match)'],
  },
  'icsoe-reset with another email': {
    email: ['link.refused (no-match)'],
  },
  'icsoe-reset of a frozen account': {
    email: ['link.refused (frozen)'],
  },
  'case-status of nothing': {},
};
