/** Lets people see what they type; all fields at once. */
export function showButton(form: HTMLFormElement, fields: readonly HTMLInputElement[]): HTMLButtonElement {
  const { show = '', hide = '' } = form.dataset;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  button.textContent = show;
  button.addEventListener('click', () => {
    const isShown = button.textContent === hide;
    for (const field of fields) field.type = isShown ? 'password' : 'text';
    button.textContent = isShown ? show : hide;
  });
  // A browser must not learn a shown password as an ordinary text.
  form.addEventListener('submit', () => {
    for (const field of fields) field.type = 'password';
  });
  return button;
}
