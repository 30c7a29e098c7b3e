import { jest } from '@jest/globals';
import { codeOf, type End, GOOD, move, somebody, walkTo, webEnd } from '../../support/moves.ts';
import { openTeamsForm } from '../../support/teams-form.ts';
import { startTeamsProduct, type TeamsProduct } from '../../support/teams-product.ts';
import type { Heard } from '../../support/teams-user.ts';

jest.setTimeout(60_000);

let product: TeamsProduct;
beforeAll(async () => {
  product = await startTeamsProduct();
});
afterAll(() => product.stop());

/** Somebody in Teams. */
async function teamsEnd(): Promise<End> {
  const user = product.user();
  await user.install();
  let newest: readonly Heard[] = [];
  return {
    say: async (text) => {
      newest = await user.say(text);
    },
    async hears(step) {
      const heard = [...newest];
      newest = [];
      if (!heard.some((message) => message.step === step)) heard.push(...(await user.listen()));
      expect(heard.map((message) => message.step)).toContain(step);
      return heard.map(({ text }) => text).join('\n');
    },
    async fill(values) {
      const { task } = await user.openForm();
      if (typeof task.value === 'string') throw new Error(task.value);
      const form = await openTeamsForm(product, task.value.url);
      expect(await form.send({ ...values })).toMatchObject({ status: 200 });
    },
    challenge: () => Promise.reject(new Error('nothing is signed here')),
  };
}

test('goes on at the same step, from Teams to the web and back, forms included', async () => {
  const [teams, web] = [await teamsEnd(), await webEnd(product.url)];
  await walkTo(teams, await somebody(product.url), 'email');
  expect(await move(teams, web, 'email')).toContain('traje tu trámite desde Teams');
  await web.say('mudanza.teams@correo.example');
  await web.hears('email-confirm');
  await web.say('mudanza.teams@correo.example');
  await web.hears('password');
  expect(await move(web, teams, 'password')).toContain('traje tu trámite desde la web');
  await teams.fill({ password: GOOD, confirmation: GOOD });
  await teams.hears('efirma');
  await move(teams, web, 'efirma');
});

test('says where the code can be typed', async () => {
  const web = await webEnd(product.url);
  await walkTo(web, await somebody(product.url), 'curp');
  await web.say('seguir en teams');
  const said = await web.hears('curp');
  expect(said).toContain(`- en el chat de ${product.publicUrl}/\n- en nuestro chat de Teams\n`);
  expect(said).not.toContain('WhatsApp');
  await codeOf(web, 'curp');
});
