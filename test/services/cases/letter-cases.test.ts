import { reminderAt } from '../../../services/cases/deadline.ts';
import { openDomain, type TestDomain } from '../../support/domain.ts';
import { DAY, lettersOf, petition, type TestLetters } from '../../support/letters.ts';

let domain: TestDomain;
let letters: TestLetters;

beforeEach(async () => {
  domain = await openDomain();
  letters = lettersOf(domain);
});
afterEach(() => domain.close());

describe('a petition that is filed', () => {
  it('waits for the visit with a deadline, and tells the new address', async () => {
    const { caseId, folio, deadlineAt } = await letters.filed();
    await letters.settle();
    expect((await domain.cases.get(caseId))?.case).toMatchObject({
      state: 'awaiting-visit',
      deadlineAt,
      data: petition,
    });
    const [mail] = await domain.mailsTo(petition.email);
    expect(mail?.subject).toContain(folio);
    expect(mail?.text).toContain('21 de diciembre de 2026');
    expect(mail?.links).toEqual([]);
    expect(mail?.codes).toEqual([]);
    expect(await domain.audited()).toEqual(['case.opened', 'case.moved', 'mail.sent']);
  });

  it('keeps its first deadline and mails once when the turn is repeated later', async () => {
    const { caseId, deadlineAt } = await letters.filed();
    domain.clock.at += 2 * DAY;
    const again = await letters.filing.file({ ...petition, caseId, at: domain.clock.at });
    await letters.settle();
    expect(again).toMatchObject({ ok: true, deadlineAt });
    expect(await letters.subjects()).toHaveLength(1);
  });

  it('is the same for a CURP with an account and one without', async () => {
    await domain.seed({ portal: 'impi', name: petition.fullName, curp: petition.curp, email: 'viejo@example.mx' });
    const known = await letters.filed();
    const unknown = await letters.filed({ curp: 'GOMA850315HDFNRN07', email: 'otra@example.mx' });
    await letters.settle();
    expect(known.deadlineAt).toBe(unknown.deadlineAt);
    expect(await domain.mailsTo('viejo@example.mx')).toEqual([]);
    expect((await letters.subjects()).length).toBe((await letters.subjects('otra@example.mx')).length);
  });

  it('cannot be filed when its case is over or was never opened', async () => {
    const { caseId } = await letters.filed();
    await domain.cases.open({ id: 'left', procedure: 'impi-letter', portal: 'impi', at: 1 });
    await domain.cases.move('left', { event: 'cancel', eventId: 'c', at: 2 });
    expect(caseId).not.toBe('left');
    expect(await letters.filing.file({ ...petition, caseId: 'left', at: 3 })).toEqual({
      ok: false,
      reason: 'impossible',
    });
    expect(await letters.filing.file({ ...petition, caseId: 'never', at: 3 })).toEqual({
      ok: false,
      reason: 'unknown',
    });
  });
});

describe('time', () => {
  it('reminds four days and one day before the end, and then ends the case', async () => {
    const { caseId, deadlineAt } = await letters.filed();
    await letters.until(reminderAt(deadlineAt, 4) - 1);
    expect(await letters.subjects()).toHaveLength(1);
    await letters.until(reminderAt(deadlineAt, 4));
    expect(await letters.subjects()).toHaveLength(2);
    await letters.until(reminderAt(deadlineAt, 1));
    expect(await letters.subjects()).toHaveLength(3);
    await letters.until(deadlineAt);
    expect(await letters.stateOf(caseId)).toBe('awaiting-visit');
    await letters.until(deadlineAt + 1);
    expect(await letters.stateOf(caseId)).toBe('expired');
    expect(await letters.subjects()).toHaveLength(3);
  });

  it('loses nothing to a restart: jobs of an earlier process are done by the next one', async () => {
    const { caseId, deadlineAt } = await letters.filed();
    await letters.settle();
    letters = lettersOf(domain);
    await letters.until(reminderAt(deadlineAt, 4));
    letters = lettersOf(domain);
    await letters.until(deadlineAt + 1);
    expect(await letters.subjects()).toHaveLength(2);
    expect(await letters.stateOf(caseId)).toBe('expired');
  });

  it('sends one reminder, not two, after standing still over both', async () => {
    const { deadlineAt } = await letters.filed();
    await letters.settle();
    await letters.until(reminderAt(deadlineAt, 1) + 1);
    expect(await letters.subjects()).toHaveLength(2);
  });

  it('reminds nobody whose papers were seen, and never ends a case that waits for the institution', async () => {
    const { caseId, folio, deadlineAt } = await letters.filed();
    await letters.settle();
    expect(
      await letters.desk.seePapers({ folio, by: 'ana', document: 'INE', last4: '1234', curp: petition.curp }),
    ).toMatchObject({
      ok: true,
    });
    await letters.until(deadlineAt + DAY);
    expect(await letters.subjects()).toHaveLength(1);
    expect(await letters.stateOf(caseId)).toBe('papers-seen');
  });

  it('ends an approved case that nobody used, and not before its own deadline', async () => {
    await domain.seed({ portal: 'impi', name: petition.fullName, curp: petition.curp, email: 'viejo@example.mx' });
    const { caseId, folio, deadlineAt } = await letters.filed();
    domain.clock.at = deadlineAt - DAY;
    await letters.desk.seePapers({ folio, by: 'ana', document: 'INE', last4: '1234', curp: petition.curp });
    await letters.desk.approve({ folio, by: 'beto' });
    const approvedAt = domain.clock.at;
    await letters.until(deadlineAt + 1);
    expect(await letters.stateOf(caseId)).toBe('approved');
    await letters.until(approvedAt + 10 * DAY + 1);
    expect(await letters.stateOf(caseId)).toBe('expired');
  });
});
