import fc from 'fast-check'
import { systemActor, TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createDraft,
  deleteDraft,
  previewDraft,
  updateDraft,
  type DraftLine,
} from '../contract/invoice-commands.ts'
import { getInvoice } from '../contract/invoices.ts'
import {
  alder,
  birch,
  CLIENT,
  CLIENT_OF_BIRCH,
  createBooks,
  line,
  REGION,
  type Books,
} from '../testing/books.ts'

describe('drafts', () => {
  let books: Books
  beforeAll(async () => {
    books = await createBooks()
  })
  afterAll(() => books.close())

  const create = (fields: Record<string, unknown>) =>
    books.app.execute(createDraft, alder, { clientId: CLIENT, lines: [line()], ...fields })

  it('begin today, by the company’s own date, and are due by the client’s terms', async () => {
    // Late on the 2nd in New York, when it is the 3rd in London.
    books.clock.set('2026-03-03T04:30:00.000Z')
    expect(await create({})).toMatchObject({
      status: 'draft',
      number: null,
      issueDate: '2026-03-02',
      dueDate: '2026-04-01',
      currency: 'USD',
      version: 1,
      balanceDueMinor: 0,
    })
    books.clock.set('2026-03-02T09:00:00.000Z')
  })

  it('show each tax of each line, and their sums', async () => {
    const draft = await create({
      taxRegionId: REGION,
      lines: [
        line({ quantity: '1.5', unitPriceMinor: 3333, discountMinor: 100 }),
        line({ unitPriceMinor: 10, taxable: false }),
      ],
    })
    // 1.5 × 33.33 = 49.995 → 50.00 − 1.00 = 49.00; 8.875 % = 4.348… → 4.35; 1 % = 0.49.
    expect(draft).toMatchObject({ netMinor: 4910, taxMinor: 484, totalMinor: 5394 })
    expect(draft.lines.map(({ netMinor, taxMinor, quantity }) => ({ netMinor, taxMinor, quantity }))).toEqual(
      [
        { netMinor: 4900, taxMinor: 484, quantity: '1.5' },
        { netMinor: 10, taxMinor: 0, quantity: '1' },
      ],
    )
    expect(draft.taxes.map(({ name, taxableMinor, taxMinor }) => ({ name, taxableMinor, taxMinor }))).toEqual(
      [
        { name: 'City', taxableMinor: 4900, taxMinor: 49 },
        { name: 'State', taxableMinor: 4900, taxMinor: 435 },
      ],
    )
  })

  it('tax an exempt client nothing', async () => {
    expect(await create({ taxRegionId: REGION, taxExempt: true })).toMatchObject({
      taxMinor: 0,
      totalMinor: 10000,
    })
  })

  it('are what their lines are after any sequence of edits, and the preview says the same', async () => {
    const someLine = fc.record({
      description: fc.constantFrom('Support', 'Licences'),
      quantity: fc
        .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 9999 }))
        .map(([a, b]) => `${a}.${b}`),
      unitPriceMinor: fc.integer({ min: 0, max: 5_000_000 }),
      taxable: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(someLine, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
        async (edits) => {
          let { invoiceId, version } = await create({})
          for (const lines of edits) {
            const fields = { clientId: CLIENT, taxRegionId: REGION, lines }
            const seen = await books.app.execute(previewDraft, alder, fields)
            const saved = await books.app.execute(updateDraft, alder, { invoiceId, version, ...fields })
            const read = await books.app.execute(getInvoice, alder, { invoiceId })
            version = saved.version
            const sum = (of: (line: (typeof read.lines)[number]) => number) =>
              read.lines.reduce((all, each) => all + of(each), 0)
            expect(read.lines).toHaveLength(lines.length)
            expect(read).toMatchObject({ netMinor: sum((l) => l.netMinor), taxMinor: sum((l) => l.taxMinor) })
            expect(read.totalMinor).toBe(read.netMinor + read.taxMinor)
            expect(read.taxes.reduce((all, each) => all + each.taxMinor, 0)).toBe(read.taxMinor)
            expect(saved.taxes).toEqual(read.taxes)
            expect({ net: seen.netMinor, tax: seen.taxMinor, total: seen.totalMinor }).toEqual({
              net: read.netMinor,
              tax: read.taxMinor,
              total: read.totalMinor,
            })
          }
        },
      ),
      { numRuns: 15 },
    )
  })

  it('keep the first of two edits made from the same version', async () => {
    const { invoiceId } = await create({})
    const edit = (reference: string) =>
      books.app.execute(updateDraft, systemActor(TENANT_A, `Noor ${reference}`), {
        invoiceId,
        version: 1,
        clientId: CLIENT,
        reference,
        lines: [line()],
      })
    const outcomes = await Promise.allSettled([edit('one'), edit('two')])
    expect(outcomes.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const { version, reference } = await books.app.execute(getInvoice, alder, { invoiceId })
    expect(version).toBe(2)
    expect(outcomes.find((each) => each.status === 'rejected')?.reason).toMatchObject({
      status: 409,
      code: 'changed-meanwhile',
      message: `Noor ${reference} has changed this document meanwhile.`,
      extra: { version: 2, changedBy: `Noor ${reference}` },
    })
  })

  it('go when they are deleted, unless another module minds', async () => {
    const [kept, gone] = await Promise.all([create({}), create({})])
    books.billing.guards.add({
      name: 'test',
      actions: ['delete'],
      refuse: async (_trx, _tenant, _action, ids) =>
        ids.includes(kept.invoiceId)
          ? [{ invoiceId: kept.invoiceId, messageKey: 'no', params: {}, reason: 'No.' }]
          : [],
    })
    await books.app.execute(deleteDraft, alder, { invoiceId: gone.invoiceId })
    await expect(books.app.execute(getInvoice, alder, { invoiceId: gone.invoiceId })).rejects.toMatchObject({
      status: 404,
    })
    expect(await books.db.owner('invoice_lines').where({ invoice_id: gone.invoiceId })).toEqual([])
    await expect(books.app.execute(deleteDraft, alder, { invoiceId: kept.invoiceId })).rejects.toMatchObject({
      code: 'refused-by-guard',
    })
    expect(await books.app.execute(getInvoice, alder, { invoiceId: kept.invoiceId })).toMatchObject({
      status: 'draft',
    })
  })

  const nowhere = '00000000-0000-4000-9000-00000000dead'
  it.each<[string, Record<string, unknown>, string[]]>([
    ['a negative quantity', { lines: [line({ quantity: '-1' })] }, ['lines.0.quantity']],
    ['a negative price', { lines: [line(), line({ unitPriceMinor: -1 })] }, ['lines.1.unitPriceMinor']],
    [
      'a price with a fraction of a cent',
      { lines: [line({ unitPriceMinor: 10.005 })] },
      ['lines.0.unitPriceMinor'],
    ],
    ['five decimals of a quantity', { lines: [line({ quantity: '1.00001' })] }, ['lines.0.quantity']],
    ['a quantity that is a word', { lines: [line({ quantity: 'many' })] }, ['lines.0.quantity']],
    ['a discount above the line', { lines: [line({ discountMinor: 10001 })] }, ['lines.0.discountMinor']],
    [
      'a total no number can hold',
      { lines: [line({ quantity: '999999999', unitPriceMinor: 1e13 })] },
      ['lines.0.unitPriceMinor'],
    ],
    [
      'many lines that come to too much',
      { lines: Array.from({ length: 20 }, () => line({ unitPriceMinor: 1e12 })) },
      ['lines'],
    ],
    ['an unknown currency', { currency: 'XXZ' }, ['currency']],
    ['a due date before the issue date', { issueDate: '2026-03-02', dueDate: '2026-03-01' }, ['dueDate']],
    ['a date that is none', { issueDate: '2026-02-30' }, ['issueDate']],
    ['a year of another age', { issueDate: '0026-02-28' }, ['issueDate']],
    [
      'a service period that ends before it begins, and whatever else is wrong',
      { lines: [line({ serviceFrom: '2026-02-28', serviceTo: '2026-02-01' }), line({ quantity: '-2' })] },
      ['lines.0.serviceTo', 'lines.1.quantity'],
    ],
    ['no description', { lines: [line({ description: ' ' })] }, ['lines.0.description']],
    ['a NUL', { notes: 'a\u0000b' }, ['notes']],
    ['ten thousand lines', { lines: Array.from({ length: 10_000 }, () => line()) }, ['lines']],
    ['an unknown service', { lines: [line({ serviceId: nowhere })] }, ['lines.0.serviceId']],
    ['an unknown tax region', { taxRegionId: nowhere }, ['taxRegionId']],
    ['unknown terms', { termsId: nowhere }, ['termsId']],
    ['somebody else’s client', { clientId: CLIENT_OF_BIRCH }, ['clientId']],
  ])('refuse %s and name the field', async (_what, fields, wrong) => {
    const before = await books.db.owner('invoices').count()
    const refused = await create(fields).catch((error: unknown) => error)
    expect(refused).toMatchObject({ status: 400, code: 'bad-input' })
    expect((refused as { fields: { field: string }[] }).fields.map((each) => each.field)).toEqual(wrong)
    expect(await books.db.owner('invoices').count()).toEqual(before)
  })

  it('of credit notes turn minus signs into the same document, when they stand on every line', async () => {
    const lines: Partial<DraftLine>[] = [line({ unitPriceMinor: -2500 }), line({ quantity: '-2' })]
    expect(await create({ invoiceType: 'credit_note', lines })).toMatchObject({
      totalMinor: 22500,
      dueDate: '2026-03-02',
      lines: [
        { quantity: '1', unitPriceMinor: 2500 },
        { quantity: '2', unitPriceMinor: 10000 },
      ],
    })
    await expect(create({ invoiceType: 'credit_note', lines: [...lines, line()] })).rejects.toMatchObject({
      fields: [{ field: 'lines.0.unitPriceMinor' }, { field: 'lines.1.quantity' }],
    })
  })

  it('are nobody else’s to see, change or throw away', async () => {
    const { invoiceId } = await create({})
    const fields = { invoiceId, version: 1, clientId: CLIENT_OF_BIRCH, lines: [line()] }
    await expect(books.app.execute(getInvoice, birch, { invoiceId })).rejects.toMatchObject({ status: 404 })
    await expect(books.app.execute(updateDraft, birch, fields)).rejects.toMatchObject({ status: 404 })
    await expect(books.app.execute(deleteDraft, birch, { invoiceId })).rejects.toMatchObject({ status: 404 })
    expect(await books.app.execute(getInvoice, alder, { invoiceId })).toMatchObject({ version: 1 })
  })
})
