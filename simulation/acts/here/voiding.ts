import { lookBeforeVoid } from '@tieout/accounting-sync/contract'
import { voidInvoice } from '@tieout/billing/contract'
import { asUseCase } from '../../../server/src/accounting/as-use-case.ts'
import type { SimTenant } from '../../world.ts'
import { ask, told } from './asking.ts'

/** Whoever cancels something looks at it over there first, as the dialog does when it opens. */
export async function lookAndVoid(
  tenant: SimTenant,
  { invoiceId, number }: { invoiceId: string; number: string },
): Promise<string> {
  const looked = await ask(tenant, asUseCase(lookBeforeVoid), { documentId: invoiceId })
  const seen =
    looked.kind === 'refused' ? looked.code : (looked.answer.refused ?? looked.answer.there?.standing)
  const asked = await ask(tenant, voidInvoice, { invoiceId, reason: 'by mistake' })
  return told(`void ${number}, which was looked at (${seen ?? 'not there'})`, asked)
}
