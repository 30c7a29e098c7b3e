import fc from 'fast-check';
import { manualTopics, readManualTopics } from '../../../dialogs/reading/manual-topic.ts';

it.each([
  ['manual de usuario para clientes prepago', ['prepago']],
  ['pre pago', ['prepago']],
  ['PREPAGO DOMICILIADO', ['prepago-domiciliado']],
  ['american express', ['amex']],
  ['pago con tarjeta de crédito', ['tdc']],
  ['manual TDC', ['tdc']],
  ['manual de decenales', ['decenales']],
  ['guía para dar de baja mi TAG', ['cancel-tag']],
  ['¿cómo cancelo mi tag?', ['cancel-tag']],
  ['cambio de tarjeta', ['card']],
  ['manual cambio de forma de pago tag', ['payment-method']],
  ['cómo activo mi tag', ['activation']],
  ['cancelar tag de prepago', ['prepago', 'cancel-tag']],
  ['necesito los manuales de pase', []],
  ['hola', []],
  ['', []],
  ['x'.repeat(5_000), []],
])('%j is about %j', (said, topics) => {
  expect(readManualTopics(said)).toEqual(topics);
});

it('answers topics of the list, each once, whatever is said', () => {
  const words = fc.constantFrom(
    'tag',
    'cancelar',
    'tarjeta',
    'de',
    'credito',
    'prepago',
    'domiciliado',
    'pago',
    'ñ',
    '🤷',
    '12',
  );
  const sentence = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 30 }).map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(sentence, (text) => {
      const topics = readManualTopics(text);
      expect(new Set(topics).size).toBe(topics.length);
      for (const topic of topics) expect(manualTopics).toContain(topic);
    }),
  );
});
