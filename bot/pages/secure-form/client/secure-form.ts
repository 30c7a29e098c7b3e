import { showButton } from '../../forms/client/show-button.ts';
import { postHidden } from './post-hidden.ts';

// Tells the server when a person begins, so that from then on the link belongs to this browser, and lets them see what they
// type. The page works without.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-begun]')) {
  const { begun, portal, show } = form.dataset;
  if (begun !== undefined) tellWhenBegun(form, begun);
  const password = form.querySelector<HTMLInputElement>('#password');
  // The form of a new password brings its own button, for both fields.
  if (portal === undefined && show !== undefined && password !== null) {
    password.closest('.field')?.after(showButton(form, [password]));
  }
}

function tellWhenBegun(form: HTMLFormElement, address: string): void {
  let told = false;
  const tell = (event: Event) => {
    // What a script of somebody else fills in is no person's doing.
    if (told || !event.isTrusted) return;
    told = true;
    void postHidden(form, address).then(
      (response) => {
        // It was begun elsewhere, or is over: the page says so before anybody types on in vain.
        if (response.status === 409 && !form.elements.namedItem('t')) location.reload();
      },
      () => {
        told = false;
      },
    );
  };
  form.addEventListener('input', tell);
  form.addEventListener('change', tell);
}
