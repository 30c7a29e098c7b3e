import type { BotMessage, FakeBot, Said } from './fake-direct-line.ts';

const total = 6;
const message = (
  step: string,
  current: number,
  text: string,
  rest: BotMessage & { data?: object } = {},
): BotMessage => {
  const { data, ...others } = rest;
  return {
    text,
    inputHint: 'expectingInput',
    channelData: { procedure: 'impi-efirma', step, progress: { current, total }, folio: 'IMPI-2026-000123', ...data },
    ...others,
  };
};
const buttons = (...titles: string[]) => ({
  suggestedActions: { actions: titles.map((title) => ({ type: 'imBack', title, value: title })) },
});

/** The text a test's e.firma signs. */
export const challengeText = (number: number) =>
  `Autorizo recuperar mi cuenta del IMPI.\nEsto no es un documento fiscal.\nFolio: IMPI-2026-000123\nNúmero de uso único: ${number}`;

const messages: Record<string, (bot: { challenge: number; expiresAt: number }) => BotMessage[]> = {
  start: () => [
    {
      text: 'Hola, soy Recupera. Te ayudo a recuperar el acceso a tu cuenta.\n¿Qué necesitas?',
      inputHint: 'expectingInput',
      channelData: { procedure: 'menu', step: 'menu' },
      ...buttons('Mi cuenta del IMPI', 'Portal PASE (casetas)', 'ICSOE del IMSS', 'Ver cómo va mi trámite'),
    },
  ],
  prerequisites: () => [
    message(
      'prerequisites',
      1,
      'Vamos a recuperar tu **Tu cuenta PASE** del IMPI. Tu folio es IMPI-2026-000123.\nNecesitas:\n- tu CURP\n- tu e.firma vigente: archivo .cer, archivo .key y su contraseña\n- un correo nuevo al que puedas entrar ahora\n- una contraseña nueva\n\n¿Tienes todo a la mano?',
      buttons('Sí, empezar', 'No tengo e.firma'),
    ),
  ],
  curp: () => [
    message(
      'curp',
      1,
      'Uso tus datos solo para recuperar tu cuenta. Aviso de privacidad: https://recupera.example/privacidad',
      {
        inputHint: 'ignoringInput',
      },
    ),
    message('curp', 1, '¿Cuál es tu CURP? Son 18 letras y números; viene en tu INE o en gob.mx/curp.'),
  ],
  password: () => [
    message('password', 3, 'Ahora crea tu contraseña nueva en el recuadro protegido. No la escribas como mensaje.', {
      data: { form: { kind: 'password', portal: 'impi', confirm: true } },
    }),
  ],
  'client-password': () => [
    message('client-password', 2, '¿Cuál es la contraseña con la que entras hoy?', {
      data: { procedure: 'pase-migration', form: { kind: 'client-password' } },
    }),
  ],
  efirma: ({ challenge, expiresAt }) => [
    message('efirma', 4, 'Ahora comprueba quién eres con tu e.firma. Tu clave se usa en tu aparato y no se envía.', {
      data: { form: { kind: 'efirma' }, challenge: challengeText(challenge), challengeExpiresAt: expiresAt },
    }),
  ],
  'key-password': () => [
    message('key-password', 4, 'Ya tengo tus dos archivos. Falta la contraseña de tu e.firma.', {
      data: { form: { kind: 'key-password' } },
    }),
  ],
  code: () => [
    message('code', 5, 'Te mandé un código de 6 números a l****@correo.example. Vence en 10 minutos.', {
      data: { form: { kind: 'code', digits: 6 } },
      ...buttons('Reenviar código', 'Corregir correo'),
    }),
  ],
  people: () => [
    {
      text: 'Ya avisé: una persona te va a atender aquí mismo. Eres la siguiente persona en la fila.',
      inputHint: 'acceptingInput',
      channelData: { procedure: 'agent-handoff', step: 'with-agent', people: {} },
      ...buttons('Seguir con el asistente'),
    },
  ],
  back: () => [message('curp', 1, 'Seguimos tú y yo, donde nos quedamos.\n¿Cuál es tu CURP?')],
  done: () => [
    message(
      'done',
      6,
      '¡Listo! Ya puedes entrar con tu correo y tu contraseña nueva.\nEntra aquí: https://recupera.example/entrar.\nGuarda tu folio: **IMPI-2026-000123**.',
      {
        inputHint: 'acceptingInput',
        attachments: [
          { contentType: 'application/pdf', contentUrl: '/letters/abc.pdf', name: 'Constancia IMPI-2026-000123.pdf' },
          { contentType: 'application/pdf', contentUrl: 'https://elsewhere.example/x.pdf', name: 'ajeno.pdf' },
        ],
      },
    ),
  ],
};

/** What an agent says, and what the assistant says beside the talk. */
export const agentSays = (text: string, name = 'Marisol Pineda'): BotMessage => ({
  text,
  from: { id: 'bot', role: 'bot', name },
  inputHint: 'acceptingInput',
  channelData: { procedure: 'agent-handoff', step: 'with-agent', agent: { name } },
});
export const beside = (step: string, text: string, data: object = {}): BotMessage =>
  message(step, 3, text, { data: { people: { agent: 'Marisol Pineda' }, ...data } });
const proven = () => beside('efirma', 'Contraseña guardada.');

/** A bot that walks through all the forms; the name of a step, said as a text, jumps there. */
export function scriptedBot({ challengeLife = 300_000 } = {}): FakeBot & { values: unknown[] } {
  let step = 'start';
  let challenge = 1;
  const values: unknown[] = [];
  const speak = () =>
    messages[step]?.({ challenge, expiresAt: Date.now() + (challenge === 1 ? challengeLife : 300_000) }) ?? [];
  const next: Record<string, string> = {
    start: 'prerequisites',
    prerequisites: 'curp',
    curp: 'password',
    password: 'efirma',
    'client-password': 'done',
    'key-password': 'code',
    code: 'done',
    people: 'people',
  };
  return {
    values,
    greet: speak,
    answer({ text, value, files }: Said) {
      if (value !== undefined) values.push(value);
      if (value?.renewChallenge === true) challenge += 1;
      else if (value?.signature !== undefined) step = 'code';
      else if (files !== undefined) step = 'key-password';
      else if (text !== undefined && text in messages) step = text;
      else if (text === 'eco' || step === 'efirma') return [message(step, 4, `Escuché: ${text}`)];
      else if (step === 'people' && text === 'seguir con el asistente') step = 'back';
      else if (step === 'people' && value === undefined) return [];
      else if (step === 'people') return [proven()];
      else step = next[step] ?? step;
      return speak();
    },
  };
}
