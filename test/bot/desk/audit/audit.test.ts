import { type PetitionDesk, petitionDesk } from '../../../support/petitions.ts';

let desk: PetitionDesk;
beforeEach(async () => {
  desk = await petitionDesk();
  for (let index = 0; index < 60; index += 1) await desk.letters.filed({ email: `p${index}@example.mx` });
  await desk.letters.settle();
});
afterEach(() => desk.close());

it('gives the trail page by page, the newest first, every line once', async () => {
  const seen: number[] = [];
  let before: number | undefined;
  do {
    const { body } = await desk.ask('elena', before === undefined ? '/audit' : `/audit?before=${before}`);
    seen.push(...body.lines.map((line: { seq: number }) => line.seq));
    before = body.next;
  } while (before !== undefined);
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => seen.length - index));
  expect(seen.length).toBeGreaterThan(100);
});

it('shows people only as what was chained: nobody’s address or CURP', async () => {
  const { body } = await desk.ask('elena', '/audit');
  expect(JSON.stringify(body)).not.toMatch(/@example\.mx|NUSH790903/);
});

it('verifies the chain, against a hash that was noted too', async () => {
  const first = await desk.ask('elena', '/audit/verify', {});
  expect(first.body).toMatchObject({ ok: true });
  expect((await desk.ask('elena', '/audit/verify', { head: first.body.head })).body).toMatchObject({ ok: true });
  const gone = await desk.ask('elena', '/audit/verify', { head: 'a'.repeat(64) });
  expect(gone.body).toMatchObject({ ok: false, reason: 'head-missing' });
  expect(await desk.trail()).toEqual(expect.arrayContaining(['desk.audit-read elena verified']));
});

it.each(['ana', 'beto', 'sofia', 'nobody'])('is not for %s', async (who) => {
  expect([401, 403]).toContain((await desk.ask(who, '/audit')).status);
  expect([401, 403]).toContain((await desk.ask(who, '/audit/verify', {})).status);
});
