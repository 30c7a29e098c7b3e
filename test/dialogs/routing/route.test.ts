import fc from 'fast-check';
import { routeUtterance } from '../../../dialogs/routing/route.ts';
import { labelOf, type ProcedureId, portalOf, procedureIds } from '../../../dialogs/routing/routing.ts';
import { heldOutSentences } from './held-out.ts';

const sentences = heldOutSentences();
const isProcedure = (label: string): label is ProcedureId => procedureIds.some((id) => id === label);

describe('sentences of the held-out file', () => {
  test.each([...new Set(sentences.map(({ set }) => set))])('at least 97 % of the set "%s" are understood', (set) => {
    const ofSet = sentences.filter((sentence) => sentence.set === set);
    const wrong = ofSet.filter(({ text, flow }) => labelOf(routeUtterance(text)) !== flow);
    expect(wrong.length / ofSet.length).toBeLessThanOrEqual(0.03);
  });

  test('none starts a procedure of another portal, or of any portal while it is open', () => {
    const astray = sentences.filter(({ text, flow }) => {
      const routing = routeUtterance(text);
      if (routing.kind !== 'procedure') return false;
      const portal = portalOf(routing.procedure);
      if (portal === undefined) return false;
      return (
        flow === 'disambiguation' || (isProcedure(flow) && portalOf(flow) !== undefined && portalOf(flow) !== portal)
      );
    });
    expect(astray).toEqual([]);
  });

  test('none that is about no procedure starts one', () => {
    const started = sentences.filter(
      ({ text, flow }) => !isProcedure(flow) && flow !== 'disambiguation' && routeUtterance(text).kind === 'procedure',
    );
    expect(started).toEqual([]);
  });
});

describe('what stays open is asked', () => {
  test.each<[string, string, ProcedureId[]]>([
    ['pase', 'portal', ['impi-efirma', 'pase-reset']],
    ['no puedo entrar a mi cuenta pase', 'portal', ['impi-efirma', 'pase-reset']],
    ['olvidé la contraseña de tu cuenta PASE', 'portal', ['impi-efirma', 'pase-reset']],
    ['olvidé mi contraseña', 'portal', ['impi-efirma', 'pase-reset', 'icsoe-reset']],
    ['me bloquearon la cuenta', 'portal', ['impi-efirma', 'pase-reset', 'icsoe-reset']],
    ['I forgot my password', 'portal', ['impi-efirma', 'pase-reset', 'icsoe-reset']],
    ['olvidé la contraseña del impi y la del icsoe', 'portal', ['impi-efirma', 'icsoe-reset']],
    ['no entro al tag ni al impi', 'portal', ['impi-efirma', 'pase-reset']],
    ['quiero recuperar mi cuenta del impi', 'efirma', ['impi-efirma', 'impi-letter']],
    ['tengo un problema con mi tag', 'procedure', ['pase-reset', 'pase-migration', 'pase-association', 'pase-manuals']],
    ['no me llega el correo', 'procedure', ['activation-resend', 'pase-reset', 'icsoe-reset']],
  ])('%s → %s', (text, about, options) => {
    expect(routeUtterance(text)).toMatchObject({ kind: 'ask', about, options });
  });
});

describe('the word "pase" names a portal only where it is a name', () => {
  test.each([
    'ojalá no me pase nada',
    'que te pase lo mejor',
    'necesito un pase de abordar',
    'pase lo que pase',
    'pásele güerita',
    'cuando pase el temblor',
  ])('%s', (text) => {
    expect(labelOf(routeUtterance(text))).toBe('fallback');
  });
});

describe('a portal that is denied is not named', () => {
  test.each([
    ['no es del impi', 'unknown'],
    ['no soy capturista', 'unknown'],
    ['no es la de los tags', 'unknown'],
    ['mi cuenta no es del impi, es de casetas', 'ask'],
  ])('%s', (text, kind) => {
    const routing = routeUtterance(text);
    expect(routing.kind).toBe(kind);
    if (routing.kind === 'ask') expect(routing.options).not.toContain('impi-efirma');
  });
});

describe('what the person holds decides between e.firma and letter', () => {
  test.each([
    ['perdí acceso a mi correo del impi, tengo e.firma', 'impi-efirma'],
    ['no tengo acceso al correo del impi pero sí tengo la fiel', 'impi-efirma'],
    ['perdí mi e.firma y no entro al impi', 'impi-letter'],
    ['mi fiel ya venció, cuenta del impi', 'impi-letter'],
    ['cuenta del impi, no tengo firma electrónica', 'impi-letter'],
  ])('%s → %s', (text, procedure) => {
    expect(routeUtterance(text)).toMatchObject({ kind: 'procedure', procedure });
  });
});

describe('accounts of somebody else start nothing', () => {
  test.each(['netflix', 'gmail', 'facebook', 'mi banco', 'el SAT', 'infonavit'])(
    'olvidé mi contraseña de %s',
    (where) => {
      expect(routeUtterance(`olvidé mi contraseña de ${where}`)).toMatchObject({ kind: 'off-topic' });
    },
  );
});

test('a person who asks for a person gets one, whatever else is said', () => {
  const routing = routeUtterance('quiero un asesor, olvidé mi contraseña del icsoe y de mi cuenta pase');
  expect(routing).toMatchObject({ kind: 'procedure', procedure: 'agent-handoff' });
});

test('each decision names the words it was made from', () => {
  expect(routeUtterance('olvidé mi contraseña del ICSOE').why.join()).toContain('icsoe');
  expect(routeUtterance('qué es la e.firma').why.join()).toContain('efirma');
});

describe('any text', () => {
  const words = fc.constantFrom(
    ...[
      'pase',
      'impi',
      'icsoe',
      'contraseña',
      'e.firma',
      'no',
      'tengo',
      'olvidé',
      'mi',
      'tag',
      'folio',
      'carta',
      'qué',
      'perdí',
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 5_000 }),
    fc.array(words, { maxLength: 60 }).map((some) => some.join(' ')),
  );

  test('gets an answer, with two to four choices where it asks', () => {
    fc.assert(
      fc.property(text, (any) => {
        const routing = routeUtterance(any);
        if (routing.kind !== 'ask') return;
        expect(routing.options.length).toBeGreaterThanOrEqual(2);
        expect(routing.options.length).toBeLessThanOrEqual(4);
        expect(new Set(routing.options).size).toBe(routing.options.length);
      }),
    );
  });

  test('is read the same with other case, accents and blanks', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sentences), ({ text: sentence }) => {
        const plain = sentence.normalize('NFD').replace(/\p{M}/gu, '');
        const variants = [
          sentence.toUpperCase(),
          plain,
          `  ${sentence.replaceAll(' ', '   ')}\n`,
          sentence.normalize('NFD'),
        ];
        const label = labelOf(routeUtterance(sentence));
        for (const variant of variants) expect(labelOf(routeUtterance(variant))).toBe(label);
      }),
      { numRuns: 300 },
    );
  });

  test('is read up to the limit, not beyond', () => {
    const head = 'olvidé mi contraseña del icsoe '.padEnd(200, 'a ');
    expect(routeUtterance(`${head} y quiero un asesor`)).toEqual(routeUtterance(head));
  });
});
