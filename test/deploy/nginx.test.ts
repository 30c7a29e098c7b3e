import { readFileSync } from 'node:fs';
import { refusals } from '../../bot/http/errors.ts';
import pages from '../../locales/es-MX/pages.json' with { type: 'json' };

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const conf = read('deploy/nginx.conf');

it.each(['large', 'failed', 'unsure'] as const)('the proxy refuses (%s) in the words of the product', (why) => {
  const [, page = ''] = new RegExp(`location = /\\.refused/${why}/page \\{[^}]*return \\d+ '([^']+)'`).exec(conf) ?? [];
  expect(page).toContain(`<h1>${pages[`refusal.${why}.title`]}</h1>`);
  expect(page).toContain(`<p>${pages[`refusal.${why}.body`]}</p>`);
});

it.each(['TooLarge', 'Unavailable'] as const)('the proxy refuses programs (%s) in the form of the product', (code) => {
  const { message } = refusals[code];
  expect(conf).toContain(`'${JSON.stringify({ error: { code, message } })}'`);
});

/** How many MB each place lets through. */
const sizes = (text: string) => [...text.matchAll(/client_max_body_size (\d+)m;/g)].map(([, size]) => Number(size));

it.each(['deploy/nginx.conf', 'docs/operations.md'])(
  '%s lets through what the product answers: 24 MB where files go, 3 MB of WhatsApp',
  (path) => {
    const text = read(path);
    expect(sizes(text)).toEqual([3, 25]);
    const [, pattern = ''] = /location ~ (\^\/\(formulario\S+)/.exec(text) ?? [];
    const places = [
      '/formulario/llenar',
      '/v3/directline/conversations/a-1/upload',
      '/formularios',
      '/contrasena/crear',
    ];
    expect(places.map((place) => new RegExp(pattern).test(place))).toEqual([true, true, false, false]);
  },
);
