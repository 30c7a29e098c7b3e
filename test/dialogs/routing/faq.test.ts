import { answerFaq } from '../../../dialogs/routing/answer-faq.ts';
import { faqTopics } from '../../../dialogs/routing/faq.ts';
import { routeUtterance } from '../../../dialogs/routing/route.ts';
import english from '../../../locales/en/faq.json' with { type: 'json' };
import spanish from '../../../locales/es-MX/faq.json' with { type: 'json' };

const limits = { paseLinkTtlMs: 24 * 3_600_000, resetLinkTtlMs: 3_600_000, conversationRetentionMs: 30 * 86_400_000 };

test.each([
  ['qué es la e.firma', 'efirma-what'],
  ['cómo renuevo mi e.firma', 'efirma-renewal'],
  ['cuál es la diferencia entre .cer y .key', 'efirma-files'],
  ['puedo usar el CSD en lugar de la e.firma', 'csd'],
  ['dónde consulto mi CURP', 'curp-find'],
  ['qué es el CURP', 'curp-what'],
  ['dónde está la oficina para entregar la carta', 'office-address'],
  ['cuál es el horario de la oficina del impi', 'office-hours'],
  ['qué identificaciones aceptan', 'accepted-ids'],
  ['aviso de privacidad', 'privacy'],
  ['es seguro mandarte mi contraseña', 'password-in-chat'],
  ['cuánto tiempo dura la liga de activación', 'link-validity'],
  ['por qué no puedo usar caracteres especiales en mi contraseña', 'pase-special-characters'],
  ['cuál es el correo de contacto del impi', 'contact-email'],
  ['qué es MARCia', 'tool-marcia'],
  ['qué es ClasNiza', 'tool-clasniza'],
  ['cómo veo la gaceta', 'tool-gazette'],
  ['para qué sirve el quiz', 'tool-quiz'],
  ['cómo busco una marca registrada', 'tool-brand-search'],
  ['cómo agendo una cita en el impi', 'appointments'],
  ['qué es pase', 'pase-what'],
  ['qué es el icsoe', 'icsoe-what'],
  ['¿qué es SAED?', 'saed-what'],
  ['¿qué es el folio?', 'folio-what'],
  ['cuál es mi folio', 'folio-what'],
  ['perdí mi folio', 'folio-what'],
])('"%s" is answered with %s', (text, topic) => {
  expect(routeUtterance(text)).toMatchObject({ kind: 'faq', topic });
});

describe('a person who doubts hears who this is', () => {
  test.each([
    '¿esto es oficial?',
    'es una estafa?',
    'cómo sé que no es fraude',
    'como puedo saber si este chat es real',
    '¿es confiable esta página?',
    'este número es oficial?',
    'quiero saber si es oficial',
    'cómo sé que eres del IMPI',
    '¿me quieren estafar?',
    'a quién le estoy escribiendo',
    'no confío en esto',
    'eres un robot?',
    'hola, eres una persona real?',
    'eres humano o bot',
    'con quién estoy hablando',
    '¿ustedes son del gobierno?',
    'de verdad eres del IMPI?',
    'is this legit?',
    'are you a real person?',
  ])('%s', (text) => {
    expect(routeUtterance(text)).toMatchObject({ kind: 'faq', topic: 'who-we-are' });
  });

  test.each([
    'quiero hablar con una persona real',
    'eres un robot, quiero hablar con una persona',
    'es un fraude, pásame con un asesor',
  ])('but who wants a person gets one: %s', (text) => {
    expect(routeUtterance(text)).toMatchObject({ kind: 'procedure', procedure: 'agent-handoff' });
  });
});

describe('what it costs and how long it takes', () => {
  test.each([
    '¿cuánto cuesta?',
    'cuánto cuesta el trámite',
    'oye, es gratis?',
    '¿tiene algún costo?',
    'me van a cobrar algo?',
    '¿cobran por esto?',
    'cuándo me llega el correo',
    'cuánto cobran por recuperar mi cuenta',
    '¿cuánto tarda?',
    'cuánto tiempo tarda el trámite',
    'cuanto tarda en llegar',
    'is it free?',
    'how long does it take?',
  ])('%s', (text) => {
    expect(routeUtterance(text)).toMatchObject({ kind: 'faq', topic: 'cost-and-time' });
  });

  test.each(['cuánto cuesta un tag', 'cuánto cuesta registrar una marca', 'me cobraron doble', 'vale', 'sale'])(
    '%s is another question, or none',
    (text) => {
      expect(routeUtterance(text).kind).not.toBe('faq');
    },
  );
});

test.each(['es del IMPI', 'es de casetas', 'es del seguro social', 'son de PASE', 'me robaron mi cuenta del IMPI'])(
  '%s is no question about us',
  (text) => {
    expect(routeUtterance(text).kind).not.toBe('faq');
  },
);

test('what is asked about is not begun: it is no wish', () => {
  expect(routeUtterance('no soy capturista').kind).toBe('unknown');
  expect(routeUtterance('¿qué es el folio? tengo el IMPI-2026-000123')).toMatchObject({ procedure: 'case-status' });
});

test('both languages answer every topic, and no other', () => {
  expect(Object.keys(spanish).sort()).toEqual([...faqTopics].sort());
  expect(Object.keys(english)).toEqual(Object.keys(spanish));
});

test.each(faqTopics)('the answer on %s is whole in both languages and names its source', (topic) => {
  for (const locale of ['es-MX', 'en'] as const) {
    const answer = answerFaq(topic, locale, limits);
    expect(answer).not.toMatch(/[{}]/);
    expect(answer).toMatch(/\n\(.+\)$/);
  }
});

test('durations come from the limits', () => {
  expect(answerFaq('link-validity', 'es-MX', limits)).toContain('24 horas');
  expect(answerFaq('link-validity', 'en', { ...limits, paseLinkTtlMs: 2 * 3_600_000 })).toContain('2 hours');
});

test('only official addresses are named', () => {
  const allowed = ['www.gob.mx', 'www.sat.gob.mx', 'www.imss.gob.mx', 'www.pase.com.mx'];
  const named = JSON.stringify([spanish, english]).match(/https?:\/\/[^\s"]+/g) ?? [];
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((url) => !allowed.includes(new URL(url).hostname))).toEqual([]);
});
