import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyCredit } from '../contract/credits.ts'
import { voidInvoice } from '../contract/invoice-commands.ts'
import { getInvoice } from '../contract/invoices.ts'
import { creditUseCases } from '../credits/use-cases.ts'
import { alder, birch, createBooks, line, pay, trailAndBalances, type Books } from '../testing/books.ts'

let books: Books
beforeAll(async () => {
  books = await createBooks(creditUseCases)
})
afterAll(() => books.close())

const cancel = (invoiceId: string) =>
  books.app.execute(voidInvoice, alder, { invoiceId, reason: 'entered twice' })
const apply = (invoiceId: string, creditId?: string) =>
  books.app.execute(applyCredit, alder, { invoiceId, creditId })
const show = (invoiceId: string) => books.app.execute(getInvoice, alder, { invoiceId })

async function expectTheTrailToAgree(): Promise<void> {
  const { trail, owed } = await trailAndBalances(books)
  expect(trail).toBe(owed)
}

describe('voiding', () => {
  it('leaves the document with its number, owed by nobody, and tells others', async () => {
    const { invoiceId } = await books.finalized()
    const heard: unknown[] = []
    books.billing.lifecycle.subscribe('voided', async (_trx, _tenant, items) => void heard.push(...items))
    expect(await cancel(invoiceId)).toMatchObject({
      status: 'cancelled',
      number: 'INV-00001',
      voidReason: 'entered twice',
      balanceDueMinor: 0,
    })
    expect(heard).toEqual([{ invoiceId, invoiceType: 'standard', reason: 'entered twice' }])
    await expect(cancel(invoiceId)).rejects.toMatchObject({ status: 409, code: 'already-cancelled' })
    await expectTheTrailToAgree()
  })

  it('needs a reason and a finalized document of one’s own', async () => {
    const draft = await books.draft()
    await expect(
      books.app.execute(voidInvoice, alder, { invoiceId: draft.invoiceId, reason: ' ' }),
    ).rejects.toMatchObject({ fields: [{ field: 'reason' }] })
    await expect(cancel(draft.invoiceId)).rejects.toMatchObject({ code: 'not-finalized' })
    const { invoiceId } = await books.finalized()
    await expect(
      books.app.execute(voidInvoice, birch, { invoiceId, reason: 'not mine' }),
    ).rejects.toMatchObject({ status: 404 })
  })

  it('is refused while payments stand, and says which', async () => {
    const { invoiceId } = await books.finalized()
    await pay(books, invoiceId, 4000)
    await expect(cancel(invoiceId)).rejects.toMatchObject({
      code: 'payments-stand',
      extra: { payments: [{ reference: '1077', amountMinor: 4000 }] },
    })
    expect(await show(invoiceId)).toMatchObject({ status: 'partially_applied', balanceDueMinor: 6000 })
  })

  it('meets a payment at the same instant without both coming true', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { invoiceId } = await books.finalized()
      const outcomes = await Promise.allSettled([cancel(invoiceId), pay(books, invoiceId, 10000)])
      expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
      expect(['cancelled', 'paid']).toContain((await show(invoiceId)).status)
    }
    await expectTheTrailToAgree()
  })

  it('meets an application of credit at the same instant and gives the credit back exactly once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const note = await books.finalized({
        invoiceType: 'credit_note',
        lines: [line({ unitPriceMinor: 3000 })],
      })
      const { creditPool } = await show(note.invoiceId)
      const { invoiceId } = await books.finalized()
      const [voided, applied] = await Promise.allSettled([
        cancel(invoiceId),
        apply(invoiceId, creditPool?.creditId),
      ])
      // Voiding always comes through: after the credit it takes it back, before it nothing is applied.
      expect(voided.status).toBe('fulfilled')
      if (applied.status === 'rejected') expect(applied.reason).toMatchObject({ status: 409 })
      const pool = await books.db.owner('credits').where({ source_invoice_id: note.invoiceId }).first()
      expect(pool).toMatchObject({ amount_minor: 3000, remaining_minor: 3000 })
      expect(await show(invoiceId)).toMatchObject({ status: 'cancelled', creditAppliedMinor: 0 })
      const unapplied = await books.db
        .owner('transactions')
        .where({ invoice_id: invoiceId, kind: 'credit_unapplied' })
      expect(unapplied).toHaveLength(applied.status === 'fulfilled' ? 1 : 0)
    }
    await expectTheTrailToAgree()
  })

  it('twice at the same instant gives applied credit back once', async () => {
    const note = await books.finalized({ invoiceType: 'credit_note' })
    const { creditPool } = await show(note.invoiceId)
    const { invoiceId } = await books.finalized()
    await apply(invoiceId, creditPool?.creditId)
    const outcomes = await Promise.allSettled([cancel(invoiceId), cancel(invoiceId)])
    expect(outcomes.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await show(note.invoiceId)).toMatchObject({ creditPool: { remainingMinor: 10000 } })
    await expectTheTrailToAgree()
  })

  it('a credit note withdraws what it gave, and is refused once that is spent', async () => {
    const [unspent, spent] = [
      await books.finalized({ invoiceType: 'credit_note' }),
      await books.finalized({ invoiceType: 'credit_note' }),
    ]
    expect(await cancel(unspent.invoiceId)).toMatchObject({ status: 'cancelled' })
    expect((await show(unspent.invoiceId)).creditPool?.withdrawnAt).not.toBeNull()
    const { creditPool } = await show(spent.invoiceId)
    const { invoiceId } = await books.finalized()
    await apply(invoiceId, creditPool?.creditId)
    await expect(cancel(spent.invoiceId)).rejects.toMatchObject({
      status: 409,
      code: 'credit-spent',
      extra: { invoices: [{ invoiceId, amountMinor: 10000 }] },
    })
    expect(await show(spent.invoiceId)).toMatchObject({ status: 'paid', voidedAt: null })
    await expectTheTrailToAgree()
  })
})
