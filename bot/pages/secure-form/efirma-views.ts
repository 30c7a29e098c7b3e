import { signFailures, textOf } from '../forms/client/efirma-failures.ts';
import { type Html, html } from '../plain/html.ts';
import type { Problem } from './problem.ts';
import type { SecureFormText } from './texts.ts';
import { type FormView, secretField } from './views.ts';

/**
 * Signs on the person's own device. Its file fields have no name, so nothing but certificate and signature can ever be
 * posted. Who has no JavaScript gets the other way, and is told what that means.
 */
export function signingForm(view: FormView): Html {
  const { text, action, hidden, begunAt, challengeAt, challenge, scripts, fileMaxBytes, filesAt } = view;
  const otherWay = html`<a href="${filesAt}">${text('secure.efirma.other-way')}</a>`;
  return html`<noscript>${uploadForm(view, undefined)}</noscript>
<form id="sign" method="post" action="${action}" hidden data-begun="${begunAt}" data-challenge="${challengeAt}" data-worker="${scripts.worker}" data-max="${fileMaxBytes}" data-show="${text('chat.form.show')}" data-hide="${text('chat.form.hide')}">
${hidden}
<input type="hidden" name="certificate"><input type="hidden" name="signature">
<p>${text('chat.efirma.promise')}</p>
${fileField('certificate', text, false)}
${fileField('key', text, false)}
<p class="field"><label for="password">${text('chat.efirma.password')}</label>
<input id="password" type="password" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="password-hint">
<span class="small" id="password-hint">${text('chat.efirma.password-hint')}</span></p>
<p class="problem" role="alert" id="failure" hidden></p>
<button type="submit">${text('chat.efirma.submit')}</button>
<p class="small" role="status" id="working"></p>
${challenge === undefined ? '' : html`<details><summary>${text('chat.efirma.text')}</summary><pre id="challenge">${challenge}</pre></details>`}
</form>
<div id="no-crypto" hidden><p>${text('secure.efirma.no-crypto')}</p><p>${otherWay}</p></div>
<div id="preparing" class="scripted"><p>${text('secure.efirma.preparing')}</p><p class="small">${text('secure.efirma.not-prepared')} ${otherWay}</p></div>
<template id="sentences">${sentences(text)}</template>
<script type="module" src="${scripts.sign}"></script>`;
}

/** Sends the files themselves, and says so. */
export function uploadForm(view: FormView, problem: Problem | undefined): Html {
  const { text, action, hidden, signAt, asFiles } = view;
  return html`<h2>${text('secure.efirma.upload.title')}</h2>
${asFiles ? '' : html`<p>${text('secure.efirma.upload.explain')}</p>`}
<p>${text('secure.efirma.upload.consent')}</p>
<form method="post" action="${action}" enctype="multipart/form-data" data-begun="${view.begunAt}">
${hidden}
<input type="hidden" name="forma" value="archivos">
${fileField('certificate', text, true)}
${fileField('key', text, true)}
${secretField({ id: 'file-password', label: text('chat.efirma.password'), autocomplete: 'off' }, problem)}
<button type="submit">${text('secure.efirma.upload.button')}</button>
</form>
${asFiles ? html`<p class="scripted"><a href="${signAt}">${text('secure.efirma.back')}</a></p>` : ''}`;
}

/** No `accept`: phones do not know these endings and would grey the files out. */
function fileField(slot: 'certificate' | 'key', text: SecureFormText, posted: boolean): Html {
  // Both forms stand in one document where there is no script.
  const id = posted ? `file-${slot}` : slot;
  const name = posted ? html` name="${slot}" required` : html``;
  return html`<p class="field"><label for="${id}">${text(`chat.efirma.${slot}`)}</label>
<input id="${id}" type="file"${name}></p>`;
}

/** What the script says, each sentence under its name. */
function sentences(text: SecureFormText): Html[] {
  const failures = signFailures.map((failure) => [failure, text(textOf(failure))] as const);
  const said = [
    ['working', text('chat.efirma.working')],
    ['renewing', text('chat.efirma.renewing')],
    ...failures,
  ] as const;
  return said.map(([name, sentence]) => html`<p data-name="${name}">${sentence}</p>`);
}
