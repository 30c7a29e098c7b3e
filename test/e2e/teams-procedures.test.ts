import { jest } from '@jest/globals';
import { type Crowd, createCrowd } from '../support/crowd.ts';
import { type Inside, lookInside } from '../support/inside.ts';
import { placeOf } from '../support/person.ts';
import { scripts } from '../support/scripts/all.ts';
import { endingOf } from '../support/scripts/ending.ts';
import { startTeamsProduct, type TeamsProduct } from '../support/teams-product.ts';
import { walkInTeams } from '../support/teams-walk.ts';

jest.setTimeout(60_000);

let crowd: Crowd;
let product: TeamsProduct;
let inside: Inside;
beforeAll(async () => {
  crowd = await createCrowd(60);
  product = await startTeamsProduct({ environment: crowd.environment });
  inside = await lookInside(product.dataDir, product.clock.now);
});
afterAll(async () => {
  await inside.store.close();
  await product.stop();
  crowd.close();
});

type Walked = Awaited<ReturnType<typeof walkInTeams>>;

/** What has become of the person, once the last mail is out. Mails have no promised order. */
async function endingAfterMails(walked: Walked) {
  const promised = Object.values(walked.ending.mails).flat().length;
  for (let round = 0; ; round += 1) {
    const ending = await endingOf(walked, inside);
    if (Object.values(ending.mails).flat().length >= promised || round === 200) return sorted(ending);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function sorted<Known extends { readonly mails: Readonly<Record<string, readonly string[]>> }>(ending: Known) {
  return {
    ...ending,
    mails: Object.entries(ending.mails).map(([address, templates]) => [address, templates.toSorted()]),
  };
}

it.each(scripts)('$name ends in Teams as it does in the web chat, and no secret goes through it', async (script) => {
  const walked = await walkInTeams(product, crowd, script);
  expect(placeOf(walked.me.replies)).toBe(script.ends);
  expect(await endingAfterMails(walked)).toEqual(sorted(walked.ending));
  const sent = JSON.stringify(walked.user.messages());
  for (const secret of walked.me.secrets) expect(sent).not.toContain(secret);
});
