import { jest } from '@jest/globals';
import { type Crowd, createCrowd } from '../support/crowd.ts';
import { type GraphDouble, startGraphDouble } from '../support/graph-double.ts';
import { walkOnWhatsApp } from '../support/graph-double-walk.ts';
import { findSecrets, type Inside, lookInside } from '../support/inside.ts';
import { placeOf } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';
import { scripts } from '../support/scripts/all.ts';
import { endingOf } from '../support/scripts/ending.ts';

jest.setTimeout(60_000);

let crowd: Crowd;
let graph: GraphDouble;
let product: TestProduct;
let inside: Inside;
beforeAll(async () => {
  crowd = await createCrowd(60);
  graph = await startGraphDouble({ now: () => product?.clock.now() ?? Date.now() });
  product = await startProduct({ ...crowd.environment, ...graph.environment });
  graph.connect(product.url);
  inside = await lookInside(product.dataDir, product.clock.now);
});
afterAll(async () => {
  await inside.store.close();
  await graph.close();
  await product.stop();
  crowd.close();
});

type Walked = Awaited<ReturnType<typeof walkOnWhatsApp>>;

/** What has become of the person, once the last mail is out. */
async function endingAfterMails(walked: Walked) {
  const promised = Object.values(walked.ending.mails).flat().length;
  for (let round = 0; ; round += 1) {
    const ending = await endingOf(walked, inside);
    if (Object.values(ending.mails).flat().length >= promised || round === 200) return sorted(ending);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Mails have no promised order. */
function sorted<Known extends { readonly mails: Readonly<Record<string, readonly string[]>> }>(ending: Known) {
  return {
    ...ending,
    mails: Object.entries(ending.mails).map(([address, templates]) => [address, templates.toSorted()]),
  };
}

it.each(scripts)('$name ends on WhatsApp as it does in the web chat, and no secret goes through it', async (script) => {
  const walked = await walkOnWhatsApp(() => product.url, graph, crowd, script);
  expect(placeOf(walked.me.replies)).toBe(script.ends);
  expect(await endingAfterMails(walked)).toEqual(sorted(walked.ending));
  const sent = JSON.stringify(walked.phone.messages());
  for (const secret of walked.me.secrets) expect(sent).not.toContain(secret);
  expect(findSecrets(product.dataDir, walked.me.secrets)).toEqual([]);
  expect(graph.refused).toEqual([]);
});
