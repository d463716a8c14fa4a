import { conflict } from '@tieout/platform'
import { TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finalizeInvoices, voidInvoice } from '../contract/invoice-commands.ts'
import { checkReadiness, getInvoice } from '../contract/invoices.ts'
import {
  alder,
  birch,
  CLIENT,
  createBooks,
  insertClient,
  line,
  REGION,
  type Books,
} from '../testing/books.ts'

describe('finalizing', () => {
  let books: Books
  beforeAll(async () => {
    books = await createBooks()
  })
  afterAll(() => books.close())

  const finalize = (...invoiceIds: string[]) => books.app.execute(finalizeInvoices, alder, { invoiceIds })
  const numberOf = (invoiceId: string): Promise<string | null> =>
    books.db
      .owner('invoices')
      .where({ invoice_id: invoiceId })
      .first('number')
      .then((row) => row.number)

  it('gives a number, copies the parties and writes what is owed', async () => {
    await books.db.database.withTenant(TENANT_A, async (trx) => {
      await trx('tenant_settings').insert({
        tenant: TENANT_A,
        section: 'company',
        value: JSON.stringify({ legalName: 'Alder Inc.', city: 'Salem', phone: '' }),
        updated_at: books.clock.now(),
      })
    })
    const draft = await books.draft({ taxRegionId: REGION })
    const { finalized } = await finalize(draft.invoiceId)
    expect(finalized).toEqual([{ invoiceId: draft.invoiceId, number: 'INV-00001', version: 2 }])
    const after = await books.app.execute(getInvoice, alder, { invoiceId: draft.invoiceId })
    expect(after).toMatchObject({
      number: 'INV-00001',
      status: 'sent',
      totalMinor: 10988,
      balanceDueMinor: 10988,
      dueDate: '2026-04-01',
      parties: {
        company: { name: 'Alder', legalName: 'Alder Inc.', city: 'Salem', phone: null, email: null },
        client: { name: 'Cedar Clinic', city: 'Portland', email: null },
      },
    })
    expect(after.activity.map((each) => each.action)).toEqual(
      expect.arrayContaining(['invoice.finalized', 'invoice.created']),
    )
    const trail = await books.db.owner('transactions').where({ invoice_id: draft.invoiceId })
    expect(trail).toMatchObject([
      { kind: 'invoice_finalized', amount_minor: 10988, receivable_minor: 10988, occurred_on: '2026-03-02' },
    ])
  })

  it('keeps the parties as they were when the client moves', async () => {
    const { invoiceId } = await books.finalized()
    await books.db.owner('clients').where({ client_id: CLIENT }).update({ city: 'Bangor' })
    const after = await books.app.execute(getInvoice, alder, { invoiceId })
    expect(after.parties?.client.city).toBe('Portland')
  })

  it('lets one of two win a draft and tells the other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { invoiceId } = await books.draft()
      const outcomes = await Promise.allSettled([finalize(invoiceId), finalize(invoiceId)])
      expect(outcomes.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
      const lost = outcomes.find((each) => each.status === 'rejected')
      expect(lost?.reason).toMatchObject({ status: 409, code: 'already-finalized' })
      expect(await books.db.owner('transactions').where({ invoice_id: invoiceId }).count()).toEqual([
        { count: 1 },
      ])
    }
  })

  it('leaves no gap in the numbers when twenty finalize at once and some fail', async () => {
    const drafts = await Promise.all(Array.from({ length: 20 }, () => books.draft()))
    const doomed = new Set(drafts.filter((_, at) => at % 4 === 0).map((draft) => draft.invoiceId))
    let failing = true
    books.billing.lifecycle.subscribe('finalized', async (_trx, _tenant, items) => {
      if (failing && items.some((item) => doomed.has(item.invoiceId))) throw new Error('no')
    })
    const outcomes = await Promise.allSettled(drafts.map((draft) => finalize(draft.invoiceId)))
    expect(outcomes.filter((each) => each.status === 'rejected')).toHaveLength(5)
    failing = false
    await finalize(...doomed)
    const numbers: string[] = await books.db
      .owner('invoices')
      .whereNotNull('number')
      .orderBy('number')
      .pluck('number')
    expect(numbers).toEqual(numbers.map((_, at) => `INV-${String(at + 1).padStart(5, '0')}`))
    expect(numbers.length).toBeGreaterThanOrEqual(20)
  })

  it('does not finalize anything of several when one is not ready', async () => {
    const [good, empty] = await Promise.all([books.draft(), books.draft({ lines: [] })])
    await expect(finalize(good.invoiceId, empty.invoiceId)).rejects.toMatchObject({
      code: 'not-ready',
      extra: { findings: [{ invoiceId: empty.invoiceId, messageKey: 'no-lines', blocking: true }] },
    })
    expect(await numberOf(good.invoiceId)).toBeNull()
  })

  it('refuses a version that somebody has changed meanwhile, and documents of others', async () => {
    const { invoiceId } = await books.draft()
    await expect(
      books.app.execute(finalizeInvoices, alder, { invoiceIds: [invoiceId], version: 7 }),
    ).rejects.toMatchObject({ code: 'changed-meanwhile' })
    await expect(
      books.app.execute(finalizeInvoices, birch, { invoiceIds: [invoiceId] }),
    ).rejects.toMatchObject({ status: 404 })
  })

  it('says what is missing before anybody tries', async () => {
    const gone = '00000000-0000-4000-9000-0000000000c1'
    await insertClient(books.db, TENANT_A, gone, 'Gone Ltd')
    const zero = await books.draft({ lines: [line({ unitPriceMinor: 0 })] })
    const ofGone = await books.draft({ clientId: gone })
    await books.db.owner('clients').where({ client_id: gone }).update({ status: 'inactive', city: null })
    const answer = await books.app.execute(checkReadiness, alder, {
      invoiceIds: [zero.invoiceId, ofGone.invoiceId],
    })
    expect(answer.ready).toBe(false)
    expect(answer.findings).toEqual([
      { invoiceId: zero.invoiceId, messageKey: 'zero-total', params: {}, blocking: true },
      {
        invoiceId: ofGone.invoiceId,
        messageKey: 'client-inactive',
        params: { clientName: 'Gone Ltd' },
        blocking: true,
      },
      {
        invoiceId: ofGone.invoiceId,
        messageKey: 'client-without-address',
        params: { clientName: 'Gone Ltd' },
        blocking: false,
      },
    ])
  })

  it('takes a thousand with a handful of statements', async () => {
    const { invoiceId } = await books.draft({ taxRegionId: REGION })
    await books.db.owner.raw(COPIES, [invoiceId, 999])
    const ids: string[] = await books.db
      .owner('invoices')
      .where({ reference: 'copy' })
      .orderBy('invoice_id')
      .pluck('invoice_id')
    let statements = 0
    const count = () => void (statements += 1)
    books.db.app.on('query', count)
    const { finalized } = await finalize(invoiceId, ...ids)
    books.db.app.off('query', count)
    expect(finalized).toHaveLength(1000)
    expect(statements).toBeLessThanOrEqual(20)
    const trail = await books.db.owner('transactions').whereIn('invoice_id', ids).countDistinct('invoice_id')
    expect(trail).toEqual([{ count: 999 }])
    const audited = await books.db
      .owner('audit_events')
      .whereIn('entity_id', ids)
      .where({ action: 'invoice.finalized' })
      .count()
    expect(audited).toEqual([{ count: 999 }])
  })
})

const COPIES = `
  with source as (select * from invoices where invoice_id = ?),
  made as (
    insert into invoices (tenant, invoice_id, client_id, invoice_type, currency, issue_date, due_date, tax_exempt,
      net_minor, tax_minor, total_minor, version, created_at, updated_at, reference)
    select tenant, ('00000000-0000-4000-a000-' || lpad(to_hex(n), 12, '0'))::uuid, client_id, invoice_type, currency,
      issue_date, due_date, tax_exempt, net_minor, tax_minor, total_minor, 1, created_at, updated_at, 'copy'
    from source, generate_series(1, ?) n
    returning tenant, invoice_id, net_minor
  )
  insert into invoice_lines (tenant, invoice_id, line_id, position, description, quantity, unit_price_minor,
    discount_minor, net_minor, taxable, tax_minor)
  select tenant, invoice_id, invoice_id, 1, 'Copy', 1, net_minor, 0, net_minor, false, 0 from made`

describe('other modules', () => {
  let books: Books
  beforeAll(async () => {
    books = await createBooks()
  })
  afterAll(() => books.close())

  const finalize = (invoiceId: string) =>
    books.app.execute(finalizeInvoices, alder, { invoiceIds: [invoiceId] })
  const settings = (section: string) => books.db.owner('tenant_settings').where({ section })

  it('write in the same transaction, or take it back altogether', async () => {
    let failing = false
    books.billing.lifecycle.subscribe('finalized', async (trx, tenant, items) => {
      await trx('tenant_settings').insert({
        tenant,
        section: `heard-${items[0]?.invoiceId}`,
        value: JSON.stringify(items[0]),
        updated_at: books.clock.now(),
      })
      if (failing) throw new Error('the listener fails')
    })
    const [heard, lost] = await Promise.all([books.draft(), books.draft()])
    await finalize(heard.invoiceId)
    expect(await settings(`heard-${heard.invoiceId}`)).toMatchObject([
      { value: { invoiceId: heard.invoiceId, invoiceType: 'standard', issueDate: '2026-03-02' } },
    ])
    failing = true
    await expect(finalize(lost.invoiceId)).rejects.toThrow('the listener fails')
    failing = false
    expect(await settings(`heard-${lost.invoiceId}`)).toEqual([])
    expect(await books.app.execute(getInvoice, alder, { invoiceId: lost.invoiceId })).toMatchObject({
      status: 'draft',
      number: null,
    })
    expect(await books.db.owner('transactions').where({ invoice_id: lost.invoiceId })).toEqual([])
  })

  it('may name what stops a draft, or only say it', async () => {
    const { invoiceId, lines } = await books.draft({ reference: 'unmapped' })
    const lineId = lines[0]?.lineId ?? ''
    let blocking = true
    books.billing.readiness.contribute({
      name: 'test',
      check: async (_trx, _tenant, ids) =>
        ids.includes(invoiceId)
          ? [{ invoiceId, lineId, messageKey: 'item-unmapped', params: { item: 'Support' }, blocking }]
          : [],
    })
    await expect(finalize(invoiceId)).rejects.toMatchObject({
      code: 'not-ready',
      extra: { findings: [{ lineId, messageKey: 'item-unmapped' }] },
    })
    blocking = false
    expect(await books.app.execute(checkReadiness, alder, { invoiceIds: [invoiceId] })).toMatchObject({
      ready: true,
      findings: [{ messageKey: 'item-unmapped' }],
    })
    await finalize(invoiceId)
  })

  it('may refuse a void with a reason, and stop it when they cannot say', async () => {
    const [exported, broken, free] = await Promise.all([
      books.finalized(),
      books.finalized(),
      books.finalized(),
    ])
    books.billing.guards.add({
      name: 'test',
      actions: ['void'],
      async refuse(trx, _tenant, _action, ids) {
        if (ids.includes(broken.invoiceId)) await trx.raw('select 1 / 0')
        return ids.includes(exported.invoiceId)
          ? [{ invoiceId: exported.invoiceId, messageKey: 'exported', params: {}, reason: 'It is exported.' }]
          : []
      },
    })
    const cancel = (invoiceId: string) =>
      books.app.execute(voidInvoice, alder, { invoiceId, reason: 'a mistake' })
    await expect(cancel(exported.invoiceId)).rejects.toMatchObject({
      code: 'refused-by-guard',
      message: 'It is exported.',
      extra: { guard: 'test', refusals: [{ messageKey: 'exported' }] },
    })
    await expect(cancel(broken.invoiceId)).rejects.toMatchObject({ status: 409, code: 'guard-failed' })
    expect(await books.app.execute(getInvoice, alder, { invoiceId: broken.invoiceId })).toMatchObject({
      voidedAt: null,
    })
    expect(await cancel(free.invoiceId)).toMatchObject({ status: 'cancelled', balanceDueMinor: 0 })
    // A refusal of the guard's own making passes as it is.
    books.billing.guards.add({
      name: 'own words',
      actions: ['void'],
      refuse: async () => {
        throw conflict('period-closed', 'The period is closed.')
      },
    })
    await expect(cancel((await books.finalized()).invoiceId)).rejects.toMatchObject({ code: 'period-closed' })
  })
})
