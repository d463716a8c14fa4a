import { setTimeout } from 'node:timers/promises'
import type { AccountingSync, SyncHost } from '@tieout/accounting-sync'
import type { BadgeView, ConnectionView, DocumentView } from '@tieout/accounting-sync/contract'
import { openTasks } from '@tieout/accounting-sync/plain'
import { bill, books } from './books.ts'
import { agreeAt } from './consent.ts'

interface Here {
  host: SyncHost
  sync: AccountingSync
  tenant: string
  api: string
}

/** Connects a company unless one is, makes the invoice unless it is made, and says what came of it. */
export async function play(here: Here): Promise<void> {
  const { host, sync, tenant } = here
  const ask = asking(here)
  const connection = (await connected(ask)) ?? (await connectNow(ask))

  // Whoever makes a document announces it, in the transaction in which it happens. Twice does no harm.
  const since = new Date()
  const invoiceId = await host.transactions.inTenant(tenant, async (trx) => {
    const id = await bill(trx, tenant)
    await sync.documentsFinalized(trx, tenant, await books.documents(trx, tenant, [id]))
    return id
  })

  // The schedule comes by every quarter of an hour; who does not want to wait presses Sync now.
  await ask('POST', `/connections/${connection}/sync`)
  await until(async () => {
    const { running, last, due } = await ask('GET', `/connections/${connection}/progress`)
    return running === null && due === 0 && Date.parse(last?.startedAt) >= since.getTime()
  })

  const { badge, here: ours, there }: DocumentView = await ask('GET', `/documents/${invoiceId}`)
  console.log(`${ours?.number} is ${saidBy(badge)}`)
  console.log(`here ${ours?.totalMinor}, of which ${ours?.balanceMinor} owed; there ${there?.totalMinor}`)
  const tasks = await host.transactions.inTenant(tenant, (trx) => openTasks(trx, tenant))
  console.log(`asked of people: ${tasks.map((each) => each.kind).join(', ') || 'nothing'}`)
}

const saidBy = (badge: BadgeView | null) => `${badge?.state}${badge?.verified ? ', verified' : ''}`

type Ask = ReturnType<typeof asking>

async function connected(ask: Ask): Promise<string | undefined> {
  const { items }: { items: ConnectionView[] } = await ask('GET', '/connections')
  return items.find((each) => each.status === 'connected')?.connectionId
}

/** A company is connected once, by a person at its consent page, who then says what is to go out. */
async function connectNow(ask: Ask): Promise<string> {
  const begun = await ask('POST', '/consents', { environment: 'sandbox', app: 'platform', returnTo: '/' })
  const { connectionId } = await ask('POST', '/consents/finish', {
    callbackUrl: await agreeAt(begun.authorizeUrl),
  })
  // The first run reads what there is to link to. These books know no services: all lines go to one item.
  const item = await until(
    async () => (await ask('GET', `/connections/${connectionId}/entries/item`)).items[0],
  )
  const goLive = { autoSync: true, goLiveDate: '2026-01-01', createCustomers: true }
  await ask('PATCH', `/connections/${connectionId}/settings`, { ...goLive, fallbackItemId: item.id })
  return connectionId
}

/** As a screen of this host would. */
const asking =
  ({ api }: Here) =>
  async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${api}${path}`, { method, body: body && JSON.stringify(body) })
    const said = await answer.json()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(said)}`)
    return said
  }

async function until<T>(look: () => Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const seen = await look()
    if (seen) return seen
    await setTimeout(100)
  }
}
