import { startTeamsProduct, type TeamsProduct } from '../../../support/teams-product.ts';

let product: TeamsProduct;
beforeAll(async () => {
  product = await startTeamsProduct();
});
afterAll(() => product.stop());

it('greets once although Teams reports an installation twice', async () => {
  const user = product.user();
  await user.install();
  await product.runner.settle();
  expect(user.messages()).toHaveLength(1);
  expect(user.messages()[0]).toMatchObject({ procedure: 'menu', buttons: expect.arrayContaining(['ICSOE del IMSS']) });
});

it('walks through a procedure with words and buttons', async () => {
  const user = product.user();
  await user.install();
  const [asked] = await user.press('ICSOE del IMSS');
  expect(asked).toMatchObject({ procedure: 'icsoe-reset', step: 'curp' });
});
