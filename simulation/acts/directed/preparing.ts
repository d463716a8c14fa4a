import { createBatch, deliverBatch, previewBatch } from '@tieout/accounting-sync/contract'
import { checkReadiness } from '@tieout/billing/contract'
import { asUseCase } from '../../../server/src/accounting/as-use-case.ts'
import type { Act } from '../../world.ts'
import { ask, told } from '../here/asking.ts'
import { day } from '../here/looking.ts'
import { act, draft, finalize, LINE, pay } from './billing.ts'

/** What scripts have people do before something goes out, and with what never does. */
export const directedPreparing: readonly Act[] = [
  act('send-batch', async (world, tenant) => {
    const { connectionId } = tenant
    const filter = { from: day(world, -120), to: day(world) }
    const preview = await ask(tenant, asUseCase(previewBatch), { connectionId, ...filter })
    if (preview.kind === 'refused') return told('preview a batch', preview)
    const documentIds = preview.answer.documents.map((each) => each.documentId)
    if (documentIds.length === 0) return null
    const made = await ask(tenant, asUseCase(createBatch), { connectionId, ...filter, documentIds })
    if (made.kind === 'refused') return told('make a batch', made)
    const { batchId, version } = made.answer
    const asked = await ask(tenant, asUseCase(deliverBatch), { batchId, version })
    return told(`deliver a batch of ${documentIds.length}`, asked)
  }),
  /** What nobody could map is named before it is finalized, by its line. */
  act('bill-after-asking', async (world, tenant) => {
    const unmapped = tenant.services.find((each) => each.itemId === null)?.serviceId ?? null
    const invoiceId = await draft(world, tenant, { lines: [LINE, { ...LINE, serviceId: unmapped }] })
    const asked = await ask(tenant, checkReadiness, { invoiceIds: [invoiceId] })
    if (asked.kind === 'refused') return told('ask whether a draft is ready', asked)
    const named = asked.answer.findings.filter((each) => each.lineId !== undefined)
    if (named.length !== 1)
      throw new Error(`one line cannot be mapped, and ${named.length} are named before it is finalized`)
    return await finalize(tenant, [invoiceId])
  }),
  act('bill-in-advance', async (world, tenant, chance) => {
    const invoiceId = await draft(world, tenant, { invoiceType: 'prepayment', lines: [LINE] })
    const billed = await finalize(tenant, [invoiceId])
    const [owed] = await world.look(async (owner) => {
      const { rows } = await owner.raw(
        `select i.invoice_id as "invoiceId", i.client_id as "clientId", i.number, i.currency, i.total_minor as "dueMinor"
         from invoices i where i.tenant = ? and i.invoice_id = ? and i.finalized_at is not null order by i.number`,
        [tenant.tenant, invoiceId],
      )
      return rows
    })
    return owed === undefined ? billed : `${billed}; ${await pay(world, tenant, chance, [owed])}`
  }),
]
