import type { SecureForm } from '../../../services/secure-forms/secure-form.ts';
import { failingRules, liveRules, newPasswordFields } from '../forms/new-password-fields.ts';
import { type Html, html } from '../plain/html.ts';
import type { Page } from '../plain/page.ts';
import { signingForm, uploadForm } from './efirma-views.ts';
import type { Problem } from './problem.ts';
import { procedureName, type SecureFormText } from './texts.ts';

export interface FormView {
  readonly text: SecureFormText;
  readonly form: SecureForm;
  /** How long the link is still good, in words. */
  readonly ttl: string;
  readonly action: string;
  /** Hidden fields every post of this page brings. */
  readonly hidden: Html;
  /** Where a text to sign comes from. */
  readonly challengeAt: string;
  /** The text to sign as it stands now. */
  readonly challenge: string | undefined;
  /** Where the page tells that a person has begun. */
  readonly begunAt: string;
  /** The same page with the files themselves instead of a signature, and back. */
  readonly filesAt: string;
  readonly signAt: string;
  readonly asFiles: boolean;
  readonly fileMaxBytes: number;
  readonly scripts: FormScripts;
}

/** Addresses of the scripts that pages may bring. */
export interface FormScripts {
  readonly liveRules: string;
  readonly page: string;
  readonly sign: string;
  readonly worker: string;
  readonly teams: string;
}

/** The page that takes a secret: first that it is ours, then whose it is, then the fields. */
export function formPage(view: FormView, problem?: Problem): Page {
  const { text, form } = view;
  return {
    title: text(`secure.${form.form.kind}.title`),
    body: html`${problem ? problemBox(view, problem) : ''}
<div class="mark"><h2>${text('secure.mark')}</h2>
<p class="code">${form.mark}</p>
<p>${text('secure.mark.compare')}</p></div>
${fieldsOf(view, problem)}
<p class="small">${about(view)} ${text('secure.time', { ttl: view.ttl })}</p>
<p class="small">${text('secure.not-you')} ${text('secure.never-ask')}</p>
<script type="module" src="${view.scripts.page}"></script>`,
  };
}

function fieldsOf(view: FormView, problem: Problem | undefined): Html {
  const { form } = view.form;
  if (form.kind === 'efirma') return view.asFiles ? uploadForm(view, problem) : signingForm(view);
  if (form.kind === 'password') return passwordForm(view, form.portal, problem);
  return singleForm(view, form.kind, problem);
}

function passwordForm(view: FormView, portal: 'impi' | 'pase' | 'icsoe', problem: Problem | undefined): Html {
  const { text, action, hidden, begunAt, scripts } = view;
  return html`<p>${text('secure.password.lead', { portal: text(`portal.${portal}`) })}</p>
<form method="post" action="${action}" data-begun="${begunAt}"${liveRules(text, portal)}>
${hidden}
<input type="text" name="username" autocomplete="username" value="${text(`chat.password.username.${portal}`)}" readonly hidden>
${newPasswordFields(text, portal, problem !== undefined)}
<button type="submit">${text('secure.password.button')}</button>
</form>
<script type="module" src="${scripts.liveRules}"></script>`;
}

function singleForm(view: FormView, kind: 'client-password' | 'key-password', problem: Problem | undefined): Html {
  const { text, action, hidden, begunAt } = view;
  return html`<p>${text(`secure.${kind}.lead`)}</p>
<form method="post" action="${action}" data-begun="${begunAt}" data-show="${text('chat.form.show')}" data-hide="${text('chat.form.hide')}">
${hidden}
${secretField({ id: 'password', label: text(`secure.${kind}.label`), autocomplete: kind === 'client-password' ? 'current-password' : 'off' }, problem)}
<button type="submit">${text(`secure.${kind}.button`)}</button>
</form>`;
}

/** One password that exists already. */
export function secretField(
  field: { readonly id: string; readonly label: string; readonly autocomplete: 'current-password' | 'off' },
  problem?: Problem,
): Html {
  const { id, label, autocomplete } = field;
  const invalid = problem ? html` aria-invalid="true" aria-describedby="problem"` : html``;
  return html`<p class="field"><label for="${id}">${label}</label>
<input id="${id}" name="password" type="password" autocomplete="${autocomplete}" required autocapitalize="none" spellcheck="false"${invalid}></p>`;
}

function about({ text, form }: FormView): string {
  const procedure = procedureName(text, form.procedure);
  if (procedure === undefined) return '';
  const { folio } = form;
  return folio === undefined ? text('secure.about', { procedure }) : text('secure.about.folio', { procedure, folio });
}

function problemBox({ text, form }: FormView, problem: Problem): Html {
  if ('because' in problem) {
    return html`<p class="problem" role="alert" id="problem">${text(`secure.problem.${problem.because}`)}</p>`;
  }
  const rules = form.form.kind === 'password' ? failingRules(text, form.form.portal, problem.failing) : '';
  return html`<div class="problem" role="alert" id="problem"><p>${text('secure.problem.failing')}</p>${rules}</div>`;
}
