import { TENANT_A, TENANT_B } from '@tieout/platform/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyCredit, unapplyCredit } from '../contract/credits.ts'
import {
  getPortalInvoice,
  getStatement,
  listPortalCredits,
  listPortalInvoices,
  portalBalance,
} from '../contract/receivables.ts'
import { recordExternalPayment } from '../payments/record.ts'
import { alder, CLIENT, createBooks, insertClient, line, type Books } from '../testing/books.ts'
import { creditNote, inBooks, money, refusal } from '../testing/receipts.ts'
import { person } from '../testing/world.ts'
import { moneyUseCases } from './use-cases.ts'

let books: Books
let clientId: string
let clients = 0x500

beforeAll(async () => {
  books = await createBooks(moneyUseCases)
})
afterAll(() => books.close())
beforeEach(async () => {
  clients += 1
  clientId = `00000000-0000-4000-9000-${clients.toString(16).padStart(12, '0')}`
  await insertClient(books.db, TENANT_A, clientId, `Client ${clients}`)
  books.clock.set('2026-03-02T09:00:00.000Z')
})

const invoice = (issueDate: string, dueDate: string, amountMinor = 10000, more: object = {}) =>
  books.finalized({ clientId, issueDate, dueDate, lines: [line({ unitPriceMinor: amountMinor })], ...more })
const pay = (invoiceId: string, amountMinor: number, paidOn: string, currency = 'USD') => {
  const allocations = [{ invoiceId, amountMinor }]
  return inBooks(books, (ctx) =>
    recordExternalPayment(ctx, money({ clientId, amountMinor, paidOn, currency, allocations })),
  )
}
const statement = (from: string, to: string) => books.app.execute(getStatement, alder, { clientId, from, to })

describe('the portal', () => {
  const portal = (ofClient: string | null, tenant = TENANT_A) =>
    person({
      audience: 'portal',
      clientId: ofClient,
      tenant,
      permissions: new Set(['portal_invoice:read'] as const),
    })

  it('shows a client’s own documents and credit, never a draft, nor anybody else’s', async () => {
    const own = await invoice('2026-02-01', '2026-03-01')
    await pay(own.invoiceId, 4000, '2026-02-14')
    const newer = await invoice('2026-03-01', '2026-03-31', 10)
    const note = await creditNote(books, 30, { clientId, issueDate: '2026-02-02' })
    const draft = await books.draft({ clientId })
    const others = await books.finalized({ clientId: CLIENT })
    await creditNote(books, 30, { clientId: CLIENT })
    const me = portal(clientId)

    expect((await books.app.execute(portalBalance, me, {})).currencies).toMatchObject([
      { currency: 'USD', balanceDueMinor: 6010, openDocuments: 2, availableCreditMinor: 30 },
    ])
    const list = (more: object = {}) =>
      books.app.execute(listPortalInvoices, me, more).then((page) => page.items.map((each) => each.invoiceId))
    expect(await list()).toEqual([newer.invoiceId, note.noteId, own.invoiceId])
    expect(await list({ status: 'open' })).toEqual([newer.invoiceId, own.invoiceId])
    expect(await list({ status: 'paid' })).toEqual([note.noteId])
    const shown = await books.app.execute(getPortalInvoice, me, { invoiceId: own.invoiceId })
    expect(shown).toMatchObject({
      number: own.number,
      status: 'overdue',
      balanceDueMinor: 6000,
      lines: [{ description: 'Support', netMinor: 10000 }],
      payments: [{ appliedOn: '2026-02-14', amountMinor: 4000 }],
    })
    expect(Object.keys(shown)).not.toContain('version')
    for (const { invoiceId } of [draft, others]) {
      const hidden = books.app.execute(getPortalInvoice, me, { invoiceId })
      expect(await refusal(hidden)).toMatchObject({ code: 'not-found' })
    }
    const { items } = await books.app.execute(listPortalCredits, me, {})
    expect(items).toMatchObject([{ creditId: note.creditId, remainingMinor: 30, used: [] }])
  })

  it('shows what each credit paid, and one balance wherever it is asked for', async () => {
    const own = await invoice('2026-02-01', '2026-03-01')
    const other = await invoice('2026-02-03', '2026-03-03')
    await pay(own.invoiceId, 4000, '2026-02-14')
    const note = await creditNote(books, 3000, { clientId, issueDate: '2026-02-02' })
    const { creditId } = note
    const apply = (invoiceId: string, amountMinor: number) =>
      books.app.execute(applyCredit, alder, { invoiceId, creditId, amountMinor })
    await apply(own.invoiceId, 1250)
    const { allocations } = await apply(other.invoiceId, 1000)
    const me = portal(clientId)
    const credits = async () => (await books.app.execute(listPortalCredits, me, {})).items
    expect(await credits()).toMatchObject([
      {
        remainingMinor: 750,
        used: [
          { invoiceNumber: own.number, amountMinor: 1250 },
          { invoiceNumber: other.number, amountMinor: 1000 },
        ],
      },
    ])
    const creditAllocationId = allocations[0]?.creditAllocationId ?? ''
    await books.app.execute(unapplyCredit, alder, { creditAllocationId, reason: 'wrong one' })
    expect((await credits())[0]?.used).toMatchObject([{ invoiceNumber: own.number, amountMinor: 1250 }])

    const shown = await books.app.execute(getPortalInvoice, me, { invoiceId: own.invoiceId })
    expect(shown.credits).toEqual([
      {
        appliedOn: '2026-03-02',
        sourceInvoiceId: note.noteId,
        sourceNumber: (await credits())[0]?.sourceNumber,
        amountMinor: 1250,
      },
    ])
    // The paper adds up: what is charged is what is left of the total.
    const settled = [...shown.credits, ...shown.payments].reduce((sum, each) => sum + each.amountMinor, 0)
    expect(shown.balanceDueMinor).toBe(shown.totalMinor - settled)
    const { items } = await books.app.execute(listPortalInvoices, me, { status: 'open' })
    const owed = items.reduce((sum, each) => sum + each.balanceDueMinor, 0)
    expect((await books.app.execute(portalBalance, me, {})).currencies).toMatchObject([
      { balanceDueMinor: owed, availableCreditMinor: 1750 },
    ])
    const { closing } = await statement('2026-01-01', '2026-12-31').then(({ currencies }) => ({
      closing: currencies[0]?.closingMinor,
    }))
    expect(closing).toBe(owed)
  })

  it('shows nothing to somebody of no client, or of another company’s client of the same id', async () => {
    const { invoiceId } = await invoice('2026-02-01', '2026-03-01')
    const nobody = books.app.execute(listPortalInvoices, portal(null), {})
    expect(await refusal(nobody)).toMatchObject({ code: 'not-found' })
    expect(await refusal(books.app.execute(portalBalance, portal(null), {}))).toMatchObject({
      code: 'not-found',
    })
    const namesake = portal(clientId, TENANT_B)
    expect((await books.app.execute(listPortalInvoices, namesake, {})).items).toEqual([])
    expect((await books.app.execute(listPortalCredits, namesake, {})).items).toEqual([])
    const hidden = books.app.execute(getPortalInvoice, namesake, { invoiceId })
    expect(await refusal(hidden)).toMatchObject({ code: 'not-found' })
  })
})
