import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { COMPANY } from './testing/accounting-host.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type MoneyWorld } from './testing/money-world.ts'
import { both } from './testing/payment-desk.ts'
import * as takenHere from './testing/taken-here.ts'
import { voidDesk } from './testing/void-desk.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one, taskOf, press } = moneyDesk(() => world)
const { looks, cancel, cancelled, outlookOf, there, linkOf, voidsOf, badgeOf, calls } = voidDesk(() => world)

describe('an invoice that is cancelled here', () => {
  // capability documents out: Voiding an invoice here voids it there, in the version that was agreed on
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

  // capability documents stays: Voiding a document that something settles there and that is not known here: refused, with how much
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

  // capability documents stays: A void that meets a payment there: not voided over it, and a task names the amount
  it('34 is not voided over a payment that came there since: a person is told how much', async () => {
    const made = await one()
    await cancelled(made)
    const paid = await world.keeper.pays('1', 100, [[made.there, 100]])
    await world.poll()
    expect(there(made)).toMatchObject({ TotalAmt: 100, Balance: 0 })
    expect(await voidsOf(made)).toMatchObject([{ status: 'failed', error_code: 'paid_there' }])
    expect(await taskOf('accounting_sync_export_error')).toMatchObject({ minor: 10_000, currency: 'USD' })
    // It differs as long as it stands there, so nobody can leave that with a word.
    const task = await taskOf('accounting_sync_export_error')
    const shown = await world.bill.ask('GET', `/inbox/tasks/${task.taskId}`)
    expect(shown.body.actions.map((each: { name: string }) => each.name)).toEqual(['retry'])
    const operationIds = [task.context['operationId']]
    const left = await world.bill
      .ask('POST', '/accounting/operations/skip')
      .send({ operationIds, reason: 'kept there' })
    expect([left.status, left.body]).toEqual([200, { skipped: 0 }])
    // The bookkeeper takes it off: then nothing is in the way, and nobody has to press.
    await world.keeper.delete('Payment', paid.Id)
    await world.poll(2)
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
    expect(await linkOf(made)).toMatchObject({ status: 'voided' })
    expect(await world.openTasks()).toEqual([])
  })

  it('is not voided over a payment that no poll told of, and goes on once that is gone', async () => {
    const made = await one()
    await cancelled(made)
    const adapter = world.sync.engine.adapterOf(world.connection.adapterType)
    const { deliver } = adapter
    let paymentId = ''
    adapter.deliver = async (session, frame) => {
      adapter.deliver = deliver
      paymentId = (await world.keeper.pays('1', 100, [[made.there, 100]])).Id
      return await deliver(session, frame)
    }
    await world.poll()
    expect(await voidsOf(made)).toMatchObject([{ status: 'failed', error_code: 'paid_there' }])
    await world.keeper.delete('Payment', paymentId)
    await world.poll(2)
    expect(there(made)).toMatchObject({ TotalAmt: 0 })
    expect(await voidsOf(made)).toMatchObject([{ status: 'done' }])
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
