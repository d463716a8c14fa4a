import { syncNow } from '@tieout/accounting-sync/contract'
import { getInvoice, getPortalInvoice, type InvoiceView } from '@tieout/billing/contract'
import { minor, numberOf, type Scene } from '../demo-out/scene.ts'

const PRESS_AGAIN = 1000

/** Presses Sync now, as Bill would, until what happened there is so here. */
export async function follows<T>(
  { bill, story }: Scene,
  connectionId: string,
  what: string | (() => string),
  look: () => Promise<T | null | undefined | false>,
): Promise<T> {
  let pressedAt = -Infinity
  return await story.until(what, async () => {
    if (performance.now() - pressedAt > PRESS_AGAIN) {
      await bill.sync(syncNow, { connectionId })
      pressedAt = performance.now()
    }
    return await look()
  })
}

/** So much is owed here, in the portal of the client, and over there. */
export async function owes(
  scene: Scene,
  connectionId: string,
  invoice: InvoiceView,
  dueMinor: number,
): Promise<void> {
  const { portal, quickbooks, story } = scene
  const { invoiceId } = invoice
  await owesHere(scene, connectionId, invoice, dueMinor)
  const shown = await portal.api(getPortalInvoice, { invoiceId })
  story.ensureEqual(shown.balanceDueMinor, dueMinor, `What ${invoice.number} owes in the portal`)
  story.ensureEqual(
    shown.status === 'paid',
    dueMinor === 0,
    `Whether ${invoice.number} is paid in the portal`,
  )
  const [there] = await quickbooks.invoicesUnder(numberOf(invoice))
  story.ensureEqual(minor(there?.Balance ?? -1), dueMinor, `What ${invoice.number} owes in QuickBooks`)
}

/** Once the sync has come by. */
export async function owesHere(
  scene: Scene,
  connectionId: string,
  { invoiceId, number }: InvoiceView,
  dueMinor: number,
): Promise<void> {
  let seen: number | null = null
  await follows(
    scene,
    connectionId,
    () => `${number} owes ${dueMinor} minor units here; it owes ${seen}`,
    async () => {
      seen = (await scene.bill.api(getInvoice, { invoiceId })).balanceDueMinor
      return seen === dueMinor
    },
  )
}
