import { TENANT_A } from '@tieout/platform/testing'
import type { Knex } from 'knex'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { down, up } from '../../../../migrations/20261121_016_back_to_draft.ts'
import { applyCredit } from '../contract/credits.ts'
import { creditInvoice, deleteDraft, finalizeInvoices, voidInvoice } from '../contract/invoice-commands.ts'
import { alder, createBooks, pay, REGION, type Books } from '../testing/books.ts'
import { creditNote } from '../testing/receipts.ts'
import { creditUseCases } from '../credits/use-cases.ts'

let books: Books
beforeAll(async () => {
  books = await createBooks(creditUseCases)
})
afterAll(() => books.close())

const invoice = (invoiceId: string) => books.db.owner('invoices').where({ invoice_id: invoiceId })
const REOPEN = 'update invoices set finalized_at = null, parties = null'

/** As the database says it to our own server, and to whoever comes with all rights. */
async function answers(invoiceId: string, statement: string): Promise<string[]> {
  const sql = `${statement} where invoice_id = '${invoiceId}'`
  const outcomes = await Promise.allSettled([
    books.db.database.withTenant(TENANT_A, (trx) => trx.raw(sql)),
    books.db.owner.raw(sql),
  ])
  return outcomes.map((each) => (each.status === 'rejected' ? each.reason.code : 'done'))
}
const REFUSED = ['TT003', 'TT003']

describe('the database lets a finalized document become a draft', () => {
  it('when nothing stands on it, by emptying what finalizing filled in', async () => {
    const { invoiceId, number } = await books.finalized()
    await books.db.database.withTenant(TENANT_A, (trx) =>
      trx.raw(`${REOPEN}, version = version + 1, updated_at = '2026-03-05Z' where invoice_id = ?`, [
        invoiceId,
      ]),
    )
    expect(await invoice(invoiceId).first()).toMatchObject({ number, finalized_at: null, version: 3 })
    // Its lines are a draft's lines again.
    await books.db.owner('invoice_lines').where({ invoice_id: invoiceId }).update({ description: 'Other' })
  })

  it.each<[string, () => Promise<{ invoiceId: string }>]>([
    [
      'that is paid',
      async () => {
        const made = await books.finalized()
        await pay(books, made.invoiceId, 1)
        return made
      },
    ],
    [
      'that credit is applied to',
      async () => {
        const { creditId } = await creditNote(books)
        const made = await books.finalized()
        await books.app.execute(applyCredit, alder, { invoiceId: made.invoiceId, creditId })
        return made
      },
    ],
    [
      'that is void',
      async () => {
        const made = await books.finalized()
        await books.app.execute(voidInvoice, alder, { invoiceId: made.invoiceId, reason: 'by mistake' })
        return made
      },
    ],
    ['that is a credit note', async () => ({ invoiceId: (await creditNote(books)).noteId })],
    [
      'that a credit note was made from',
      async () => {
        const made = await books.finalized()
        await books.app.execute(creditInvoice, alder, { invoiceId: made.invoiceId, part: { by: 'whole' } })
        return made
      },
    ],
  ])('but none %s', async (_which, make) => {
    const { invoiceId } = await make()
    expect(await answers(invoiceId, REOPEN)).toEqual(REFUSED)
  })

  it('and nothing else of it changes on the way', async () => {
    const { invoiceId } = await books.finalized({ taxRegionId: REGION })
    expect(await answers(invoiceId, 'update invoices set finalized_at = null')).toEqual(REFUSED)
    for (const change of [
      `number = 'INV-9'`,
      'number = null',
      'total_minor = total_minor + 1, net_minor = net_minor + 1',
      `currency = 'EUR'`,
      `due_date = '2031-01-01'`,
      `notes = 'other'`,
      'paid_minor = 1',
    ]) {
      expect({ change, answers: await answers(invoiceId, `${REOPEN}, ${change}`) }).toEqual({
        change,
        answers: REFUSED,
      })
    }
    expect(await answers(invoiceId, `${REOPEN}, voided_at = '2026-03-05Z', void_reason = 'x'`)).toEqual(
      REFUSED,
    )
  })
})

describe('the database keeps numbers:', () => {
  it('a draft that has one neither changes it nor loses it, and is not deleted', async () => {
    const { invoiceId, number } = await books.finalized()
    await invoice(invoiceId).update({ finalized_at: null, parties: null })
    for (const statement of [
      `update invoices set number = 'INV-77777'`,
      'update invoices set number = null',
      `update invoices set number = 'INV-77777', finalized_at = '2026-03-05Z'`,
      'delete from invoices',
    ]) {
      expect({ statement, answers: await answers(invoiceId, statement) }).toEqual({
        statement,
        answers: REFUSED,
      })
    }
    const { finalized } = await books.app.execute(finalizeInvoices, alder, { invoiceIds: [invoiceId] })
    expect(finalized).toMatchObject([{ number }])
  })

  it('no draft gets one without being finalized', async () => {
    const { invoiceId } = await books.draft()
    expect(await answers(invoiceId, `update invoices set number = 'INV-77777'`)).toEqual(REFUSED)
    const { number, ...copy } = await invoice(invoiceId).first()
    expect(number).toBeNull()
    const another = { ...copy, invoice_id: '00000000-0000-4000-a000-00000000beef', number: 'INV-77777' }
    await expect(books.db.owner('invoices').insert(another)).rejects.toMatchObject({ code: 'TT003' })
    await books.app.execute(deleteDraft, alder, { invoiceId })
  })

  it('nothing is finalized without one, and no two documents share one', async () => {
    const [{ invoiceId }, posted] = await Promise.all([books.draft(), books.finalized()])
    const finalize = `update invoices set finalized_at = '2026-03-05Z'`
    expect(await answers(invoiceId, finalize)).toEqual(['23514', '23514'])
    await invoice(posted.invoiceId).update({ finalized_at: null, parties: null })
    expect(await answers(invoiceId, `${finalize}, number = '${posted.number}'`)).toEqual(['23505', '23505'])
  })
})

describe('the migration', () => {
  it('goes down and up again over a draft that keeps a number', async () => {
    const [reopened, posted] = await Promise.all([books.finalized(), books.finalized()])
    const here = (trx: Knex) => trx('invoices').where({ invoice_id: reopened.invoiceId })
    await here(books.db.owner).update({ finalized_at: null, parties: null })
    const trx = await books.db.owner.transaction()
    try {
      const reopening = () =>
        trx.transaction((inner) => inner.raw(`${REOPEN} where invoice_id = ?`, [posted.invoiceId]))
      await down(trx)
      await expect(reopening()).rejects.toMatchObject({ code: 'TT003' })
      await here(trx).update({ finalized_at: '2026-03-05Z', parties: '{}' })
      await up(trx)
      await reopening()
      expect(await here(trx).first()).toMatchObject({ number: reopened.number })
    } finally {
      await trx.rollback()
    }
  })
})
