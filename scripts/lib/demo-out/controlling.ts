import { exclude, include, listConnections, syncDocuments, syncNow } from '@tieout/accounting-sync/contract'
import { listNotifications, listTasks } from '@tieout/platform/contract'
import { connect, type Mapped } from './connecting.ts'
import { arrives, badgeOf, finalized, numberOf, type Scene } from './scene.ts'

/** Older than go-live, so that it goes out only because somebody asked; and two do at once. */
export async function pressTwice(
  scene: Scene,
  { clientId, serviceIds }: Mapped,
  { connectionId, before }: { connectionId: string; before: string },
): Promise<string> {
  const { story, bill } = scene
  const invoice = await finalized(scene, { clientId, serviceIds, issueDate: before })
  story.ensureEqual((await badgeOf(scene, invoice))?.state, 'not_synced', `The badge of ${invoice.number}`)
  const press = () => bill.sync(syncDocuments, { documentIds: [invoice.invoiceId] })
  const pressed = await Promise.all([
    press(),
    press(),
    bill.sync(syncNow, { connectionId }),
    bill.sync(syncNow, { connectionId }),
  ])
  story.ensureEqual(pressed[0].queued + pressed[1].queued, 1, `How often ${invoice.number} was queued`)
  await arrives(scene, invoice)
  return numberOf(invoice)
}

export async function keepOneOut(scene: Scene, { clientId, serviceIds }: Mapped): Promise<string> {
  const { story, bill, quickbooks } = scene
  const reason = 'billed by its parent company'
  await bill.sync(exclude, { entityType: 'client', entityId: clientId, reason })
  const invoice = await finalized(scene, { clientId, serviceIds })
  const badge = await story.until(`${invoice.number} waits because its client is kept out`, async () => {
    const found = await badgeOf(scene, invoice)
    return found?.operation?.waitReason === 'excluded' && found
  })
  story.ensureEqual(badge.excludedBecause, reason, `The reason that ${invoice.number} shows`)
  story.ensureEqual(
    (await quickbooks.invoicesUnder(numberOf(invoice))).length,
    0,
    `The invoices ${invoice.number} there`,
  )
  const { released } = await bill.sync(include, { entityType: 'client', entityId: clientId })
  story.ensureEqual(released, 1, 'The number of invoices that were set free')
  await arrives(scene, invoice)
  return numberOf(invoice)
}

const EXPIRED = 'accounting_connection_expired'

/** The bookkeeper takes the consent back over there. */
export async function expireAndReconnect(
  scene: Scene,
  { clientId, serviceIds }: Mapped,
  connectionId: string,
): Promise<string> {
  const { story, bill, quickbooks } = scene
  await quickbooks.arm('consent-revoked', { what: 'create Invoice' })
  const invoice = await finalized(scene, { clientId, serviceIds })
  await story.until('a task says that the connection has ended', async () => {
    const { items } = await bill.api(listTasks, { kind: EXPIRED })
    return items.length === 1
  })
  const { items: notices } = await bill.api(listNotifications, {})
  story.ensure(
    notices.some((each) => each.kind === EXPIRED),
    'Bill should have been told that the connection has ended.',
  )
  const { items } = await bill.sync(listConnections, {})
  story.ensureEqual(
    items.map((each) => each.status),
    ['expired'],
    'The state of the connection',
  )
  story.ensureEqual(
    (await quickbooks.invoicesUnder(numberOf(invoice))).length,
    0,
    `The invoices ${invoice.number} there`,
  )
  story.ensureEqual(await connect(scene), connectionId, 'The connection after connecting again')
  await arrives(scene, invoice)
  const { items: tasks } = await bill.api(listTasks, { kind: EXPIRED })
  story.ensureEqual(tasks.length, 0, 'The number of open tasks about the connection')
  return numberOf(invoice)
}
