import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openAccount,
  type Account,
  type Note,
  type Paper,
} from '../../server/src/accounting/testing/credit-account.ts'
import { whatOf } from '../testing/books-to-break.ts'
import { createStillWorld, type StillWorld } from '../testing/still-world.ts'
import { creditsAgree } from './credits-agree.ts'
import { everyStep } from './every-step.ts'
import { booksAgree } from './i8-books-agree.ts'
import { oneToOne } from './i11-one-to-one.ts'
import { keptAsMeant } from './kept-as-meant.ts'

/** Credit is applied on both sides and agrees; then the books are broken, and each check says just what is wrong. */

let world: StillWorld
let account: Account
let invoice: Paper
let note: Note
let allocationId: string
let payment: string
beforeAll(async () => {
  world = await createStillWorld()
  account = await openAccount(world.money)
  const [billed, credited] = [await account.bill(10_000), await account.creditAlone(4_000)]
  await account.poll()
  allocationId = await account.apply(credited, billed, 3_000)
  await account.poll(2)
  ;[invoice, note] = [await account.arrived(billed), await account.arrived(credited)]
  payment = String(account.zeroPayments(invoice)[0]?.['Id'])
})
afterAll(() => world.close())

const CHECKS = [booksAgree, creditsAgree, keptAsMeant, oneToOne]

describe('what is said of credit', () => {
  it('is nothing while both books agree', async () => {
    const found = []
    for (const check of [...CHECKS, everyStep()]) found.push(...(await check(world)))
    expect(found).toEqual([])
    expect([account.openThere(invoice), account.openThere(note)]).toEqual([7_000, 1_000])
  })

  it('is that a pool gave something else than its memo', async () => {
    const found = await world.broken(creditsAgree, (owner) =>
      owner('credit_allocations').where({ allocation_id: allocationId }).update({ amount_minor: 2_999 }),
    )
    expect(whatOf(found)).toEqual([
      `${note.number}: payment ${payment} takes 30.00 of it there, and 29.99 is taken for it here`,
    ])
  })

  it('is that credit is spent here alone, on both of its documents', async () => {
    const unlinked = (owner: StillWorld['owner']) =>
      owner('tenant_external_entity_mappings').where({ alga_entity_id: allocationId }).delete()
    expect(whatOf(await world.broken(creditsAgree, unlinked))).toEqual([
      `${note.number}: payment ${payment} takes 30.00 of it there, and 0.00 is taken for it here`,
      `${note.number}: 30.00 of it is spent here, and by no payment there`,
    ])
    expect(whatOf(await world.broken(booksAgree, unlinked))).toContain(
      `${invoice.number}: payment ${payment} pays 30.00 there, and 0.00 is recorded of it here`,
    )
    expect(whatOf(await world.broken(oneToOne, unlinked))).toHaveLength(1)
  })

  it('is that it was recorded as money', async () => {
    const asCash = async (owner: StillWorld['owner']) => {
      const [receipt] = await owner('payments').limit(1)
      const payment_id = crypto.randomUUID()
      await owner('payments').insert({
        ...receipt,
        payment_id,
        provider: 'quickbooks',
        provider_reference: payment_id,
        amount_minor: 3_000,
        reversed_at: null,
      })
      const [link] = await owner('tenant_external_entity_mappings').where({ alga_entity_id: allocationId })
      await owner('tenant_external_entity_mappings').insert({
        ...link,
        mapping_id: crypto.randomUUID(),
        alga_entity_type: 'payment',
        alga_entity_id: payment_id,
        external_part: '',
        snapshot: null,
        differences: null,
        metadata: '{}',
      })
    }
    expect(whatOf(await world.broken(keptAsMeant, asCash))).toContain(
      `payment ${payment} brought 0, and 3000 is recorded of it here`,
    )
  })

  it('is that a pool has more than it can have, as soon as it has', async () => {
    const twice = (owner: StillWorld['owner']) =>
      owner('credits').where({ credit_id: note.creditId }).update({ remaining_minor: 4_000 })
    expect(whatOf(await world.broken(everyStep(), twice))).toContain(
      `credit ${note.creditId} of 4000: 3000 of it is on documents, 4000 is left`,
    )
  })

  it('is that it bears another day there', async () => {
    const found = await world.brokenThere(creditsAgree, () => {
      const { rows } = world.sandbox.company(world.only.realm).tables.Payment
      const row = rows.get(payment)
      if (row !== undefined) rows.set(payment, { ...row, TxnDate: '2026-02-02' })
    })
    expect(whatOf(found)).toHaveLength(1)
    expect(whatOf(found)[0]).toMatch(/^credit of .* is of 2026-03-02, and was applied there on 2026-02-02$/)
  })

  it('is that a void here left its counterpart standing there', async () => {
    const found = await world.broken(booksAgree, (owner) =>
      owner('invoices')
        .where({ invoice_id: note.invoiceId })
        .update({ voided_at: world.clock.now(), void_reason: 'by mistake' }),
    )
    expect(whatOf(found)).toContain(`${note.number}: 0.00 in all here, 40.00 there`)
  })
})
