import { getBadges, getDocument, syncDocuments } from '@tieout/accounting-sync/contract'
import { expect, vi } from 'vitest'
import { HARBOR } from '../../demo/companies.ts'
import { connect, createAccountingHost } from './accounting-host.ts'

export const NOBODYS = '7f1c2a00-0000-4000-8000-00000000dead'

interface Draft {
  invoiceType?: 'standard' | 'prepayment'
  issueDate?: string
  serviceId?: string | null
}

/** A host with a company connected, where one service is mapped, and what tests do with its documents. */
export async function createDocumentsWorld() {
  const world = await createAccountingHost()
  const { bill } = world
  const connection = await connect(world)
  const clients = (await bill.ask('GET', '/clients?limit=50')).body.items
  const { clientId } = clients.find((each: { currency: string }) => each.currency === 'USD')
  const [first, second] = (await bill.ask('GET', '/services?limit=50')).body.items
  const mapped: string = first.serviceId
  const unmapped: { serviceId: string; name: string } = second
  await world.test.db.database.withTenant(HARBOR.tenant, async (trx) => {
    await world.sync.map(trx, connection, { entityType: 'client', entityId: clientId, externalId: '1' })
    await world.sync.map(trx, connection, { entityType: 'service', entityId: mapped, externalId: '1' })
  })

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

  return {
    world,
    bill,
    connection,
    clientId,
    mapped,
    unmapped,
    draft,
    finalized,
    badge,
    card,
    refusals,
    send,
    sent,
    becomes,
    statusesOf,
    inHarbor,
    paused,
  }
}

export type DocumentsWorld = Awaited<ReturnType<typeof createDocumentsWorld>>
