import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { invoicesUnder } from './testing/accounting-host.ts'
import { createDocumentsWorld, type DocumentsWorld, NOBODYS } from './testing/documents-world.ts'

let documents: DocumentsWorld
beforeAll(async () => {
  documents = await createDocumentsWorld()
})
afterAll(() => documents.world.close())

const draft: DocumentsWorld['draft'] = (...args) => documents.draft(...args)
const finalized: DocumentsWorld['finalized'] = (...args) => documents.finalized(...args)
const badge: DocumentsWorld['badge'] = (...args) => documents.badge(...args)
const card: DocumentsWorld['card'] = (...args) => documents.card(...args)
const refusals: DocumentsWorld['refusals'] = (...args) => documents.refusals(...args)
const send: DocumentsWorld['send'] = (...args) => documents.send(...args)
const sent: DocumentsWorld['sent'] = (...args) => documents.sent(...args)
const becomes: DocumentsWorld['becomes'] = (...args) => documents.becomes(...args)
const statusesOf: DocumentsWorld['statusesOf'] = (...args) => documents.statusesOf(...args)

describe('the card of a document', () => {
  // capability documents in: Each document shows both sides, and whether they agree
  it('shows both sides of what is there, equal to the cent, and how it came there', async () => {
    const { documentId, number } = await finalized()
    await becomes(documentId, 'synced')
    const view = await card(documentId)
    expect(view).toMatchObject({
      connection: { connectionId: documents.connection.connectionId, status: 'connected' },
      kind: 'invoice',
      standing: 'posted',
      outlook: 'export',
      badge: { state: 'synced', verified: true, number, excludedBecause: null },
      here: { number, totalMinor: 24_690, taxMinor: 0, balanceMinor: 24_690, currency: 'USD' },
      there: { number, totalMinor: 24_690, balanceMinor: 24_690, currency: 'USD' },
      differences: [],
      missing: [],
      error: null,
      taskId: null,
    })
    expect(view.there?.issueDate).toBe(view.here?.issueDate)
    expect(view.here?.customer.id).toBe(documents.clientId)
    expect(view.there?.customer.id).toBe('1')
    expect(view.badge?.deepLink).toContain('/desk')
    expect(view.timeline.map((each) => each.what)).toEqual(['queued', 'written', 'verified'])
    expect(Date.parse(view.checkedAt ?? '')).toBeGreaterThan(0)
    expect(await refusals(documentId)).toEqual({
      sync: 'there_already',
      retry: 'nothing_refused',
      check: null,
      view: null,
      exclude: 'there_already',
      include: 'not_kept_out',
    })
  })

  it('names what it waits for, and leads to the task', async () => {
    const { documentId } = await finalized({ serviceId: documents.unmapped.serviceId })
    await vi.waitFor(async () => expect((await card(documentId)).taskId).not.toBeNull(), { timeout: 20_000 })
    const view = await card(documentId)
    expect(view).toMatchObject({
      badge: { state: 'queued', operation: { waitReason: 'unmapped' } },
      missing: [{ what: 'item', entityId: documents.unmapped.serviceId, name: documents.unmapped.name }],
      there: null,
    })
    const task = await documents.bill.ask('GET', `/inbox/tasks/${view.taskId}`)
    expect(task.body.kind).toBe('accounting_sync_unmapped_item')
    await documents.inHarbor((trx) =>
      documents.world.sync.map(trx, documents.connection, {
        entityType: 'service',
        entityId: documents.unmapped.serviceId,
        externalId: '1',
      }),
    )
    await becomes(documentId, 'synced')
  })

  it('of a draft says what it would wait for, of a prepayment that it never goes out', async () => {
    const third = (await documents.bill.ask('GET', '/services?limit=50')).body.items[2]
    const view = await card(await draft({ serviceId: third.serviceId }))
    expect(view).toMatchObject({
      standing: 'draft',
      outlook: 'export',
      badge: { state: 'not_synced' },
      missing: [{ what: 'item', name: third.name }],
    })
    const prepayment = await finalized({ invoiceType: 'prepayment' })
    expect(await card(prepayment.documentId)).toMatchObject({ kind: 'prepayment', outlook: 'never' })
    expect(await refusals(prepayment.documentId)).toMatchObject({ sync: 'prepayment', exclude: 'prepayment' })
  })

  // capability documents out: A finalized credit note goes there as a credit memo, with its own number
  it('of a credit note stands beside its own number and what is left of it', async () => {
    const { documentId } = await finalized()
    const part = { by: 'amount', amountMinor: 12_345 }
    const made = await documents.bill.ask('POST', `/invoices/${documentId}/credit-notes`).send({ part })
    expect(made.status, made.text).toBeLessThan(300)
    const { invoiceId } = made.body
    await documents.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [invoiceId] })
      .expect(200)
    await becomes(invoiceId, 'synced')
    expect(await card(invoiceId)).toMatchObject({
      kind: 'credit_memo',
      here: { totalMinor: 12_345, balanceMinor: 12_345 },
      there: { totalMinor: 12_345 },
      differences: [],
    })
  })

  it('takes at most five statements, whatever it has to say', async () => {
    const { documentId } = await finalized({ serviceId: null })
    await sent([documentId])
    await vi.waitFor(async () => expect((await card(documentId)).taskId).not.toBeNull(), { timeout: 20_000 })
    const statements = await statementsFor(documentId)
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(5)
    // Of a draft it says beforehand what would be missing, and who may be made on the way.
    const ofDraft = await statementsFor(await draft({ serviceId: null }))
    expect(ofDraft.length, ofDraft.join('\n')).toBeLessThanOrEqual(6)
  })

  /** Of the answer alone: jobs in the background ask the database too. */
  async function statementsFor(documentId: string): Promise<string[]> {
    const answer = documents.world.sync.answers.find(({ route }) => route.name === 'accounting.document')
    if (answer?.scope !== 'inside') throw new Error('a card is read in a transaction')
    return await documents.inHarbor(async (trx) => {
      const statements: string[] = []
      trx.on('query', ({ sql }: { sql: string }) => statements.push(sql))
      const asking = { tenant: HARBOR.tenant, userId: NOBODYS, name: 'test', sessionId: 'test' }
      await answer.run({ ...asking, trx, audit: async () => {} }, { documentId } as never)
      return statements
    })
  }
})

describe('sending now', () => {
  // capability control out: A document that somebody sends now, whatever its date
  it('queues what is older than go-live, by the name of whoever asked', async () => {
    const { documentId, number } = await finalized({ issueDate: '2025-12-30' })
    expect(await card(documentId)).toMatchObject({
      outlook: 'before_go_live',
      goLiveDate: '2026-01-01',
      badge: { state: 'not_synced' },
    })
    expect(await sent([documentId])).toEqual({ queued: 1, hastened: 0, retried: 0, left: 0 })
    const { owner } = documents.world.test.db
    const queuedOne = owner('accounting_sync_operations').where({ alga_entity_id: documentId })
    expect(await queuedOne.pluck('urgent')).toEqual([true])
    await becomes(documentId, 'synced')
    expect(invoicesUnder(documents.world, number)).toHaveLength(1)
    const [queued] = (await card(documentId)).timeline
    expect(queued).toMatchObject({ what: 'queued', byName: 'Bill Moreau' })
    expect(await sent([documentId])).toEqual({ queued: 0, hastened: 0, retried: 0, left: 1 })
  })

  it('is one document over there, however many press at once', async () => {
    const { documentId, number } = await finalized({ issueDate: '2025-12-29' })
    const answers = await Promise.all(Array.from({ length: 5 }, () => send([documentId])))
    expect(answers.map((each) => each.status)).toEqual([200, 200, 200, 200, 200])
    await becomes(documentId, 'synced')
    expect(await statusesOf(documentId)).toEqual(['done'])
    expect(invoicesUnder(documents.world, number)).toHaveLength(1)
  })

  it('tries again what was refused', async () => {
    const { rows } = documents.world.sandbox.company(documents.connection.realm).tables.Item
    const item = rows.get('1')
    rows.set('1', { ...item, Active: false } as never)
    const { documentId } = await finalized()
    await becomes(documentId, 'error')
    const view = await card(documentId)
    expect(view.error?.code).toBe('reference_inactive')
    expect(view.taskId).not.toBeNull()
    expect(await refusals(documentId)).toMatchObject({ sync: 'refused_before', retry: null })
    rows.set('1', { ...item, Active: true } as never)
    expect(await sent([documentId])).toMatchObject({ retried: 1, left: 0 })
    await becomes(documentId, 'synced')
    const what = (await card(documentId)).timeline.map((each) => each.what)
    expect(what).toEqual(['queued', 'refused', 'asked', 'written', 'verified'])
  })

  it('leaves drafts, prepayments, what is kept out and what is not ours', async () => {
    const [draftId, prepayment] = [await draft(), await finalized({ invoiceType: 'prepayment' })]
    const out = await finalized({ issueDate: '2025-12-28' })
    await documents.inHarbor((trx) =>
      documents.world.sync.keepOut(trx, HARBOR.tenant, {
        entityType: 'invoice',
        entityId: out.documentId,
        reason: 'keyed by hand',
        by: HARBOR.tenant,
      }),
    )
    expect(await refusals(out.documentId)).toMatchObject({ sync: 'kept_out', include: null })
    expect((await badge(out.documentId))?.excludedBecause).toBe('keyed by hand')
    const ids = [draftId, prepayment.documentId, out.documentId, NOBODYS]
    expect(await sent(ids)).toEqual({ queued: 0, hastened: 0, retried: 0, left: 3 })
    expect((await send([NOBODYS])).body).toMatchObject({ status: 404, code: 'accounting-no-document' })
  })

  it('is told in the audit and below the document', async () => {
    const { documentId } = await finalized({ issueDate: '2025-12-27' })
    await sent([documentId])
    const { body } = await documents.bill.ask('GET', `/invoices/${documentId}`)
    expect(JSON.stringify(body.history ?? body)).toContain('accounting_document.sync_asked')
  })
})
