import fc from 'fast-check';
import { letterGrant } from '../../../services/cases/letter-data.ts';
import { openDomain, type TestDomain } from '../../support/domain.ts';
import { DAY, lettersOf, petition, type TestLetters } from '../../support/letters.ts';

const OLD = 'viejo@example.mx';
const papers = { document: 'INE', last4: '1234', curp: petition.curp };
let domain: TestDomain;
let letters: TestLetters;
let accountId: string;

beforeEach(async () => {
  domain = await openDomain();
  letters = lettersOf(domain);
  accountId = await domain.seed({
    portal: 'impi',
    name: petition.fullName,
    curp: petition.curp,
    email: OLD,
    passwordHash: 'before',
  });
});
afterEach(() => domain.close());

const linkOf = async () => {
  await letters.settle();
  const mails = await domain.mailsTo(petition.email);
  return mails.flatMap(({ links }) => links).at(-1);
};
const account = async () => (await domain.accounts.get(accountId))?.account;

describe('two people', () => {
  it('let a petition through, and only then a link goes to the address of the letter', async () => {
    const { caseId, folio } = await letters.filed();
    await letters.settle();
    expect(
      await letters.desk.seePapers({ folio, by: 'Ana', ...papers, curp: ` ${petition.curp.toLowerCase()} ` }),
    ).toMatchObject({ ok: true });
    expect(await linkOf()).toBeUndefined();
    expect(await letters.desk.approve({ folio, by: 'beto' })).toMatchObject({ ok: true, repeated: false });
    const token = new URL((await linkOf()) ?? '').searchParams.get('t') ?? '';
    const seen = await domain.links.look(token, 'set-password');
    expect(seen).toMatchObject({ ok: true, link: { accountId, caseId, epoch: 0 } });
    expect(await account()).toMatchObject({ email: OLD, passwordHash: 'before', epoch: 0 });
  });

  it('must be two, however one of them spells the name', async () => {
    const { caseId, folio } = await letters.filed();
    await letters.desk.seePapers({ folio, by: 'Ana López', ...papers });
    for (const by of ['Ana López', 'ana.lopez', ' ANA  LÓPEZ ']) {
      expect(await letters.desk.approve({ folio, by })).toMatchObject({ ok: false, reason: 'same-person' });
    }
    expect(await letters.stateOf(caseId)).toBe('papers-seen');
    expect(await linkOf()).toBeUndefined();
  });

  it('cannot approve twice: of many at the same time one does, and one link goes out', async () => {
    const { folio } = await letters.filed();
    await letters.desk.seePapers({ folio, by: 'ana', ...papers });
    const crowd = Array.from({ length: 10 }, (_, index) => letters.desk.approve({ folio, by: `beto${index}` }));
    const answers = await Promise.all(crowd);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'impossible')).toHaveLength(9);
    await letters.settle();
    expect((await letters.subjects()).filter((subject) => subject.includes('contraseña'))).toHaveLength(1);
  });

  it('change nothing by doing the same again', async () => {
    const { folio } = await letters.filed();
    await letters.desk.seePapers({ folio, by: 'ana', ...papers });
    await letters.desk.approve({ folio, by: 'beto' });
    expect(await letters.desk.approve({ folio, by: 'Beto' })).toMatchObject({ ok: true, repeated: true });
    await letters.settle();
    expect(await letters.subjects()).toHaveLength(2);
  });
});

describe('what the page behind the link needs', () => {
  it('is in the approved case: the address, applied together with the password in one change', async () => {
    const { caseId, folio } = await letters.filed();
    await letters.desk.seePapers({ folio, by: 'ana', ...papers });
    await letters.desk.approve({ folio, by: 'beto' });
    const known = await domain.cases.get(caseId);
    const grant = known && letterGrant(known.case);
    expect(grant).toEqual({ email: petition.email, fullName: petition.fullName });
    const seen = await domain.links.look(new URL((await linkOf()) ?? '').searchParams.get('t') ?? '', 'set-password');
    if (!seen.ok) throw new Error(seen.reason);
    const { epoch } = seen.link;
    const change = {
      accountId,
      applicationId: seen.id,
      caseId,
      email: petition.email,
      passwordHash: 'after',
      epoch,
      at: domain.clock.at,
    };
    expect(await domain.accounts.changeCredentials(change)).toMatchObject({ ok: true, outcome: 'changed' });
    await domain.cases.move(caseId, { event: 'finish', eventId: 'set-password', at: domain.clock.at });
    expect(await account()).toMatchObject({ email: petition.email, passwordHash: 'after' });
    expect(await letters.stateOf(caseId)).toBe('done');
  });

  it.each(['awaiting-visit', 'papers-seen', 'refused', 'expired', 'cancelled', 'frozen', 'done'] as const)(
    'is not there for a case that is %s',
    async (state) => {
      const { caseId } = await letters.filed();
      const known = await domain.cases.get(caseId);
      expect(known && letterGrant({ ...known.case, state })).toBeUndefined();
    },
  );

  it('is sent again to the same address, once an hour', async () => {
    const { caseId, folio } = await letters.filed();
    await letters.desk.seePapers({ folio, by: 'ana', ...papers });
    expect(await letters.desk.sendLinkAgain(caseId)).toEqual({ ok: false, reason: 'impossible' });
    await letters.desk.approve({ folio, by: 'beto' });
    await letters.settle();
    const before = (await letters.subjects()).length;
    for (let click = 0; click < 20; click += 1) await letters.desk.sendLinkAgain(caseId);
    await letters.settle();
    expect(await letters.subjects()).toHaveLength(before + 1);
    domain.clock.at += DAY;
    expect(await letters.desk.sendLinkAgain(caseId)).toEqual({ ok: true });
    await letters.settle();
    expect(await letters.subjects()).toHaveLength(before + 2);
  });
});

describe('an approval', () => {
  async function approved() {
    const filed = await letters.filed();
    await letters.desk.seePapers({ folio: filed.folio, by: 'ana', ...papers });
    expect(await letters.desk.approve({ folio: filed.folio, by: 'beto' })).toMatchObject({ ok: true });
    await letters.settle();
    return filed;
  }
  const recover = (applicationId: string) =>
    domain.accounts.changeCredentials({ accountId, applicationId, passwordHash: 'own', at: domain.clock.at });

  it('is told to every contact on record at once, with a link that stops the case before anything changes', async () => {
    const { caseId } = await approved();
    const [notice, ...more] = await domain.mailsTo(OLD);
    expect(more).toEqual([]);
    expect(notice?.subject).toContain('Aprobamos el cambio de correo');
    expect(notice?.text).not.toContain(petition.email);
    const token = new URL(notice?.links[0] ?? '').searchParams.get('t') ?? '';
    expect(await domain.links.look(token, 'disavow')).toMatchObject({ ok: true, link: { accountId, caseId } });
    expect(await domain.audited()).toContain('notice.sent');
  });

  it('dies when the owner recovers the account in another way: no further link, and the case is over', async () => {
    const { caseId } = await approved();
    expect(await recover('by-efirma')).toMatchObject({ ok: true });
    const before = (await letters.subjects()).length;
    domain.clock.at += DAY;
    expect(await letters.desk.sendLinkAgain(caseId)).toEqual({ ok: false, reason: 'superseded' });
    expect(await letters.desk.sendLinkAgain(caseId)).toEqual({ ok: false, reason: 'impossible' });
    await letters.settle();
    expect(await letters.subjects()).toHaveLength(before);
    expect(await letters.stateOf(caseId)).toBe('expired');
    const known = await domain.cases.get(caseId);
    expect(known && letterGrant(known.case)).toBeUndefined();
  });

  it('of a case that was approved before its epoch was noted sends no further link either', async () => {
    const { caseId, folio } = await letters.filed();
    await letters.desk.seePapers({ folio, by: 'ana', ...papers });
    const happening = { event: 'approve', eventId: 'old', at: domain.clock.at, by: 'beto', accountId } as const;
    await domain.cases.move(caseId, happening);
    expect(await letters.desk.sendLinkAgain(caseId)).toEqual({ ok: false, reason: 'superseded' });
  });

  it('is refused where nobody compared the CURP', async () => {
    const { caseId, folio } = await letters.filed();
    const seen = { event: 'see-papers', eventId: 'old', at: domain.clock.at, by: 'ana' } as const;
    await domain.cases.move(caseId, { ...seen, data: { document: 'ine', documentLast4: '1234' } });
    expect(await letters.desk.approve({ folio, by: 'beto' })).toMatchObject({ ok: false, reason: 'curp-not-compared' });
    await letters.settle();
    expect(await linkOf()).toBeUndefined();
    expect(await letters.stateOf(caseId)).toBe('papers-seen');
  });

  it('of a letter in another name than the account needs a reason, which is chained without what is personal', async () => {
    const { caseId, folio } = await letters.filed({ fullName: 'Pedro Ladrón Ruiz' });
    await letters.desk.seePapers({ folio, by: 'ana', ...papers });
    const known = await domain.cases.get(caseId);
    expect(known && (await letters.desk.otherName(known))).toBe(petition.fullName);
    for (const note of [undefined, '', 'sí', '12345678']) {
      expect(await letters.desk.approve({ folio, by: 'beto', note })).toMatchObject({
        ok: false,
        reason: 'name-differs',
      });
    }
    await letters.settle();
    expect(await linkOf()).toBeUndefined();
    const note = `Cambió de apellidos; acta con ${petition.curp}`;
    expect(await letters.desk.approve({ folio, by: 'beto', note })).toMatchObject({ ok: true });
    await letters.settle();
    const bodies = (await domain.store.chain.read(0, 1_000)).map(({ body }) => JSON.parse(body));
    expect(bodies.filter(({ because }) => because !== undefined)).toEqual([
      expect.objectContaining({ reason: 'approve', by: 'beto', because: 'Cambió de apellidos; acta con (CURP)' }),
    ]);
    expect((await domain.cases.get(caseId))?.case.history.at(-1)).toMatchObject({ reason: 'name-differs' });
  });

  it('of a letter in the name of the account needs none, and keeps none', async () => {
    const { caseId, folio } = await letters.filed({ fullName: 'NUÑEZ SALGADO HECTOR IVAN' });
    await letters.desk.seePapers({ folio, by: 'ana', ...papers });
    expect(await letters.desk.approve({ folio, by: 'beto', note: 'Sin que nadie preguntara' })).toMatchObject({
      ok: true,
    });
    expect((await domain.cases.get(caseId))?.case.history.at(-1)?.note).toBeUndefined();
  });
});

describe('a refusal with its reason', () => {
  it('tells the person why, and leaves the account as it is', async () => {
    const { caseId, folio } = await letters.filed();
    await letters.settle();
    expect(await letters.desk.refuse({ folio, by: 'ana', reason: 'id-expired' })).toMatchObject({ ok: true });
    await letters.settle();
    const mail = (await domain.mailsTo(petition.email)).find(({ subject }) => subject.includes('no fue aprobado'));
    expect(mail?.text).toContain('motivo id-expired');
    expect(mail?.links).toEqual([]);
    expect(await letters.stateOf(caseId)).toBe('refused');
    expect(await account()).toMatchObject({ email: OLD, passwordHash: 'before' });
  });

  it.each([
    'visite impi-ayuda.site',
    'Entre en t.me/impi',
    'vaya a impi.xyz/pagar',
    'escriba a soporte arroba impi punto ayuda',
    'Llame al cinco cinco uno dos tres',
    'La firma no coincide con la identificación',
  ])('takes no words of one’s own for a reason, and sends none: %s', async (words) => {
    const { caseId, folio } = await letters.filed();
    expect(await letters.desk.refuse({ folio, by: 'ana', reason: words })).toEqual({
      ok: false,
      reason: 'reason-text',
    });
    expect(await letters.desk.refuse({ folio, by: 'ana', reason: 'other', note: words })).toMatchObject({ ok: true });
    await letters.settle();
    const mails = await domain.mailsTo(petition.email);
    expect(mails.map(({ text }) => text).join()).toContain('motivo other');
    expect(JSON.stringify(mails)).not.toContain(words);
    expect((await domain.cases.get(caseId))?.case.history.at(-1)).toMatchObject({ reason: 'other', note: words });
    expect((await domain.auditedReasons('case.refused')).chain).toContain(words);
  });

  it.each([undefined, '', '  ', 'corto'])('needs words for the file where it is another one: %j', async (note) => {
    const { caseId, folio } = await letters.filed();
    expect(await letters.desk.refuse({ folio, by: 'ana', reason: 'other', note })).toEqual({
      ok: false,
      reason: 'note-text',
    });
    expect(await letters.stateOf(caseId)).toBe('awaiting-visit');
  });

  it('is final', async () => {
    const { folio } = await letters.filed();
    await letters.desk.refuse({ folio, by: 'ana', reason: 'id-expired' });
    expect(await letters.desk.seePapers({ folio, by: 'ana', ...papers })).toEqual({
      ok: false,
      reason: 'impossible',
      state: 'refused',
    });
    expect(await letters.desk.approve({ folio, by: 'beto' })).toEqual({
      ok: false,
      reason: 'impossible',
      state: 'refused',
    });
  });
});

describe('what cannot be', () => {
  it.each([
    ['an unknown folio', { folio: 'IMPI-2026-999999' }, 'unknown'],
    ['nobody', { by: ' ' }, 'staff-id'],
    ['another document', { document: 'licencia' }, 'document'],
    ['a whole number', { last4: '123456789' }, 'last4'],
    ['somebody else’s identification', { curp: 'GOMA850315HDFNRN07' }, 'curp-differs'],
    ['no CURP', { curp: '' }, 'curp'],
    ['blanks for a CURP', { curp: ' - ' }, 'curp'],
  ])('papers seen with %s', async (_, change, reason) => {
    const { caseId, folio } = await letters.filed();
    expect(await letters.desk.seePapers({ folio, by: 'ana', ...papers, ...change })).toMatchObject({
      ok: false,
      reason,
    });
    expect(await letters.stateOf(caseId)).toBe('awaiting-visit');
  });

  it('a folio of another procedure', async () => {
    const opened = await domain.cases.open({ id: 'other', procedure: 'impi-efirma', portal: 'impi', at: 1 });
    expect(await letters.desk.approve({ folio: opened.case.folio, by: 'beto' })).toEqual({
      ok: false,
      reason: 'unknown',
    });
  });

  it.each([
    ['no account', { curp: 'GOMA850315HDFNRN07' }, 'no-account'],
    ['an address of somebody else', { email: 'ajeno@example.mx' }, 'email-taken'],
  ])('an approval that would lead nowhere: %s', async (_, change, reason) => {
    await domain.seed({ portal: 'impi', name: 'Otra', curp: 'MEAL840217MDFNRC02', email: 'ajeno@example.mx' });
    const { caseId, folio } = await letters.filed(change);
    await letters.desk.seePapers({ folio, by: 'ana', ...papers, ...('curp' in change && { curp: change.curp }) });
    expect(await letters.desk.approve({ folio, by: 'beto' })).toMatchObject({ ok: false, reason });
    expect(await letters.stateOf(caseId)).toBe('papers-seen');
  });

  it('an approval for a frozen account', async () => {
    await domain.accounts.freeze({ accountId, applicationId: 'no-fui-yo', at: domain.clock.at });
    const { folio } = await letters.filed();
    await letters.desk.seePapers({ folio, by: 'ana', ...papers });
    expect(await letters.desk.approve({ folio, by: 'beto' })).toMatchObject({ ok: false, reason: 'frozen' });
  });

  it('an end before the deadline', async () => {
    const { caseId, folio, deadlineAt } = await letters.filed();
    expect(await letters.desk.expire({ folio, by: 'ana' })).toMatchObject({ ok: false, reason: 'not-due' });
    domain.clock.at = deadlineAt + 1;
    expect(await letters.desk.expire({ folio, by: 'ana' })).toMatchObject({ ok: true });
    expect(await letters.stateOf(caseId)).toBe('expired');
  });
});

it('writes down who did what, refused attempts included, and nothing personal', async () => {
  const { folio } = await letters.filed();
  await letters.desk.seePapers({ folio, by: 'ana', ...papers });
  await letters.desk.approve({ folio, by: 'ana' });
  await letters.desk.approve({ folio, by: 'beto' });
  await letters.settle();
  const bodies = (await domain.store.chain.read(0, 1_000)).map(({ body }) => JSON.parse(body));
  const deeds = bodies.filter((body) => body.by !== undefined).map(({ name, by, reason }) => ({ name, by, reason }));
  expect(deeds).toEqual([
    { name: 'case.moved', by: 'ana', reason: 'see-papers' },
    { name: 'case.refused', by: 'ana', reason: 'approve:same-person' },
    { name: 'case.moved', by: 'beto', reason: 'approve' },
  ]);
  expect(bodies.map(({ name }) => name)).toContain('link.sent');
  expect(JSON.stringify(bodies)).not.toMatch(/nuevo@|NUSH79|Héctor/);
});

it('no order of acts changes the account, and none sends a link without papers seen by one and approval by another', async () => {
  const deed = fc.record({
    what: fc.constantFrom('see', 'approve', 'refuse', 'expire', 'again', 'wait'),
    by: fc.constantFrom('ana', 'Ana', 'beto', 'caro'),
  });
  const doing = fc.asyncProperty(fc.array(deed, { maxLength: 12 }), async (deeds) => {
    const { caseId, folio } = await letters.filed();
    for (const { what, by } of deeds) {
      if (what === 'see') await letters.desk.seePapers({ folio, by, ...papers });
      else if (what === 'approve') await letters.desk.approve({ folio, by });
      else if (what === 'refuse') await letters.desk.refuse({ folio, by, reason: 'id-expired' });
      else if (what === 'expire') await letters.desk.expire({ folio, by });
      else if (what === 'again') await letters.desk.sendLinkAgain(caseId);
      else domain.clock.at += 11 * DAY;
    }
    await letters.settle();
    const given = (await domain.cases.get(caseId))?.case;
    const by = (event: string) => given?.history.find((entry) => entry.event === event)?.by;
    const sent = (await domain.mailsTo(petition.email)).filter(
      ({ text, links }) => links.length > 0 && text.includes(folio),
    );
    if (sent.length > 0) expect(by('approve')).toBeDefined();
    if (by('approve') !== undefined) expect(by('approve')).not.toBe(by('see-papers'));
    if (by('approve') !== undefined) expect(by('see-papers')).toBeDefined();
    expect(await account()).toMatchObject({ email: OLD, passwordHash: 'before', epoch: 0 });
  });
  await fc.assert(doing, { numRuns: 40 });
});
