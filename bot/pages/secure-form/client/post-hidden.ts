/** Posts the hidden fields of a form, which say what it belongs to, and nothing that a person typed. */
export function postHidden(form: HTMLFormElement, address: string): Promise<Response> {
  const body = new URLSearchParams();
  for (const { name, value } of form.querySelectorAll<HTMLInputElement>('input[type=hidden]')) {
    if (value !== '') body.append(name, value);
  }
  return fetch(address, { method: 'POST', body });
}
