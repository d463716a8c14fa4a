import { getDocument } from '@tieout/accounting-sync/contract'
import type { InvoiceView } from '@tieout/billing/contract'
import { getTask, listTasks, resolveTask } from '@tieout/platform/contract'
import type { Begun } from '../demo-out/beginning.ts'
import { arrives, badgeOf, finalized, minor, numberOf, type Scene } from '../demo-out/scene.ts'
import { bookkeeperIn } from './bookkeeper.ts'
import { follows } from './following.ts'

const DRIFT = 'accounting_sync_drift'
const MORE = 25

/** Changed over there, and what we mean is written again, from the task that told of it. */
export async function changeAndReExport(scene: Scene, begun: Begun): Promise<string> {
  const { bill, story } = scene
  const { invoice, taskId } = await drifted(scene, begun)
  await bill.api(resolveTask, { taskId, action: 're_export', input: {} })
  await arrives(scene, invoice)
  await noTaskIsLeft(scene)
  story.ensure((await differencesOf(scene, invoice)).length === 0, `${invoice.number} should differ no more.`)
  return numberOf(invoice)
}

/** Changed over there, and somebody lives with it; then the bookkeeper puts it right. */
export async function changeAndAccept(scene: Scene, begun: Begun): Promise<string> {
  const { bill, story, world } = scene
  const { invoice, taskId, id, lines } = await drifted(scene, begun)
  await bill.api(resolveTask, { taskId, action: 'accept', input: { reason: 'agreed on the phone' } })
  await noTaskIsLeft(scene)
  story.ensureEqual((await badgeOf(scene, invoice))?.state, 'drift', `The badge of ${invoice.number}`)
  const total = (await differencesOf(scene, invoice)).find((each) => each.field === 'total')
  story.ensure(total !== undefined, `${invoice.number} should still show by how much it differs.`)
  await bookkeeperIn(world).change('Invoice', id, { Line: lines })
  await follows(scene, begun.connectionId, `${invoice.number} is as we mean it`, async () => {
    const badge = await badgeOf(scene, invoice)
    return badge?.state === 'synced' && badge.verified
  })
  await arrives(scene, invoice)
  return `${numberOf(invoice)} by ${MORE}.00 USD there`
}

interface Drifted {
  invoice: InvoiceView
  taskId: string
  id: string
  /** As they were over there. */
  lines: object[]
}

/** The first line of a fresh invoice costs more over there. */
async function drifted(scene: Scene, { connectionId, mapped }: Begun): Promise<Drifted> {
  const { bill, story, quickbooks, world } = scene
  const { clientId, serviceIds } = mapped
  const invoice = await finalized(scene, { clientId, serviceIds })
  await arrives(scene, invoice)
  const [there] = await quickbooks.invoicesUnder(numberOf(invoice))
  if (there === undefined) throw new Error('it had arrived')
  const lines = there.Line.filter((each) => each.DetailType === 'SalesItemLineDetail')
  const dearer = lines.map((each, at) => (at === 0 ? dearerBy(each) : each))
  await bookkeeperIn(world).change('Invoice', there.Id, { Line: dearer })
  const task = await follows(scene, connectionId, `a task tells that ${invoice.number} differs`, async () => {
    const { items } = await bill.api(listTasks, { kind: DRIFT })
    return items.find((each) => each.title.params['number'] === invoice.number)
  })
  story.ensureEqual(task.money, { minor: MORE * 100, currency: 'USD' }, 'The money that the task tells of')
  story.ensureEqual((await badgeOf(scene, invoice))?.state, 'drift', `The badge of ${invoice.number}`)
  const total = (await differencesOf(scene, invoice)).find((each) => each.field === 'total')
  story.ensure(total !== undefined, `The two totals of ${invoice.number} should be shown.`)
  const [now] = await quickbooks.invoicesUnder(numberOf(invoice))
  story.ensureEqual(minor(now?.TotalAmt ?? 0), invoice.totalMinor + MORE * 100, 'The total in QuickBooks')
  const { actions } = await bill.api(getTask, { taskId: task.taskId })
  for (const name of ['re_export', 'accept']) {
    story.ensure(
      actions.some((each) => each.name === name && each.allowed),
      `The task should offer ${name}.`,
    )
  }
  return { invoice, taskId: task.taskId, id: there.Id, lines }
}

interface LineThere {
  Amount: number
  DetailType: string
}

/** As one piece, so that quantity times price is what it says. */
function dearerBy(line: LineThere): object {
  const Amount = Math.round((line.Amount + MORE) * 100) / 100
  const { SalesItemLineDetail: detail } = line as LineThere & { SalesItemLineDetail?: object }
  return { ...line, Amount, SalesItemLineDetail: { ...detail, Qty: 1, UnitPrice: Amount } }
}

async function differencesOf({ bill }: Scene, { invoiceId }: InvoiceView) {
  return (await bill.sync(getDocument, { documentId: invoiceId })).differences
}

async function noTaskIsLeft({ bill, story }: Scene): Promise<void> {
  await story.until('no task about a difference is open', async () => {
    const { items } = await bill.api(listTasks, { kind: DRIFT })
    return items.length === 0
  })
  story.ensure(true, 'No task about a difference should be open.')
}
