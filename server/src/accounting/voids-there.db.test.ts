import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type MoneyWorld, type OpenTask } from './testing/money-world.ts'
import { both } from './testing/payment-desk.ts'
import { voidDesk } from './testing/void-desk.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one, taskOf, press } = moneyDesk(() => world)
const { cancel, outlookOf, there, memo, linkOf, voidsOf, badgeOf, creditNote, applies } = voidDesk(
  () => world,
)

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
    const named = { PaymentRefNum: 'CHQ 11', TxnDate: '2026-02-27' }
    const paid = await world.keeper.pays('1', 30, [[made.there, 30]], named)
    const payment = { number: 'CHQ 11', date: '2026-02-27', amountMinor: 3_000 }
    const told = await outlookOf(made)
    expect(told).toMatchObject({
      refused: 'paid_there',
      there: { openMinor: 7_000, unknownMinor: 3_000, unknownBy: [payment] },
    })
    expect(told.there?.unknownBy[0]?.page).toContain(paid.Id)
  })

  it('tells the amount alone when nobody answers which payments that is', async () => {
    const made = await one()
    await world.keeper.pays('1', 30, [[made.there, 30]])
    const queries = world.sandbox.log.entries().filter((each) => each.what === 'query').length
    const match = { what: 'query', target: 'Payment' }
    world.sandbox.chaos.arm({ fault: 'broken', match, rate: 1 })
    const told = await outlookOf(made)
    world.sandbox.chaos.calm()
    expect(told).toMatchObject({ refused: 'paid_there', there: { unknownMinor: 3_000, unknownBy: [] } })
    expect(world.sandbox.log.entries().filter((each) => each.what === 'query').length).toBe(queries + 3)
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

  // capability documents in: Voided or deleted there: cancelled here too from the task, and nothing is sent
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

describe('credit and money on what is issued there again', () => {
  it.each(['deleted', 'voided'] as const)('wait until it stands there (%s)', async (how) => {
    const made = await one(20_000)
    const note = await creditNote(6_000)
    if (how === 'deleted') await world.keeper.delete('Invoice', made.there)
    else await world.keeper.void('Invoice', made.there)
    await world.poll()
    await press(await taskOf('accounting_sync_drift'), 're_issue').expect(200)
    // What is on its way at once would name what stands there no more.
    await applies(note, made)
    await world.byCard(made, 5_000)
    await world.poll(2)
    const link = await linkOf(made)
    expect(link).toMatchObject({ status: 'verified' })
    const invoices = world.sandbox.company(world.connection.realm).tables.Invoice.rows
    expect(invoices.get(link.external_id)).toMatchObject({ TotalAmt: 200, Balance: 90 })
    expect(memo(note)).toMatchObject({ Balance: 0 })
    expect(await world.openTasks()).toEqual([])
  })
})

describe('what was voided there while a card paid it here', () => {
  // Money that a gateway captured is not un-paid by what happens there.
  it('is not cancelled here, with a sentence, and is issued there again', async () => {
    const made = await one()
    await world.byCard(made, 10_000)
    await world.poll()
    await world.keeper.void('Invoice', made.there)
    await world.poll()
    const answer = await press(await taskOf('accounting_sync_drift'), 'cancel_here', {
      reason: 'voided there',
    })
    expect(answer.body).toMatchObject({ status: 409, code: 'payments-stand' })
    await press(await taskOf('accounting_sync_drift'), 're_issue').expect(200)
    await world.poll(2)
    expect(there(made)).toMatchObject({ TotalAmt: 100, DocNumber: made.number })
  })
})
