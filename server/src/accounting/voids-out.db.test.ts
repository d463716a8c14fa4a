import { lookBeforeVoid } from '@tieout/accounting-sync/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { COMPANY } from './testing/accounting-host.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type Both, type MoneyWorld, type OpenTask } from './testing/money-world.ts'
import * as takenHere from './testing/taken-here.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one, taskOf, press } = moneyDesk(() => world)

const looks = ({ invoiceId }: Pick<Both, 'invoiceId'>) =>
  world.bill.ask('POST', `/accounting/documents/${invoiceId}/check`).send({}).expect(200)
const cancel = ({ invoiceId }: Pick<Both, 'invoiceId'>) =>
  world.bill.ask('POST', `/invoices/${invoiceId}/void`).send({ reason: 'entered twice' })
const cancelled = async (made: Both) => {
  await looks(made)
  const answer = await cancel(made)
  expect(answer.status, answer.text).toBe(200)
}
const there = ({ there: id }: Both) => world.sandbox.company(COMPANY.realmId).tables.Invoice.rows.get(id)
const linkOf = ({ invoiceId }: Both) =>
  world.owner('tenant_external_entity_mappings').where({ alga_entity_id: invoiceId }).first()
const voidsOf = ({ invoiceId }: Both) =>
  world
    .owner('accounting_sync_operations')
    .where({ tenant: HARBOR.tenant, alga_entity_id: invoiceId, operation: 'void_invoice' })
    .orderBy('created_at')
    .select('status', 'wait_reason', 'error_code', 'skip_reason')
const badgeOf = async ({ invoiceId }: Both) =>
  (await world.bill.ask('POST', '/accounting/badges').send({ documentIds: [invoiceId] })).body.items[0]
const calls = (what: string) => world.sandbox.log.entries().filter((each) => each.what === what).length

describe('an invoice that is cancelled here', () => {
  it('is void there by the next run, in one call, and its echo is no difference', async () => {
    const made = await one()
    await cancelled(made)
    expect(await badgeOf(made)).toMatchObject({ state: 'queued' })
    const before = [calls('void Invoice'), calls('read Invoice')]
    await world.poll()
    expect([calls('void Invoice'), calls('read Invoice')]).toEqual([(before[0] ?? 0) + 1, before[1]])
    expect(there(made)).toMatchObject({ TotalAmt: 0, Balance: 0, DocNumber: made.number })
    expect(await voidsOf(made)).toMatchObject([{ status: 'done' }])
    const link = await linkOf(made)
    expect(link).toMatchObject({ status: 'voided', differences: null, snapshot: { totalMinor: 0 } })
    expect(await badgeOf(made)).toMatchObject({ state: 'voided' })
    await world.poll(2)
    expect(await linkOf(made)).toEqual(link)
    expect(await world.openTasks()).toEqual([])
    expect(await world.owed(made)).toEqual({ here: 0, there: 0 })
  })

  it('is refused while nobody looked at it there in the last minutes', async () => {
    const made = await one()
    world.clock.advance(11 * 60)
    const answer = await cancel(made)
    expect(answer.body).toMatchObject({
      status: 409,
      code: 'refused-by-guard',
      extra: {
        guard: 'accounting',
        refusals: [{ messageKey: 'not-looked-at', params: { company: 'Harbor Books' } }],
      },
    })
    await looks(made)
    world.clock.advance(9 * 60)
    await cancel(made).expect(200)
    await world.poll()
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
  })

  it('is refused while something settles it there that is not known here, with how much', async () => {
    const made = await one()
    await world.keeper.pays('1', 40, [[made.there, 40]])
    await looks(made)
    const { body } = await cancel(made)
    expect(body).toMatchObject({
      code: 'refused-by-guard',
      extra: { refusals: [{ messageKey: 'paid-there', params: { amountMinor: 4_000, currency: 'USD' } }] },
    })
    expect(await voidsOf(made)).toEqual([])
    // Once it is known here, it is the books themselves that refuse.
    await world.poll()
    expect((await cancel(made)).body).toMatchObject({ code: 'payments-stand' })
  })

  it('after a payment of ours was taken back, whose void goes first', async () => {
    const made = await one()
    const paid = await takenHere.keyed(world, [[made, 10_000]])
    await world.poll()
    await world.bill
      .ask('POST', `/payments/${paid.paymentId}/reversal`)
      .send({ reason: 'bounced' })
      .expect(200)
    await cancelled(made)
    await world.poll()
    expect(takenHere.thereOf(world, paid)).toMatchObject([{ TotalAmt: 0 }])
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
    expect(await voidsOf(made)).toMatchObject([{ status: 'done' }])
    expect(await world.openTasks()).toEqual([])
  })

  it('34 is not voided over a payment that came there since: a person is told how much', async () => {
    const made = await one()
    await cancelled(made)
    const paid = await world.keeper.pays('1', 100, [[made.there, 100]])
    await world.poll()
    expect(there(made)).toMatchObject({ TotalAmt: 100, Balance: 0 })
    expect(await voidsOf(made)).toMatchObject([{ status: 'failed', error_code: 'paid_there' }])
    expect(await taskOf('accounting_sync_export_error')).toMatchObject({ minor: 10_000, currency: 'USD' })
    // The bookkeeper takes it off: then nothing is in the way, and nobody has to press.
    await world.keeper.delete('Payment', paid.Id)
    await world.poll(2)
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
    expect(await linkOf(made)).toMatchObject({ status: 'voided' })
    expect(await world.openTasks()).toEqual([])
  })

  it('is read once when somebody touched it there, and voided as it is', async () => {
    const made = await one()
    await world.keeper.change('Invoice', made.there, { CustomerMemo: { value: 'Thank you' } })
    await cancelled(made)
    await world.poll()
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
    expect(await voidsOf(made)).toMatchObject([{ status: 'done' }])
  })

  it('and voided there at once, is no difference', async () => {
    const made = await one()
    await cancelled(made)
    await world.keeper.void('Invoice', made.there)
    await world.poll(2)
    expect(await linkOf(made)).toMatchObject({ status: 'voided', differences: null })
    expect(await voidsOf(made)).toMatchObject([{ status: 'skipped', skip_reason: 'already_there' }])
    expect(await world.openTasks()).toEqual([])
  })

  it('waits with its reason while the books are closed, and goes when they are opened', async () => {
    const made = await one()
    const prefs = world.sandbox.company(COMPANY.realmId).tables.Preferences.rows
    const [id, row] = [...prefs][0] ?? []
    if (id === undefined || row === undefined) throw new Error('there are settings')
    await cancelled(made)
    prefs.set(id, {
      ...row,
      AccountingInfoPrefs: { ...(row['AccountingInfoPrefs'] as object), BookCloseDate: '2027-01-01' },
    })
    await world.poll(2)
    expect(there(made)).toMatchObject({ TotalAmt: 100 })
    expect(await voidsOf(made)).toMatchObject([{ status: 'pending', wait_reason: 'closed_period' }])
    expect((await world.openTasks()).map((each) => each.kind)).toEqual(['accounting_sync_closed_period'])
    prefs.set(id, row)
    await press(await taskOf('accounting_sync_closed_period'), 'look_again').expect(200)
    await world.poll(2)
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
    expect(await world.openTasks()).toEqual([])
  })
})

const outlookOf = async ({ invoiceId }: Pick<Both, 'invoiceId'>) => {
  const answer = await world.bill.ask('POST', `/accounting/documents/${invoiceId}/look-before-void`).send({})
  expect(answer.status, answer.text).toBe(200)
  return lookBeforeVoid.output.parse(answer.body)
}

describe('the look before a void', () => {
  it('says where it stands there and what is open, and counts for the void after it', async () => {
    const made = await one()
    world.clock.advance(3600)
    expect(await outlookOf(made)).toMatchObject({
      refused: null,
      month: 'this',
      there: {
        company: 'Harbor Books',
        standing: 'standing',
        openMinor: 10_000,
        unknownMinor: 0,
        waits: null,
      },
    })
    await cancel(made).expect(200)
    const [event] = await world
      .owner('audit_events')
      .where({ action: 'accounting_document.looked_before_void', entity_id: made.invoiceId })
    expect(event).toBeDefined()
    await world.poll()
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
  })

  it('says what settles it there and is not known here', async () => {
    const made = await one()
    await world.keeper.pays('1', 30, [[made.there, 30]])
    expect(await outlookOf(made)).toMatchObject({
      refused: 'paid_there',
      there: { openMinor: 7_000, unknownMinor: 3_000 },
    })
  })

  it('says that nobody answers there, and then it is not voided', async () => {
    const made = await one()
    world.clock.advance(3600)
    world.sandbox.chaos.rates({ broken: 1 })
    const told = await outlookOf(made)
    world.sandbox.chaos.calm()
    expect(told).toMatchObject({ refused: 'unreachable', there: { openMinor: null } })
    expect((await cancel(made)).body).toMatchObject({ code: 'refused-by-guard' })
  })

  it('tells a past month, a closed one, and what is there no more or was never there', async () => {
    const [old] = await world.invoices([10_000], { issueDate: '2026-02-10' })
    expect(await outlookOf(old ?? both())).toMatchObject({ month: 'earlier', issueDate: '2026-02-10' })
    const local = await world.invoices([4_000], { isLocal: true, issueDate: '2025-12-01' })
    expect(await outlookOf(local[0] ?? both())).toMatchObject({ there: null, refused: null })
    const gone = await one()
    await world.keeper.delete('Invoice', gone.there)
    expect(await outlookOf(gone)).toMatchObject({ there: { standing: 'deleted' }, refused: null })
    await press(await taskOf('accounting_sync_drift'), 'cancel_here', { reason: 'never sold' }).expect(200)
  })
})

describe('what was voided there', () => {
  const drift = () => taskOf('accounting_sync_drift')
  const offered = async (task: OpenTask) =>
    (await world.bill.ask('GET', `/inbox/tasks/${task.taskId}`)).body.actions.map(
      (each: { name: string }) => each.name,
    )

  it('is cancelled here too, and nothing is sent', async () => {
    const made = await one()
    await world.keeper.void('Invoice', made.there)
    await world.poll()
    expect(await offered(await drift())).toEqual(['cancel_here', 're_issue', 'accept'])
    await press(await drift(), 'cancel_here', { reason: 'voided by the bookkeeper' }).expect(200)
    expect(await linkOf(made)).toMatchObject({ status: 'voided', differences: null })
    expect(await voidsOf(made)).toEqual([])
    expect(await world.openTasks()).toEqual([])
    expect(await badgeOf(made)).toMatchObject({ state: 'voided' })
    await world.poll(2)
    expect(await world.owed(made)).toEqual({ here: 0, there: 0 })
    expect(await world.openTasks()).toEqual([])
  })

  it('is not cancelled here while payments stand here, with a sentence', async () => {
    const made = await one()
    await takenHere.keyed(world, [[made, 4_000]])
    await world.poll()
    await world.keeper.void('Invoice', made.there)
    await world.poll()
    const answer = await press(await drift(), 'cancel_here', { reason: 'voided there' })
    expect(answer.body).toMatchObject({ status: 409, code: 'payments-stand' })
    await press(await drift(), 're_issue').expect(200)
    await world.poll(3)
    expect(there(made)).toMatchObject({ TotalAmt: 100, DocNumber: made.number })
  })

  it('is issued there again from its card, under its number', async () => {
    const made = await one()
    await world.keeper.void('Invoice', made.there)
    await world.poll()
    const reissue = () => world.bill.ask('POST', `/accounting/documents/${made.invoiceId}/reissue`).send({})
    await reissue().expect(200)
    await world.poll(2)
    expect(there(made)).toMatchObject({ TotalAmt: 100, DocNumber: made.number })
    expect(await linkOf(made)).toMatchObject({ status: 'verified' })
    expect((await reissue()).body).toMatchObject({ code: 'accounting-already-settled' })
  })

  it('offers no cancelling where it only differs', async () => {
    const made = await one()
    await world.keeper.change('Invoice', made.there, { DocNumber: 'OTHER-9' })
    await world.poll()
    const task = await drift()
    expect(await offered(task)).toEqual(['re_export', 'accept'])
    expect((await press(task, 'cancel_here', { reason: 'trying' })).status).toBe(409)
    await press(task, 're_export').expect(200)
    await world.poll(2)
  })
})

describe('a credit note that is cancelled here', () => {
  const memo = ({ there: id }: Both) => world.sandbox.company(COMPANY.realmId).tables.CreditMemo.rows.get(id)

  async function creditNote(amount: number): Promise<Both> {
    const [about] = await world.invoices([amount])
    const draft = await world.bill
      .ask('POST', `/invoices/${about?.invoiceId}/credit-notes`)
      .send({ part: { by: 'whole' } })
    const { invoiceId, clientId, totalMinor } = draft.body
    await world.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [invoiceId] })
      .expect(200)
    await world.poll()
    const { body } = await world.bill.ask('GET', `/invoices/${invoiceId}`)
    const rows = [...world.sandbox.company(COMPANY.realmId).tables.CreditMemo.rows.values()]
    const found = rows.find((each) => each['DocNumber'] === body.number)
    return { invoiceId, clientId, totalMinor, number: body.number, there: found?.Id ?? '' }
  }

  it('is deleted there, since it cannot be voided, and its credit is gone', async () => {
    const note = await creditNote(8_000)
    expect(memo(note)).toMatchObject({ TotalAmt: 80 })
    expect(await outlookOf(note)).toMatchObject({ there: { openMinor: 8_000 }, refused: null })
    await cancel(note).expect(200)
    await world.poll()
    expect(memo(note)).toBeUndefined()
    const link = await linkOf(note)
    expect(link).toMatchObject({ status: 'voided', differences: null })
    await world.poll(2)
    expect(await linkOf(note)).toEqual(link)
    expect(await voidsOf(note)).toMatchObject([{ status: 'done' }])
    expect(await world.openTasks()).toEqual([])
  })

  it('is refused while it is spent here, with where, and while it is spent there', async () => {
    const note = await creditNote(8_000)
    const made = await one(20_000)
    const { body } = await world.bill.ask('GET', `/invoices/${note.invoiceId}`)
    const applied = await world.bill
      .ask('POST', `/invoices/${made.invoiceId}/credits`)
      .send({ creditId: body.creditPool.creditId })
    expect(applied.status, applied.text).toBeLessThan(300)
    await world.poll()
    expect(await outlookOf(note)).toMatchObject({ there: { openMinor: 0, unknownMinor: 0 }, refused: null })
    const refused = await cancel(note)
    expect(refused.body).toMatchObject({
      code: 'credit-spent',
      extra: { invoices: [{ number: made.number, amountMinor: 8_000 }] },
    })
    const other = await creditNote(5_000)
    await world.keeper.pays('1', 0, [
      [made.there, 50],
      [other.there, 50, 'CreditMemo'],
    ])
    expect(await outlookOf(other)).toMatchObject({ refused: 'spent_there', there: { unknownMinor: 5_000 } })
  })
})

describe('an invoice with credit on it that is cancelled here', () => {
  it('has the credit taken off there first, and returns it to its note', async () => {
    const made = await one(20_000)
    const [about] = await world.invoices([6_000])
    const draft = await world.bill
      .ask('POST', `/invoices/${about?.invoiceId}/credit-notes`)
      .send({ part: { by: 'whole' } })
    const { invoiceId: noteId } = draft.body
    await world.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [noteId] })
      .expect(200)
    const { body: note } = await world.bill.ask('GET', `/invoices/${noteId}`)
    await world.bill
      .ask('POST', `/invoices/${made.invoiceId}/credits`)
      .send({ creditId: note.creditPool.creditId })
      .expect((answer) => expect(answer.status, answer.text).toBeLessThan(300))
    await world.poll(2)
    expect(there(made)).toMatchObject({ Balance: 140 })
    expect(await outlookOf(made)).toMatchObject({
      refused: null,
      there: { openMinor: 14_000, unknownMinor: 0 },
    })
    await cancel(made).expect(200)
    await world.poll(2)
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
    expect(await voidsOf(made)).toMatchObject([{ status: 'done' }])
    const memos = [...world.sandbox.company(COMPANY.realmId).tables.CreditMemo.rows.values()]
    expect(memos.find((each) => each['DocNumber'] === note.number)).toMatchObject({ Balance: 60 })
    const after = (await world.bill.ask('GET', `/invoices/${noteId}`)).body
    expect(after.creditPool).toMatchObject({ remainingMinor: 6_000 })
    expect(await world.openTasks()).toEqual([])
  })
})

describe('a document that is on the wire while it is cancelled', () => {
  it('arrives there first, and is voided then: never lost', async () => {
    const [draft] = await world.invoices([9_000], { isDraft: true })
    const made = draft ?? both()
    await world.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [made.invoiceId] })
      .expect(200)
    const adapter = world.sync.engine.adapterOf(world.connection.adapterType)
    const { deliver } = adapter
    let answered: number | undefined
    adapter.deliver = async (session, frame) => {
      adapter.deliver = deliver
      const outcomes = await deliver(session, frame)
      // It is over there, and nobody here has heard of it yet.
      answered = (await cancel(made)).status
      return outcomes
    }
    await world.poll()
    expect(answered).toBe(200)
    await world.poll()
    const { body } = await world.bill.ask('GET', `/invoices/${made.invoiceId}`)
    const rows = [...world.sandbox.company(COMPANY.realmId).tables.Invoice.rows.values()]
    expect(rows.filter((each) => each['DocNumber'] === body.number)).toMatchObject([{ TotalAmt: 0 }])
    expect(await linkOf(made)).toMatchObject({ status: 'voided' })
    expect(await voidsOf(made)).toMatchObject([{ status: 'done' }])
    expect(await world.openTasks()).toEqual([])
  })

  it('and is refused there, is nobody’s work any more', async () => {
    const [draft] = await world.invoices([9_000], { isDraft: true })
    const made = draft ?? both()
    await world.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [made.invoiceId] })
      .expect(200)
    const adapter = world.sync.engine.adapterOf(world.connection.adapterType)
    const { deliver } = adapter
    adapter.deliver = async (_session, { writes }) => {
      adapter.deliver = deliver
      await cancel(made).expect(200)
      return writes.map(() => ({ kind: 'refused', code: 'business_rule', detail: 'no', trace: null }))
    }
    await world.poll(2)
    const all = await world
      .owner('accounting_sync_operations')
      .where({ tenant: HARBOR.tenant, alga_entity_id: made.invoiceId })
      .orderBy('rank')
      .pluck('status')
    expect(all).toEqual(['skipped', 'skipped'])
    expect(await world.openTasks()).toEqual([])
  })
})

describe('what keeps a void from going at once', () => {
  it('a client that is kept out: it waits, and goes when the client is taken back in', async () => {
    const [made = both()] = await world.invoices([10_000], { client: 2 })
    const client = { entityType: 'client', entityId: made.clientId } as const
    const inTenant = world.test.db.database.withTenant
    await inTenant(HARBOR.tenant, (trx) =>
      world.sync.keepOut(trx, HARBOR.tenant, { ...client, reason: 'barter', by: HARBOR.tenant }),
    )
    expect(await outlookOf(made)).toMatchObject({ there: { waits: 'excluded' } })
    await cancel(made).expect(200)
    await world.poll()
    expect(there(made)).toMatchObject({ TotalAmt: 100 })
    expect(await voidsOf(made)).toMatchObject([{ status: 'pending', wait_reason: 'excluded' }])
    await inTenant(HARBOR.tenant, (trx) => world.sync.takeBackIn(trx, HARBOR.tenant, client))
    await world.poll()
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
  })

  it('many at once go together, and one that was paid there since holds up no other', async () => {
    const all = await world.invoices(Array.from({ length: 6 }, () => 10_000))
    for (const each of all) await cancelled(each)
    const [paid, touched, ...others] = all
    await world.keeper.pays('1', 25, [[paid?.there ?? '', 25]])
    await world.keeper.change('Invoice', touched?.there ?? '', { CustomerMemo: { value: 'x' } })
    const before = calls('void Invoice')
    await world.poll()
    for (const each of [touched ?? both(), ...others]) expect(there(each)).toMatchObject({ TotalAmt: 0 })
    expect(there(paid ?? both())).toMatchObject({ TotalAmt: 100, Balance: 75 })
    // Together in one frame, and the one that was read went again alone.
    expect(calls('void Invoice') - before).toBe(1)
    expect(await taskOf('accounting_sync_export_error')).toMatchObject({ minor: 2_500 })
  })
})

const both = (): Both => ({ invoiceId: '', number: '', totalMinor: 0, clientId: '', there: '' })
