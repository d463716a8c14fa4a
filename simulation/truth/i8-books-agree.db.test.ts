import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Both as Invoice } from '../../server/src/accounting/testing/money-world.ts'
import { booksToBreak, changeRow, soldFor, whatOf } from '../testing/books-to-break.ts'
import type { StillWorld } from '../testing/still-world.ts'
import { booksAgree } from './i8-books-agree.ts'

let world: StillWorld
let invoice: Invoice
let drifted: Invoice
let paid: string
beforeAll(async () => {
  ;({ world, invoice, drifted, paid } = await booksToBreak())
})
afterAll(() => world.close())

describe('I8, the books agree', () => {
  const unpaid = (owner: StillWorld['owner']) =>
    owner('invoice_payments').where({ invoice_id: invoice.invoiceId }).update({ amount_minor: 3_900 })

  it('says by how much a payment is recorded otherwise than it stands there', async () => {
    const found = whatOf(await world.broken(booksAgree, unpaid))
    expect(found).toContain(
      `${invoice.number}: payment ${paid} pays 40.00 there, and 39.00 is recorded of it here`,
    )
    // A cent less on the receipt is a cent more owed than the trail tells.
    const [, trail, documents] =
      /the trail here says ([\d.]+) is owed, the documents say ([\d.]+)/.exec(found.join()) ?? []
    expect(Math.round(100 * (Number(documents) - Number(trail)))).toBe(100)
  })

  it('says what a document is worth on both sides when the service changed it and nobody was told', async () => {
    const found = whatOf(
      await world.brokenThere(booksAgree, async () => {
        await world.money.keeper.change('Invoice', invoice.there, soldFor(101))
      }),
    )
    expect(found).toEqual([`${invoice.number}: 100.00 in all here, 101.00 there`])
  })

  it('forgives a difference only of exactly the amount that its task names', async () => {
    const found = whatOf(
      await world.broken(booksAgree, (owner) =>
        owner('inbox_tasks').where({ kind: 'accounting_sync_drift' }).update({ money_minor: 2_999 }),
      ),
    )
    expect(found).toEqual([`${drifted.number}: 200.00 in all here, 230.00 there`])
    const accepted = { accepted: { amountMinor: 3_000, currency: 'USD', by: '', at: '', reason: 'as it is' } }
    const lived = await world.broken(booksAgree, async (owner) => {
      await owner('inbox_tasks').where({ kind: 'accounting_sync_drift' }).update({ money_minor: 2_999 })
      await owner('tenant_external_entity_mappings')
        .where({ alga_entity_id: drifted.invoiceId })
        .update({ metadata: JSON.stringify(accepted) })
    })
    expect(lived).toEqual([])
  })

  it('says that a document is not there when nothing says why', async () => {
    const found = whatOf(
      await world.broken(booksAgree, (owner) =>
        owner('tenant_external_entity_mappings').where({ alga_entity_id: drifted.invoiceId }).delete(),
      ),
    )
    expect(found).toContain(`${drifted.number}: 200.00 here, and it is not there`)
  })

  it('says that money taken here stands for no payment there', async () => {
    const found = whatOf(
      await world.broken(booksAgree, (owner) =>
        owner('tenant_external_entity_mappings')
          .where({ external_id: paid, external_kind: 'payment' })
          .delete(),
      ),
    )
    expect(found).toContain(
      `${invoice.number}: 40.00 was taken here (quickbooks, 2026-03-02), and stands for no payment there`,
    )
  })

  describe('of a payment that was keyed here and taken back', () => {
    const takenBack = { reversed_at: new Date(), reversal_reason: 'the cheque bounced' }
    const keyed = async (owner: StillWorld['owner'], isTheirsTaken: boolean) => {
      const link = await owner('tenant_external_entity_mappings')
        .where({ external_id: paid, alga_entity_type: 'payment' })
        .first()
      const receipt = await owner('payments').where({ payment_id: link.alga_entity_id }).first()
      const own = {
        payment_id: randomUUID(),
        provider: 'manual',
        provider_reference: 'own',
        ...takenBack,
      }
      await owner('payments').insert({ ...receipt, ...own })
      await owner('tenant_external_entity_mappings').insert({
        ...link,
        mapping_id: randomUUID(),
        alga_entity_id: own.payment_id,
        external_part: 'keyed',
      })
      if (isTheirsTaken) await owner('payments').where({ payment_id: receipt.payment_id }).update(takenBack)
    }

    it('is content when what they made of it stands here as theirs', async () => {
      expect(await world.broken(booksAgree, (owner) => keyed(owner, false))).toEqual([])
    })

    it('says what it is there when nothing of it stands here', async () => {
      const found = whatOf(await world.broken(booksAgree, (owner) => keyed(owner, true)))
      expect(found).toContain(`payment ${paid} is 40.00 there, and 0.00 was keyed for it here`)
    })
  })

  it('holds the entries there against what the service shows, per customer and in all', async () => {
    const shown = await world.brokenThere(booksAgree, () => changeRow(world, invoice.there, { Balance: 61 }))
    expect(whatOf(shown)).toEqual([
      `${invoice.number}: its entries there leave 60.00 open, the service shows 61.00`,
    ])
    const { ledger } = world.sandbox.company(world.only.realm)
    const owes = ledger.customers.get('1') ?? 0
    ledger.customers.set('1', owes + 5)
    const customer = whatOf(await booksAgree(world))
    ledger.customers.set('1', owes)
    expect(customer).toHaveLength(2)
    const said = /owes ([\d.]+) here and ([\d.]+) there; what is between them comes to (-?[\d.]+)/.exec(
      customer[0] ?? '',
    )
    const [here, there, between] = (said ?? []).slice(1).map((each) => Math.round(Number(each) * 100))
    expect((there ?? 0) - (here ?? 0) - (between ?? 0)).toBe(5)
    expect(customer[1]).toMatch(/^the receivable accounts there hold/)
  })
})
