import { lookBeforeVoid } from '@tieout/accounting-sync/contract'
import { getInvoice, voidInvoice, type InvoiceView } from '@tieout/billing/contract'
import { listTasks, resolveTask } from '@tieout/platform/contract'
import { bookkeeperIn } from '../demo-in/bookkeeper.ts'
import { follows } from '../demo-in/following.ts'
import type { Begun } from '../demo-out/beginning.ts'
import { badgeOf, minor, numberOf, type Scene } from '../demo-out/scene.ts'
import { applied, billed, credited, leaves, owesEverywhere } from './scene.ts'

const reason = 'billed twice'

/** As the dialog does: somebody looks at it there, then it is cancelled. */
async function cancelled({ bill }: Scene, { invoiceId }: InvoiceView): Promise<void> {
  await bill.sync(lookBeforeVoid, { documentId: invoiceId })
  await bill.api(voidInvoice, { invoiceId, reason })
}

/** An invoice with credit of another on it. */
export async function voidBoth(scene: Scene, begun: Begun): Promise<string> {
  const { bill, quickbooks, story } = scene
  const [credit, invoice] = [
    await credited(scene, await billed(scene, begun), { by: 'amount', amountMinor: 6_000 }),
    await billed(scene, begun),
  ]
  await applied(scene, credit, invoice, 6_000)
  await owesEverywhere(scene, begun, invoice, invoice.totalMinor - 6_000)
  await cancelled(scene, invoice)
  await leaves(scene, begun, credit, 6_000)
  await follows(scene, begun.connectionId, `${invoice.number} is void in QuickBooks`, async () => {
    const [there] = await quickbooks.invoicesUnder(numberOf(invoice))
    return there?.TotalAmt === 0 && (await badgeOf(scene, invoice))?.state === 'voided'
  })
  const { status } = await bill.api(getInvoice, { invoiceId: invoice.invoiceId })
  story.ensureEqual(status, 'cancelled', `The state of ${invoice.number}`)
  return numberOf(invoice)
}

/** Whoever looks there sees the money, though it has not come in yet. */
export async function refuseWhilePaidThere(scene: Scene, begun: Begun): Promise<string> {
  const { quickbooks, story, world } = scene
  const invoice = await billed(scene, begun)
  const [there] = await quickbooks.invoicesUnder(numberOf(invoice))
  if (there === undefined) throw new Error('it had arrived')
  const paid = invoice.totalMinor / 100
  await bookkeeperIn(world).pays(there.CustomerRef.value, [[there.Id, paid]], 'CHQ 4714')
  const refusal = await cancelled(scene, invoice).then(
    () => null,
    (error: unknown) => error,
  )
  story.ensure(refusal !== null, `${invoice.number} should not be voided.`)
  await owesEverywhere(scene, begun, invoice, 0)
  return numberOf(invoice)
}

/** Voided over there, and the task's own action makes it so here. */
export async function cancelHereToo(scene: Scene, begun: Begun): Promise<string> {
  const { bill, quickbooks, story, world } = scene
  const invoice = await billed(scene, begun)
  const [there] = await quickbooks.invoicesUnder(numberOf(invoice))
  await bookkeeperIn(world).voidInvoice(there?.Id ?? '')
  const task = await follows(scene, begun.connectionId, `a task tells of ${invoice.number}`, async () => {
    const { items } = await bill.api(listTasks, { kind: 'accounting_sync_drift' })
    return items.find((each) => each.title.params['number'] === invoice.number)
  })
  story.ensureEqual(task.money?.minor, invoice.totalMinor, 'The money that the task tells of')
  await bill.api(resolveTask, { taskId: task.taskId, action: 'cancel_here', input: { reason } })
  const { status } = await bill.api(getInvoice, { invoiceId: invoice.invoiceId })
  story.ensureEqual(status, 'cancelled', `The state of ${invoice.number}`)
  const { items } = await bill.api(listTasks, { kind: 'accounting_sync_drift' })
  story.ensureEqual(items.length, 0, 'The number of open tasks about it')
  return numberOf(invoice)
}

/** Nothing of it is spent: its memo is deleted, since a memo cannot be voided there. */
export async function voidCreditNote(scene: Scene, begun: Begun): Promise<string> {
  const { quickbooks, story } = scene
  const invoice = await billed(scene, begun)
  const { note } = await credited(scene, invoice, { by: 'amount', amountMinor: 3_000 })
  await cancelled(scene, note)
  await follows(scene, begun.connectionId, `${note.number} is gone in QuickBooks`, async () => {
    return (await quickbooks.memosUnder(numberOf(note))).length === 0
  })
  const [there] = await quickbooks.invoicesUnder(numberOf(invoice))
  story.ensureEqual(
    minor(there?.Balance ?? -1),
    invoice.totalMinor,
    `What ${invoice.number} owes in QuickBooks`,
  )
  return numberOf(note)
}
