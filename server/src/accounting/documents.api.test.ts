import type { Connection } from '@tieout/accounting-sync'
import { countChips, getBadges, getDocument, syncDocuments } from '@tieout/accounting-sync/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import type { Person } from '../testing/test-host.ts'
import {
  connect,
  createAccountingHost,
  invoicesUnder,
  type AccountingHost,
} from './testing/accounting-host.ts'

const NOBODYS = '7f1c2a00-0000-4000-8000-00000000dead'

interface Draft {
  invoiceType?: 'standard' | 'prepayment'
  issueDate?: string
  serviceId?: string | null
}

let world: AccountingHost
let bill: Person
let connection: Connection
let clientId: string
let mapped: string
let unmapped: { serviceId: string; name: string }
beforeAll(async () => {
  world = await createAccountingHost()
  bill = world.bill
  connection = await connect(world)
  const clients = (await bill.ask('GET', '/clients?limit=50')).body.items
  clientId = clients.find((each: { currency: string }) => each.currency === 'USD').clientId
  const [first, second] = (await bill.ask('GET', '/services?limit=50')).body.items
  mapped = first.serviceId
  unmapped = second
  await world.test.db.database.withTenant(HARBOR.tenant, async (trx) => {
    await world.sync.map(trx, connection, { entityType: 'client', entityId: clientId, externalId: '1' })
    await world.sync.map(trx, connection, { entityType: 'service', entityId: mapped, externalId: '1' })
  })
})
afterAll(() => world.close())

async function draft({ serviceId = mapped, ...fields }: Draft = {}): Promise<string> {
  const line = { description: 'Server care', unitPriceMinor: 12_345, quantity: '2', taxable: false }
  const lines = [fields.invoiceType === 'prepayment' ? { ...line } : { ...line, serviceId }]
  const made = await bill.ask('POST', '/invoices').send({ clientId, lines, ...fields })
  expect(made.status, made.text).toBe(201)
  return made.body.invoiceId
}

async function finalized(fields: Draft = {}): Promise<{ documentId: string; number: string }> {
  const documentId = await draft(fields)
  await bill
    .ask('POST', '/invoices/finalize')
    .send({ invoiceIds: [documentId] })
    .expect(200)
  const { body } = await bill.ask('GET', `/invoices/${documentId}`)
  return { documentId, number: body.number }
}

const badge = async (documentId: string, person = bill) => {
  const { body } = await person
    .ask('POST', '/accounting/badges')
    .send({ documentIds: [documentId] })
    .expect(200)
  return getBadges.output.parse(body).items[0]
}
const card = async (documentId: string, person = bill) => {
  const answer = await person.ask('GET', `/accounting/documents/${documentId}`)
  expect(answer.status, answer.text).toBe(200)
  return getDocument.output.parse(answer.body)
}
const refusals = async (documentId: string) =>
  Object.fromEntries((await card(documentId)).actions.map(({ action, refused }) => [action, refused]))
const send = async (documentIds: string[], person = bill) =>
  await person.ask('POST', '/accounting/documents/sync').send({ documentIds })
const sent = async (documentIds: string[]) => {
  const answer = await send(documentIds)
  expect(answer.status, answer.text).toBe(200)
  return syncDocuments.output.parse(answer.body)
}
const becomes = (documentId: string, state: string) =>
  vi.waitFor(async () => expect((await badge(documentId))?.state).toBe(state), {
    timeout: 20_000,
    interval: 100,
  })
const statusesOf = (documentId: string): Promise<string[]> =>
  world.test.db
    .owner('accounting_sync_operations')
    .where({ alga_entity_id: documentId })
    .orderBy('created_at')
    .pluck('status')

const inHarbor = <T>(work: Parameters<typeof world.test.db.database.withTenant<T>>[1]) =>
  world.test.db.database.withTenant(HARBOR.tenant, work)
const paused = async (work: () => Promise<void>) => {
  const { connectionId, tenant } = connection
  await inHarbor((trx) => world.sync.pause(trx, tenant, connectionId, { reason: 'month end', by: tenant }))
  await work()
  await inHarbor((trx) => world.sync.resume(trx, tenant, connectionId))
}

describe('the card of a document', () => {
  it('shows both sides of what is there, equal to the cent, and how it came there', async () => {
    const { documentId, number } = await finalized()
    await becomes(documentId, 'synced')
    const view = await card(documentId)
    expect(view).toMatchObject({
      connection: { connectionId: connection.connectionId, status: 'connected' },
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
    expect(view.here?.customer.id).toBe(clientId)
    expect(view.there?.customer.id).toBe('1')
    expect(view.badge?.deepLink).toContain('/desk')
    expect(view.timeline.map((each) => each.what)).toEqual(['queued', 'written', 'verified'])
    expect(Date.parse(view.checkedAt ?? '')).toBeGreaterThan(0)
    expect(await refusals(documentId)).toEqual({
      sync: 'there_already',
      retry: 'nothing_refused',
      view: null,
      exclude: 'there_already',
      include: 'not_kept_out',
    })
  })

  it('names what it waits for, and leads to the task', async () => {
    const { documentId } = await finalized({ serviceId: unmapped.serviceId })
    await vi.waitFor(async () => expect((await card(documentId)).taskId).not.toBeNull(), { timeout: 20_000 })
    const view = await card(documentId)
    expect(view).toMatchObject({
      badge: { state: 'queued', operation: { waitReason: 'unmapped' } },
      missing: [{ what: 'item', entityId: unmapped.serviceId, name: unmapped.name }],
      there: null,
    })
    const task = await bill.ask('GET', `/inbox/tasks/${view.taskId}`)
    expect(task.body.kind).toBe('accounting_sync_unmapped_item')
    await inHarbor((trx) =>
      world.sync.map(trx, connection, {
        entityType: 'service',
        entityId: unmapped.serviceId,
        externalId: '1',
      }),
    )
    await becomes(documentId, 'synced')
  })

  it('of a draft says what it would wait for, of a prepayment that it never goes out', async () => {
    const third = (await bill.ask('GET', '/services?limit=50')).body.items[2]
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

  it('of a credit note stands beside its own number and what is left of it', async () => {
    const { documentId } = await finalized()
    const part = { by: 'amount', amountMinor: 12_345 }
    const made = await bill.ask('POST', `/invoices/${documentId}/credit-notes`).send({ part })
    expect(made.status, made.text).toBeLessThan(300)
    const { invoiceId } = made.body
    await bill
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

  it('takes at most six statements, whatever it has to say', async () => {
    const { documentId } = await finalized({ serviceId: null })
    await sent([documentId])
    await vi.waitFor(async () => expect((await card(documentId)).taskId).not.toBeNull(), { timeout: 20_000 })
    for (const id of [documentId, await draft({ serviceId: null })]) {
      const statements = await statementsFor(id)
      expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(6)
    }
  })

  /** Of the answer alone: jobs in the background ask the database too. */
  async function statementsFor(documentId: string): Promise<string[]> {
    const answer = world.sync.answers.find(({ route }) => route.name === 'accounting.document')
    if (answer?.scope !== 'inside') throw new Error('a card is read in a transaction')
    return await inHarbor(async (trx) => {
      const statements: string[] = []
      trx.on('query', ({ sql }: { sql: string }) => statements.push(sql))
      const asking = { tenant: HARBOR.tenant, userId: NOBODYS, name: 'test', sessionId: 'test' }
      await answer.run({ ...asking, trx, audit: async () => {} }, { documentId } as never)
      return statements
    })
  }
})

describe('sending now', () => {
  it('queues what is older than go-live, by the name of whoever asked', async () => {
    const { documentId, number } = await finalized({ issueDate: '2025-12-30' })
    expect(await card(documentId)).toMatchObject({
      outlook: 'before_go_live',
      goLiveDate: '2026-01-01',
      badge: { state: 'not_synced' },
    })
    expect(await sent([documentId])).toEqual({ queued: 1, hastened: 0, retried: 0, left: 0 })
    await becomes(documentId, 'synced')
    expect(invoicesUnder(world, number)).toHaveLength(1)
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
    expect(invoicesUnder(world, number)).toHaveLength(1)
  })

  it('tries again what was refused', async () => {
    const { rows } = world.sandbox.company(connection.realm).tables.Item
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
    await inHarbor((trx) =>
      world.sync.keepOut(trx, HARBOR.tenant, {
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
    const { body } = await bill.ask('GET', `/invoices/${documentId}`)
    expect(JSON.stringify(body.history ?? body)).toContain('accounting_document.sync_asked')
  })
})

describe('the chips above the list', () => {
  it('count what the list then shows, page by page and as a file', async () => {
    await paused(async () => {
      const made = [await finalized(), await finalized(), await finalized()]
      const { body } = await bill.ask('GET', '/accounting/chips').expect(200)
      const counts = countChips.output.parse(body)
      expect(counts).toMatchObject({ connected: true })
      expect(counts.queued).toBeGreaterThanOrEqual(3)
      const path = '/invoices?narrow=accounting:queued&sort=number&limit=2'
      const first = (await bill.ask('GET', path)).body
      const seen = [...first.items]
      for (let cursor = first.nextCursor; cursor !== null;) {
        const page = (await bill.ask('GET', `${path}&cursor=${encodeURIComponent(cursor)}`)).body
        seen.push(...page.items)
        cursor = page.nextCursor
      }
      expect(seen).toHaveLength(counts.queued)
      const numbers = seen.map((each: { number: string }) => each.number)
      expect(numbers).toEqual(numbers.toSorted().toReversed())
      for (const { number } of made) expect(numbers).toContain(number)
      const all = (await bill.ask('GET', '/invoices/counts?narrow=accounting:queued')).body.all
      expect(all).toBe(counts.queued)
      const file = await bill.ask('GET', '/invoices.csv?narrow=accounting:queued')
      expect(file.text.trimEnd().split('\r\n')).toHaveLength(counts.queued + 1)
      expect((await bill.ask('GET', '/invoices?narrow=accounting:drift')).body.items).toEqual([])
    })
  })
})

describe('whoever is not of the company', () => {
  it('sees nothing of it: another tenant, a technician, a client in the portal', async () => {
    const { documentId } = await finalized()
    const bea = await world.test.as('bea@juniperridge.example')
    expect(await badge(documentId, bea)).toBeUndefined()
    expect((await card(documentId, bea)).connection).toBeNull()
    expect((await send([documentId], bea)).body.code).toBe('accounting-not-connected')
    expect((await bea.ask('GET', '/invoices?narrow=accounting:queued')).body.items).toEqual([])
    const pia = await world.test.as('pia@cedarclinic.example', { audience: 'portal' })
    for (const path of ['/accounting/chips', `/accounting/documents/${documentId}`]) {
      expect((await pia.ask('GET', path)).status).toBe(403)
    }
    const shown = await pia.ask('GET', '/portal/invoices?limit=50')
    expect(shown.status).toBe(200)
    expect(shown.text).not.toMatch(/accounting|quickbooks|synced|sync_/i)
  })
})

describe('the community edition', () => {
  it('has no such routes, and no such way to narrow', async () => {
    const community = await createAccountingHost({ edition: 'community' })
    for (const path of ['/accounting/chips', `/accounting/documents/${NOBODYS}`]) {
      expect((await community.bill.ask('GET', path)).status).toBe(404)
    }
    expect((await community.bill.ask('GET', '/invoices?narrow=accounting:drift')).status).toBe(400)
    expect((await community.bill.ask('GET', '/invoices')).status).toBe(200)
    await community.close()
  })
})
