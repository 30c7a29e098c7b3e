import { ConfigError, readConfig } from '../../bot/config.ts';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const production = {
  MODE: 'production',
  PUBLIC_URL: 'https://recupera.example',
  SIGNING_KEY: key(1),
  SEALING_KEY: key(2),
  SMTP_URL: 'smtps://mail.example',
  METRICS_TOKEN: 'a-token-of-enough-length',
  EFIRMA_OCSP_URL: 'https://ocsp.example',
};

it('needs nothing in demo mode', () => {
  expect(readConfig({})).toMatchObject({ MODE: 'demo', PORT: 3978, DATA_DIR: 'data' });
});

it('takes an empty setting for an absent one', () => {
  expect(readConfig({ PORT: '', SMTP_URL: '' })).toMatchObject({ PORT: 3978 });
});

it('accepts a complete production configuration', () => {
  expect(readConfig(production)).toMatchObject({ MODE: 'production' });
});

it.each([
  'smtps://user:password@mail.example:465',
  'smtp://user:password@mail.example:587?requireTLS=true',
  'smtp://127.0.0.1:25',
  'smtp://localhost:25',
])('sends production mail through %s', (url) => {
  expect(readConfig({ ...production, SMTP_URL: url })).toMatchObject({ SMTP_URL: url });
});

it.each([
  ['PORT', { PORT: 'eighty' }],
  ['PORT', { PORT: '70000' }],
  ['MODE', { MODE: 'staging' }],
  ['EFIRMA_OCSP_URL', { EFIRMA_OCSP_URL: 'not a url' }],
])('names %s when it cannot be read', (name, environment) => {
  expect(problemsOf(environment)).toEqual([expect.stringContaining(name)]);
});

it.each([
  ['PUBLIC_URL', { PUBLIC_URL: 'http://recupera.example' }],
  ['PUBLIC_URL', { PUBLIC_URL: undefined }],
  ['SIGNING_KEY', { SIGNING_KEY: undefined }],
  ['SIGNING_KEY', { SIGNING_KEY: Buffer.alloc(16).toString('base64') }],
  ['SEALING_KEY', { SEALING_KEY: key(1) }],
  ['SMTP_URL', { SMTP_URL: undefined }],
  ['SMTP_URL', { SMTP_URL: 'smtp://mail.example:587' }],
  ['SMTP_URL', { SMTP_URL: 'smtp://mail.example:587?requireTLS=false' }],
  ['SMTP_URL', { SMTP_URL: 'smtp://mail.example:587?requireTLS=true&ignoreTLS=true' }],
  ['SMTP_URL', { SMTP_URL: 'smtp://mail.example:587?requireTLS=true&tls.rejectUnauthorized=false' }],
  ['SMTP_URL', { SMTP_URL: 'smtps://mail.example?tls.rejectUnauthorized=0' }],
  ['SMTP_URL', { SMTP_URL: 'smtp://localhost.example:25' }],
  ['SMTP_URL', { SMTP_URL: 'mail.example:587' }],
  ['METRICS_TOKEN', { METRICS_TOKEN: 'short' }],
  ['EFIRMA_OCSP_URL', { EFIRMA_OCSP_URL: undefined }],
  ['EFIRMA_TRUST_DIR', { EFIRMA_TRUST_DIR: '/authorities' }],
  ['DEMO_PEOPLE', { DEMO_PEOPLE: 'people.json' }],
])('refuses production with an unsafe %s and names it', (name, change) => {
  expect(problemsOf({ ...production, ...change })).toEqual([expect.stringContaining(name)]);
});

it('names everything that is wrong at once, and repeats no value', () => {
  const problems = problemsOf({ MODE: 'production', SIGNING_KEY: 'my-little-secret' });
  for (const name of ['PUBLIC_URL', 'SIGNING_KEY', 'SEALING_KEY', 'SMTP_URL', 'METRICS_TOKEN', 'EFIRMA_OCSP_URL']) {
    expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
  }
  expect(problems.join()).not.toContain('my-little-secret');
});

const whatsapp = {
  WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
  WHATSAPP_TOKEN: 'token',
  WHATSAPP_APP_SECRET: 'secret',
  WHATSAPP_VERIFY_TOKEN: 'verify',
};

it('takes WhatsApp with its four settings, or with a header in place of the token', () => {
  expect(problemsOf(whatsapp)).toEqual([]);
  expect(problemsOf({ ...whatsapp, WHATSAPP_TOKEN: undefined, WHATSAPP_AUTH_HEADER: 'D360-API-KEY: k' })).toEqual([]);
});

it.each(Object.keys(whatsapp))('names %s when the rest of WhatsApp is set', (name) => {
  expect(problemsOf({ ...whatsapp, [name]: undefined })).toEqual([expect.stringContaining(name)]);
});

it('names what WhatsApp lacks when only its address is set, and refuses a header that is none', () => {
  expect(problemsOf({ WHATSAPP_BASE_URL: 'https://provider.example' })).toHaveLength(4);
  expect(problemsOf({ ...whatsapp, WHATSAPP_AUTH_HEADER: 'just-a-key' })).toEqual([
    expect.stringContaining('WHATSAPP_AUTH_HEADER'),
  ]);
});

it('sends to WhatsApp in the clear in demo mode only', () => {
  const clear = { ...whatsapp, WHATSAPP_BASE_URL: 'http://127.0.0.1:9000/v25.0/1' };
  expect(problemsOf(clear)).toEqual([]);
  expect(problemsOf({ ...production, ...clear })).toEqual([expect.stringContaining('WHATSAPP_BASE_URL')]);
});

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('Chatwoot', () => {
  const whole = {
    CHATWOOT_URL: 'https://chatwoot.example',
    CHATWOOT_ACCOUNT_ID: '1',
    CHATWOOT_INBOX_IDENTIFIER: 'box',
    CHATWOOT_ACCESS_TOKEN: 'token',
    CHATWOOT_WEBHOOK_SECRET: 'a secret of sixteen',
  };

  it('is configured whole', () => {
    expect(readConfig(whole)).toMatchObject(whole);
  });

  it.each(Object.keys(whole))('says when %s is missing', (name) => {
    expect(() => readConfig({ ...whole, [name]: undefined })).toThrow(`${name}: is needed for Chatwoot`);
  });
});
