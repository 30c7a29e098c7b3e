import { manualTopics } from '../../../dialogs/reading/manual-topic.ts';
import { optionsOf, textOf } from '../../support/pase.ts';
import { enter, placeOf } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

async function say(...words: string[]) {
  const person = await enter(product.url);
  await person.listen();
  let replies = await person.say(words[0] ?? '');
  for (const said of words.slice(1)) replies = await person.say(said);
  return replies;
}

it('a topic in the opening is not asked for', async () => {
  const replies = await say('manual corporativo pase amex');
  expect(placeOf(replies)).toBe('pase-manuals/done');
  expect(replies.at(-1)?.inputHint).toBe('acceptingInput');
  expect(textOf(replies)).toContain('Manual de usuario para clientes AMEX');
});

it('otherwise all of them are offered', async () => {
  const replies = await say('necesito los manuales de pase');
  expect(placeOf(replies)).toBe('pase-manuals/topic');
  expect(optionsOf(replies)).toHaveLength(manualTopics.length);
});

it.each([
  ['Esquema prepago domiciliado', 'prepago domiciliado'],
  ['el tercero', 'decenales'],
  ['9', 'activación'],
  ['el de tarjeta de crédito', '(TDC)'],
  ['quiero cancelar mi tag', 'cancelación de TAG'],
  ['cambiar la forma de pago', 'forma de pago'],
])('%j chooses the manual of %s', async (said, named) => {
  const replies = await say('necesito los manuales de pase', said);
  expect(placeOf(replies)).toBe('pase-manuals/done');
  expect(textOf(replies)).toContain(named);
});

it.each(['no sé', 'asdfgh', '12', '🤷'])('%j chooses none, and is asked again', async (said) => {
  const replies = await say('necesito los manuales de pase', said);
  expect(placeOf(replies)).toBe('pase-manuals/topic');
  expect(optionsOf(replies)).toHaveLength(manualTopics.length);
});

it('names no address but the front page of the portal', async () => {
  for (const said of manualTopics.keys()) {
    const replies = await say('necesito los manuales de pase', String(said + 1));
    expect(textOf(replies).match(/https?:\/\/[^\s,]+/g)).toEqual(['https://www.pase.com.mx']);
  }
});
