import { checkDocument, type DocumentView } from '@tieout/accounting-sync/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOBODYS } from './testing/documents-world.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type Both, type MoneyWorld } from './testing/money-world.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one } = moneyDesk(() => world)

const ask = (documentId: string, person = world.bill) =>
  person.ask('POST', `/accounting/documents/${documentId}/check`).send({})

async function checked({ invoiceId }: Both): Promise<DocumentView> {
  world.clock.advance(60)
  const answer = await ask(invoiceId)
  expect(answer.status, answer.text).toBe(200)
  return checkDocument.output.parse(answer.body)
}

const priced = async (made: Both, amount: number) => {
  const row = await world.keeper.read('Invoice', made.there)
  const lines = (row['Line'] as { Amount: number; DetailType: string }[]).filter(
    (each) => each.DetailType === 'SalesItemLineDetail',
  )
  const SalesItemLineDetail = { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } }
  await world.keeper.change('Invoice', made.there, {
    Line: lines.map((each) => ({ ...each, Amount: amount, SalesItemLineDetail })),
  })
}

const storedOf = async ({ invoiceId }: Both) =>
  await world.owner('tenant_external_entity_mappings').where({ alga_entity_id: invoiceId }).first()

const driftTasks = async () =>
  (await world.openTasks()).filter((each) => each.kind === 'accounting_sync_drift')

describe('a check of one document', () => {
  it('that nobody touched says so, with its time, and leaves all else as it was', async () => {
    const made = await one()
    const before = await storedOf(made)
    const view = await checked(made)
    expect(view).toMatchObject({
      badge: { state: 'synced', verified: true },
      theirStanding: 'standing',
      differences: [],
      there: { totalMinor: 10_000, balanceMinor: 10_000 },
      checkedAt: world.clock.now().toISOString(),
    })
    const { metadata: _was, updated_at: _at, ...rest } = before
    expect(await storedOf(made)).toMatchObject(rest)
    expect(await driftTasks()).toEqual([])
    const [event] = await world.owner('audit_events').orderBy('recorded_at', 'desc').limit(1)
    expect(event).toMatchObject({ action: 'accounting_document.checked', entity_id: made.invoiceId })
  })

  it('finds what was changed, with its task, before a poll does; and that it was changed back', async () => {
    const made = await one()
    await priced(made, 130)
    expect(await checked(made)).toMatchObject({
      badge: { state: 'drift' },
      agreed: { totalMinor: 10_000 },
      here: { totalMinor: 10_000 },
      there: { totalMinor: 13_000, balanceMinor: 13_000 },
      differences: [
        { field: 'total', here: '10000', there: '13000' },
        { field: 'lines', here: '10000', there: '13000' },
      ],
    })
    expect(await driftTasks()).toMatchObject([{ minor: 3_000 }])
    // The poll finds nothing more to say.
    await world.poll()
    expect(await driftTasks()).toHaveLength(1)
    await priced(made, 100)
    expect(await checked(made)).toMatchObject({ badge: { state: 'synced', verified: true }, differences: [] })
    expect(await driftTasks()).toEqual([])
  })

  it.each([
    ['voided', 'void'],
    ['deleted', 'delete'],
  ] as const)('finds what was %s: nothing is owed on it there', async (standing, does) => {
    const made = await one()
    await world.keeper[does]('Invoice', made.there)
    const view = await checked(made)
    expect(view).toMatchObject({
      badge: { state: 'drift' },
      theirStanding: standing,
      here: { totalMinor: 10_000, balanceMinor: 10_000 },
      there: { totalMinor: 0, balanceMinor: 0 },
      differences: [{ field: 'standing', here: 'open', there: standing }],
    })
    const [task] = await driftTasks()
    expect(task).toMatchObject({ minor: 10_000 })
    expect(view.taskId).toBe(task?.taskId)
    await world.bill
      .ask('POST', `/inbox/tasks/${task?.taskId}/actions/accept`)
      .send({ input: { reason: 'written off' } })
      .expect(200)
  })

  it('follows the balance over there, and so does a poll', async () => {
    const made = await one()
    await world.keeper.pays('1', 40, [[made.there, 40]])
    expect(await checked(made)).toMatchObject({
      badge: { state: 'synced' },
      there: { balanceMinor: 6_000 },
      here: { balanceMinor: 10_000 },
    })
    await world.poll()
    const [paid] = await world.receipts().then((all) => all.slice(-1))
    expect(paid).toMatchObject({ amountMinor: 4_000 })
    const card = await cardOf(made)
    expect(card).toMatchObject({ there: { balanceMinor: 6_000 }, here: { balanceMinor: 6_000 } })
    expect(card.timeline.at(-1)).toMatchObject({
      what: 'paid',
      payment: { origin: 'there', amountMinor: 4_000, currency: 'USD' },
    })
  })

  it('is refused with a sentence where there is nothing, or nobody answers', async () => {
    const [local] = await world.invoices([5_000], { isLocal: true, issueDate: '2025-12-01' })
    expect((await ask(local?.invoiceId ?? '')).body).toMatchObject({
      status: 409,
      code: 'accounting-check-not-there',
    })
    expect((await ask(NOBODYS)).body).toMatchObject({ status: 404, code: 'accounting-no-document' })
    const made = await one()
    const before = await storedOf(made)
    world.sandbox.chaos.rates({ broken: 1 })
    const answer = await ask(made.invoiceId)
    world.sandbox.chaos.calm()
    expect(answer.body).toMatchObject({ status: 409, code: 'accounting-check-unreachable' })
    expect(await storedOf(made)).toEqual(before)
    expect(await checked(made)).toMatchObject({ badge: { state: 'synced' } })
  })
})

describe('a check during which something is written', () => {
  it('looks again: what was read before that says nothing any more', async () => {
    const made = await one()
    await priced(made, 130)
    const { engine, answers } = world.sync
    const adapter = engine.adapterOf(world.connection.adapterType)
    const { look } = adapter
    let looks = 0
    adapter.look = async (...asked) => {
      const came = await look?.(...asked)
      if (came === undefined) throw new Error('this system is asked')
      looks += 1
      if (looks > 1) return came
      // A write arrives, and is settled, between the answer and our transaction.
      await priced(made, 100)
      world.clock.advance(1)
      await world
        .owner('tenant_external_entity_mappings')
        .where({ alga_entity_id: made.invoiceId })
        .update({ updated_at: world.clock.now() })
      return came
    }
    const answer = answers.find(({ route }) => route.name === 'accounting.document.check')
    if (answer?.scope !== 'outside') throw new Error('no transaction is open while the service is asked')
    const { tenant } = world.connection
    const who = { tenant, userId: NOBODYS, name: 'test', sessionId: 'test', auditIn: async () => {} }
    const view = await answer.run(who, { documentId: made.invoiceId } as never)
    adapter.look = look
    expect(looks).toBe(2)
    expect(view).toMatchObject({ badge: { state: 'synced' }, differences: [] })
    expect((await driftTasks()).filter((each) => each.context['entityId'] === made.invoiceId)).toEqual([])
  })
})

const cardOf = async ({ invoiceId }: Both): Promise<DocumentView> => {
  const { body } = await world.bill.ask('GET', `/accounting/documents/${invoiceId}`).expect(200)
  return checkDocument.output.parse(body)
}

describe('the story of the money', () => {
  it('tells what was recorded, changed and taken back over there', async () => {
    const made = await one()
    const paid = await world.keeper.pays('1', 40, [[made.there, 40]], { PaymentRefNum: 'CHQ 7' })
    await world.poll()
    await world.keeper.change('Payment', paid.Id, {
      TotalAmt: 30,
      Line: [{ Amount: 30, LinkedTxn: [{ TxnId: made.there, TxnType: 'Invoice' }] }],
    })
    await world.poll()
    await world.keeper.delete('Payment', paid.Id)
    await world.poll()
    const { timeline, there } = await cardOf(made)
    expect(there?.balanceMinor).toBe(10_000)
    const told = timeline.flatMap(({ what, payment }) => (payment ? [[what, payment.amountMinor]] : []))
    expect(told).toEqual([
      ['paid', 4_000],
      ['payment_changed', 3_000],
      ['payment_taken_back', 3_000],
    ])
  })
})

describe('a difference that somebody accepted', () => {
  it('says who, when, why and how much on badge and card, until it is another one', async () => {
    const made = await one()
    await priced(made, 90)
    await world.poll()
    const [task] = await driftTasks()
    await world.bill
      .ask('POST', `/inbox/tasks/${task?.taskId}/actions/accept`)
      .send({ input: { reason: 'a discount' } })
      .expect(200)
    const accepted = { amountMinor: -1_000, currency: 'USD', byName: 'Bill Moreau', reason: 'a discount' }
    const card = await cardOf(made)
    expect(card.badge).toMatchObject({ state: 'drift', accepted })
    expect(card.timeline.at(-1)).toMatchObject({
      what: 'accepted',
      byName: 'Bill Moreau',
      detail: 'a discount',
    })
    const { body } = await world.bill
      .ask('POST', '/accounting/badges')
      .send({ documentIds: [made.invoiceId] })
    expect(body.items[0].accepted).toMatchObject(accepted)
    await priced(made, 80)
    await world.poll()
    expect((await cardOf(made)).badge).toMatchObject({ state: 'drift', accepted: null })
  })
})

describe('what an answer to a difference will do', () => {
  const effectsOf = async (made: Both) => {
    const { taskId } = await checked(made)
    const { body } = await world.bill.ask('GET', `/inbox/tasks/${taskId}`).expect(200)
    return Object.fromEntries(
      body.actions.map((each: { name: string; effect: { params: object } }) => [each.name, each.effect]),
    )
  }

  it('is told in amounts, by what differs now', async () => {
    const made = await one()
    await priced(made, 130)
    const params = { change: 'changed', totals: 'apart', here: '$100.00', there: '$130.00', apart: '$30.00' }
    expect(await effectsOf(made)).toMatchObject({
      re_export: { messageKey: 'inbox.accounting_sync_drift.effects.re_export', params },
      accept: { messageKey: 'inbox.accounting_sync_drift.effects.accept', params },
    })
    await world.keeper.delete('Invoice', made.there)
    const gone = { change: 'deleted', totals: 'apart', here: '$100.00', there: '$0.00', apart: '$100.00' }
    expect(await effectsOf(made)).toMatchObject({ re_issue: { params: gone }, cancel_here: { params: gone } })
  })
})
