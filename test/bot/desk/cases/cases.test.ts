import { openDisavowal } from '../../../../services/cases/disavowal.ts';
import { DAY, petition } from '../../../support/letters.ts';
import { againMs, type PetitionDesk, petitionDesk } from '../../../support/petitions.ts';

let desk: PetitionDesk;
let folio: string;
let caseId: string;
beforeEach(async () => {
  desk = await petitionDesk();
  await desk.domain.seed({ portal: 'impi', name: petition.fullName, curp: petition.curp, email: 'viejo@example.mx' });
  ({ folio, caseId } = await desk.letters.filed());
});
afterEach(() => desk.close());

const papers = { document: 'ine', last4: '1234', curp: petition.curp };
const act = (who: string, name: string, body: unknown = {}) => desk.ask(who, `/cases/${folio}/${name}`, body);
const linksSent = async () => (await desk.letters.subjects()).length;

it('papers seen by one, approved by another: the link goes to the address of the letter', async () => {
  const seen = await act('ana', 'papers', papers);
  expect(seen).toMatchObject({ status: 200, body: { state: 'papers-seen', seenByMe: true, may: ['refuse'] } });
  await desk.letters.settle();
  const before = await linksSent();
  expect(await act('beto', 'approve')).toMatchObject({ status: 200, body: { state: 'approved' } });
  await desk.letters.settle();
  expect(await linksSent()).toBe(before + 1);
  expect(await desk.trail()).toEqual(
    expect.arrayContaining(['case.moved ana see-papers', 'case.moved beto approve', 'link.sent']),
  );
});

it('shows CURP and address masked, to nobody in clear', async () => {
  await act('ana', 'papers', papers);
  for (const who of ['ana', 'beto']) {
    const { body } = await desk.ask(who, `/cases/${folio}`);
    const text = JSON.stringify(body);
    expect(text).not.toContain(petition.curp);
    expect(text).not.toContain(petition.email);
    expect(body.papers).toEqual({ document: 'ine', last4: '1234', curpCompared: true });
  }
});

it('finds a petition by its folio in any spelling, and no other case', async () => {
  expect((await desk.ask('ana', `/cases/${folio.toLowerCase()}`)).status).toBe(200);
  await desk.domain.cases.open({ id: 'other', procedure: 'impi-efirma', portal: 'impi', at: desk.clock.at });
  const other = await desk.domain.cases.get('other');
  expect((await desk.ask('ana', `/cases/${other?.case.folio}`)).status).toBe(404);
});

it('lists what waits, what is to be approved first', async () => {
  const second = await desk.letters.filed({ email: 'otro@example.mx' });
  await desk.ask('ana', `/cases/${second.folio}/papers`, papers);
  const { body } = await desk.ask('beto', '/cases');
  expect(body.cases.map((line: { folio: string }) => line.folio)).toEqual([second.folio, folio]);
});

describe('an account that somebody stopped', () => {
  let stopped: string;
  beforeEach(async () => {
    const { accounts, cases, contactHash } = desk.domain;
    const at = desk.clock.at;
    const accountId = (await accounts.find({ portal: 'impi', curp: petition.curp }))?.id ?? '';
    const change = { accountId, email: 'nuevo@example.mx', passwordHash: 'after', caseId, at };
    await accounts.changeCredentials({ ...change, applicationId: caseId });
    await accounts.freeze({ accountId, applicationId: 'link', at });
    const from = { changeCaseId: caseId, contactHash: contactHash('viejo@example.mx') };
    const said = { linkId: 'link', at, portal: 'impi', accountId, frozenBy: 'link', ...from } as const;
    stopped = (await openDisavowal(cases, said)).case.folio;
  });

  it('is in the list, and found by its folio: whose it is, what changed, who said so, all masked', async () => {
    const { body } = await desk.ask('ana', '/cases');
    expect(body.cases).toContainEqual(expect.objectContaining({ kind: 'disavowal', folio: stopped, state: 'open' }));
    const shown = await desk.ask('ana', `/cases/${stopped.toLowerCase()}`);
    expect(shown).toMatchObject({
      status: 200,
      body: {
        kind: 'disavowal',
        name: petition.fullName,
        stopped: true,
        saidFrom: { email: 'v•••@example.mx', isCurrent: false },
        change: { folio, procedure: 'impi-letter' },
      },
    });
    const text = JSON.stringify(shown.body);
    for (const hidden of [petition.curp, 'viejo@', 'nuevo@', 'link']) expect(text).not.toContain(hidden);
    expect(await desk.trail()).toContain('desk.case-viewed ana');
    expect((await desk.domain.cases.get(caseId))?.case.state).toBe('frozen');
  });

  it.each([
    ['ana', 'refuse', { reason: 'id-expired' }],
    ['beto', 'approve', {}],
    ['beto', 'expire', {}],
    ['ana', 'link', {}],
  ])('is no petition: %s cannot %s it', async (who, name, body) => {
    expect((await desk.ask(who, `/cases/${stopped}/${name}`, body)).status).toBe(404);
  });

  it.each(['pedro', 'elena'])('is not shown to %s', async (who) => {
    expect((await desk.ask(who, `/cases/${stopped}`)).status).toBe(404);
  });
});

describe('a letter in another name than the account', () => {
  beforeEach(async () => {
    ({ folio, caseId } = await desk.letters.filed({ fullName: 'Pedro Ladrón Ruiz' }));
    await act('ana', 'papers', papers);
  });

  it('shows the name to who decides, and to nobody else', async () => {
    expect((await desk.ask('beto', `/cases/${folio}`)).body).toMatchObject({ otherName: petition.fullName });
    expect((await desk.ask('ana', `/cases/${folio}`)).body.otherName).toBeUndefined();
  });

  it('is approved with a reason only, which stays in the file', async () => {
    expect(await act('beto', 'approve')).toMatchObject({ status: 409, body: { refused: 'name-differs' } });
    expect(await desk.trail()).toContain('case.refused beto approve:name-differs');
    const note = 'Cambió de nombre; trajo el acta';
    expect(await act('beto', 'approve', { note })).toMatchObject({ status: 200, body: { state: 'approved' } });
    const { body } = await desk.ask('ana', `/cases/${folio}`);
    expect(body.history.at(-1)).toMatchObject({ event: 'approve', by: 'beto', reason: 'name-differs', note });
  });
});

it.each([
  [{ reason: 'visite impi-ayuda.site' }, 400],
  [{ reason: 'Llame al cinco cinco uno dos tres' }, 400],
  [{ reason: 'other' }, 409],
  [{ reason: 'other', note: 'corto' }, 409],
])('refuses nothing with %j', async (body, status) => {
  expect((await act('ana', 'refuse', body)).status).toBe(status);
  expect(await desk.letters.stateOf(caseId)).toBe('awaiting-visit');
});

it('says that an approval is over once the account changed in another way', async () => {
  await act('ana', 'papers', papers);
  await act('beto', 'approve');
  const known = await desk.domain.accounts.find({ portal: 'impi', curp: petition.curp });
  const change = { accountId: known?.id ?? '', applicationId: 'own', passwordHash: 'own', at: desk.clock.at };
  await desk.domain.accounts.changeCredentials(change);
  expect(await act('ana', 'link')).toMatchObject({ status: 409, body: { refused: 'superseded' } });
  const { body } = await desk.ask('ana', `/cases/${folio}`);
  expect(body).toMatchObject({ state: 'expired', may: [] });
});

describe('what staff cannot do', () => {
  it('approve what they checked themselves, supervisors neither', async () => {
    await act('beto', 'papers', papers);
    expect(await act('beto', 'approve')).toMatchObject({ status: 409, body: { refused: 'same-person' } });
    expect(await desk.letters.stateOf(caseId)).toBe('papers-seen');
    expect(await desk.trail()).toContain('case.refused beto approve:same-person');
  });

  it('approve with a proof that is too old', async () => {
    await act('ana', 'papers', papers);
    desk.clock.at += againMs + 1;
    expect(await act('beto', 'approve')).toMatchObject({ status: 403, body: { refused: 'reauthenticate' } });
    expect(await desk.letters.stateOf(caseId)).toBe('papers-seen');
    desk.proveAgain();
    expect((await act('beto', 'approve')).status).toBe(200);
  });

  it.each([
    ['ana', 'approve', 403, 'not-allowed'],
    ['ana', 'expire', 403, 'not-allowed'],
    ['elena', 'approve', 404, 'unknown'],
    ['elena', 'papers', 404, 'unknown'],
    ['pedro', 'approve', 404, 'unknown'],
    ['pedro', 'refuse', 404, 'unknown'],
  ])('%s may not %s', async (who, name, status, refused) => {
    await act('sofia', 'papers', papers);
    const body = name === 'papers' ? papers : name === 'refuse' ? { reason: 'id-expired' } : {};
    expect(await act(who, name, body)).toMatchObject({ status, body: { refused } });
    expect(await desk.letters.stateOf(caseId)).toBe('papers-seen');
    if (status === 403) expect(await desk.trail()).toContain(`desk.refused ${who} ${name}:not-allowed`);
  });

  it('approve before anybody saw papers, or twice to send two links', async () => {
    expect(await act('beto', 'approve')).toMatchObject({ status: 409, body: { refused: 'impossible' } });
    await act('ana', 'papers', papers);
    const answers = await Promise.all(Array.from({ length: 8 }, () => act('beto', 'approve')));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    await desk.letters.settle();
    const subjects = await desk.letters.subjects();
    expect(new Set(subjects).size).toBe(subjects.length);
  });

  it('say where the link goes: there is no field for it', async () => {
    await act('ana', 'papers', papers);
    for (const body of [{ email: 'mio@example.com' }, { to: 'mio@example.com' }, { by: 'ana' }]) {
      expect((await act('beto', 'approve', body)).status).toBe(400);
      expect((await act('ana', 'papers', { ...papers, ...body })).status).toBe(400);
    }
    expect(await desk.letters.stateOf(caseId)).toBe('papers-seen');
  });

  it.each([
    ['another CURP', { ...papers, curp: 'GODE561231HDFRRN09' }, 409],
    ['five characters', { ...papers, last4: '12345' }, 409],
    ['another document', { ...papers, document: 'licencia' }, 400],
    ['no CURP', { document: 'ine', last4: '1234' }, 400],
    ['an empty CURP', { ...papers, curp: '  ' }, 400],
  ])('note papers with %s', async (_name, body, status) => {
    expect((await act('ana', 'papers', body)).status).toBe(status);
    expect(await desk.letters.stateOf(caseId)).toBe('awaiting-visit');
  });

  it('end a case before its time', async () => {
    expect(await act('beto', 'expire')).toMatchObject({ status: 409, body: { refused: 'not-due' } });
    desk.clock.at += 32 * DAY;
    expect((await act('beto', 'expire')).status).toBe(200);
  });

  it('act without a session, without its token, or from a page of another site', async () => {
    const path = `/cases/${folio}/papers`;
    expect((await desk.ask('nobody', path, papers)).status).toBe(401);
    expect((await desk.ask('ana', path, papers, { 'x-desk-csrf': 'guessed' })).status).toBe(403);
    expect((await desk.ask('ana', path, papers, { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await desk.ask('ana', path, papers, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await desk.letters.stateOf(caseId)).toBe('awaiting-visit');
  });
});

it('the link of an approved case is sent again, once an hour, and noted', async () => {
  await act('ana', 'papers', papers);
  await act('beto', 'approve');
  await desk.letters.settle();
  const before = await linksSent();
  desk.clock.at += 60 * 60_000;
  expect((await act('ana', 'link')).status).toBe(200);
  expect((await act('ana', 'link')).status).toBe(200);
  await desk.letters.settle();
  expect(await linksSent()).toBe(before + 1);
  expect(await desk.trail()).toContain('desk.link-again ana');
});

it('a refusal is told by mail, with the reason', async () => {
  expect((await act('ana', 'refuse', { reason: 'id-expired' })).body).toMatchObject({ state: 'refused', may: [] });
  expect(await desk.trail()).toContain('case.refused ana refuse');
});
