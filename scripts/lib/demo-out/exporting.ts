import { getOperation, listTransactions } from '@tieout/accounting-sync/contract'
import { getTask, listTasks, resolveTask } from '@tieout/platform/contract'
import type { Mapped } from './connecting.ts'
import { arrives, badgeOf, finalized, numberOf, shownMoney, type Scene } from './scene.ts'

export async function exportOne(scene: Scene, { clientId, serviceIds }: Mapped): Promise<string> {
  const invoice = await finalized(scene, { clientId, serviceIds, taxable: true })
  scene.story.ensure(invoice.taxMinor > 0, `There should be tax on ${invoice.number}.`)
  await arrives(scene, invoice)
  return `${invoice.number}, ${shownMoney(invoice)}, ${invoice.lines.length} lines`
}

/** The work is done over there and its answer never arrives: it is found and adopted, not written again. */
export async function loseAnAnswer(scene: Scene, { clientId, serviceIds }: Mapped): Promise<string> {
  const { story, bill, quickbooks } = scene
  await quickbooks.arm('lost-after', { what: 'create Invoice' })
  const invoice = await finalized(scene, { clientId, serviceIds })
  await arrives(scene, invoice)
  const asked = { documentId: invoice.invoiceId, direction: 'out' } as const
  const { items } = await bill.sync(listTransactions, asked)
  story.ensureEqual(items.length, 1, `The number of operations of ${invoice.number}`)
  const [sent] = items
  const operationId = sent?.direction === 'out' ? sent.operationId : ''
  const { attemptsMade } = await bill.sync(getOperation, { operationId })
  const outcomes = attemptsMade.toSorted((a, b) => a.sequence - b.sequence).map((each) => each.outcome)
  story.ensureEqual(outcomes, ['unknown', 'adopted'], `What was tried for ${invoice.number}`)
  return numberOf(invoice)
}

const UNMAPPED = 'accounting_sync_unmapped_item'

/** Two invoices wait for one gap, one task tells of both, and its own action sets them free. */
export async function mendAGap(scene: Scene, mapped: Mapped): Promise<string> {
  const { story, bill, quickbooks } = scene
  const { clientId, unmappedServiceId, itemId } = mapped
  const wanted = { clientId, serviceIds: [unmappedServiceId] }
  const invoices = [await finalized(scene, wanted), await finalized(scene, wanted)]
  const minor = invoices.reduce((sum, each) => sum + each.totalMinor, 0)
  const task = await story.until('a task tells of both invoices that wait', async () => {
    const { items } = await bill.api(listTasks, { kind: UNMAPPED })
    return items.find((each) => each.title.params['documents'] === 2)
  })
  story.ensureEqual(task.money, { minor, currency: 'USD' }, 'The money that the task tells of')
  for (const each of invoices) {
    const badge = await badgeOf(scene, each)
    story.ensureEqual(badge?.operation?.waitReason, 'unmapped', `Why ${each.number} waits`)
    story.ensureEqual(
      (await quickbooks.invoicesUnder(numberOf(each))).length,
      0,
      `The invoices ${each.number} there`,
    )
  }
  const { actions } = await bill.api(getTask, { taskId: task.taskId })
  story.ensure(
    actions.some((each) => each.name === 'map' && each.allowed),
    'Bill should be offered to map it from the task.',
  )
  await bill.api(resolveTask, { taskId: task.taskId, action: 'map', input: { externalId: itemId } })
  for (const each of invoices) await arrives(scene, each)
  const { items } = await bill.api(listTasks, { kind: UNMAPPED })
  story.ensureEqual(items.length, 0, 'The number of open tasks about it')
  return `${(minor / 100).toFixed(2)} USD in ${invoices.map(numberOf).join(' and ')}`
}
