import type { MailTemplate } from './mail.ts';

interface TemplateShape {
  /** Parameters without which the mail cannot be written. */
  readonly params: readonly string[];
  /**
   * Whether it counts against the hourly caps of its recipient (`handler.ts`): all that others can cause by naming an
   * address. Notices about a change that did happen are never held back.
   */
  readonly capped: boolean;
  readonly care: 'code' | 'link' | 'notice';
}

/**
 * What each mail is made of; its sentences are in `locales/…/mail.json`. `link` becomes the button, `code` the large
 * figure, `name` the greeting; `ttl`, `when` and `deadline` are already words.
 */
export const templates: Readonly<Record<MailTemplate, TemplateShape>> = {
  code: { params: ['code', 'ttl'], capped: true, care: 'code' },
  'account-changed': { params: ['name', 'when', 'email', 'link'], capped: false, care: 'notice' },
  'account-frozen': { params: ['name', 'when'], capped: false, care: 'notice' },
  'clients-associated': { params: ['name', 'when', 'email', 'link'], capped: false, care: 'notice' },
  'earlier-address': { params: ['when'], capped: false, care: 'notice' },
  'pase-activate': { params: ['link', 'ttl', 'client'], capped: true, care: 'link' },
  'pase-email-taken': { params: ['client'], capped: true, care: 'notice' },
  'pase-reset': { params: ['link', 'ttl'], capped: true, care: 'link' },
  'icsoe-reset': { params: ['link', 'ttl'], capped: true, care: 'link' },
  'set-password': { params: ['link', 'ttl', 'folio'], capped: false, care: 'link' },
  'letter-filed': { params: ['folio', 'deadline'], capped: true, care: 'notice' },
  'letter-reminder': { params: ['folio', 'deadline'], capped: true, care: 'notice' },
  'letter-refused': { params: ['folio', 'reason'], capped: false, care: 'notice' },
  'letter-approved': { params: ['name', 'when', 'email', 'link'], capped: false, care: 'notice' },
  'agent-here': { params: ['folio'], capped: true, care: 'notice' },
};
