import { TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteDraft, reopenInvoice } from '../contract/invoice-commands.ts'
import { getInvoice } from '../contract/invoices.ts'
import { alder, createBooks, type Books } from '../testing/books.ts'

let books: Books
beforeAll(async () => {
  books = await createBooks()
})
afterAll(() => books.close())

const reason = 'wrong quantity'
const trailOf = (invoiceId: string) => books.db.owner('transactions').where({ invoice_id: invoiceId })
const reopen = (invoiceId: string) =>
  books.app.execute(reopenInvoice, alder, { invoiceId, version: 2, reason })

describe.each([
  ['unfinalize', 'invoice.reopened'],
  ['delete', 'invoice.deleted'],
] as const)('a guard asked to %s', (action, event) => {
  const subject = () => (action === 'delete' ? books.draft() : books.finalized())
  const ask = (invoiceId: string) =>
    action === 'delete' ? books.app.execute(deleteDraft, alder, { invoiceId }) : reopen(invoiceId)
  const nothingHappened = async (invoiceId: string) => {
    expect(await books.db.owner('invoices').where({ invoice_id: invoiceId }).first()).toBeTruthy()
    expect(await books.db.owner('audit_events').where({ entity_id: invoiceId, action: event })).toEqual([])
    const kinds = (await trailOf(invoiceId)).map((row) => row.kind)
    expect(kinds).toEqual(action === 'delete' ? [] : ['invoice_finalized'])
  }

  it('may refuse with a reason, and stops it when it fails', async () => {
    const [exported, broken, free] = await Promise.all([subject(), subject(), subject()])
    books.billing.guards.add({
      name: 'sync',
      actions: [action],
      async refuse(trx, _tenant, _action, ids) {
        if (ids.includes(broken.invoiceId)) await trx.raw('select 1 / 0')
        return ids.includes(exported.invoiceId)
          ? [{ invoiceId: exported.invoiceId, messageKey: 'exported', params: {}, reason: 'It is exported.' }]
          : []
      },
    })
    await expect(ask(exported.invoiceId)).rejects.toMatchObject({
      status: 409,
      code: 'refused-by-guard',
      message: 'It is exported.',
    })
    await nothingHappened(exported.invoiceId)
    await expect(ask(broken.invoiceId)).rejects.toMatchObject({ status: 409, code: 'guard-failed' })
    await nothingHappened(broken.invoiceId)
    await ask(free.invoiceId)
  })

  it('is asked while the document is locked, and for nothing else', async () => {
    const { invoiceId } = await subject()
    const asked: unknown[] = []
    books.billing.guards.add({
      name: 'curious',
      actions: ['void', 'unfinalize', 'delete'],
      async refuse(_trx, tenant, what, ids) {
        if (!ids.includes(invoiceId)) return []
        const free = await books.db
          .owner('invoices')
          .where({ invoice_id: invoiceId })
          .forUpdate()
          .skipLocked()
        asked.push({ tenant, what, ids, free })
        return []
      },
    })
    await ask(invoiceId)
    expect(asked).toEqual([{ tenant: TENANT_A, what: action, ids: [invoiceId], free: [] }])
  })
})

it('a listener that fails takes the whole step back', async () => {
  const { invoiceId } = await books.finalized()
  books.billing.lifecycle.subscribe('reopened', async (_trx, _tenant, items) => {
    if (items.some((item) => item.invoiceId === invoiceId)) throw new Error('the listener fails')
  })
  await expect(reopen(invoiceId)).rejects.toThrow('the listener fails')
  expect(await books.app.execute(getInvoice, alder, { invoiceId })).toMatchObject({
    status: 'sent',
    balanceDueMinor: 10000,
  })
  expect(await trailOf(invoiceId)).toHaveLength(1)
})
