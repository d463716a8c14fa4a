import type { Entity } from '@tieout/qbo-sandbox'
import type { Check, SimTenant, World } from '../world.ts'
import { bothBooks, linkOf, receiptsOf, type Both } from './both.ts'

/**
 * Beside the sums of I8: money and documents keep their days, what we wrote is what we meant as long as nobody
 * touched it, and what is recorded of a payment is never more than came in with it.
 */
export const keptAsMeant: Check = async (world) => {
  const all = await Promise.all(
    world.tenants.map(async (tenant) => {
      const both = await bothBooks(world, tenant)
      const sentences = [
        ...daysOfMoney(world, tenant, both),
        ...moreThanCame(world, tenant, both),
        ...otherwiseFromTheFirst(world, tenant, both),
        ...takenBack(both),
      ]
      return sentences.map((what) => ({ invariant: 'I8', tenant: tenant.tenant, what }))
    }),
  )
  return all.flat()
}

const paymentThere = ({ sandbox }: World, { realm }: SimTenant, id: string): Entity | undefined =>
  sandbox.company(realm).tables.Payment.rows.get(id)

/** What came from there bears the day that it bears there. */
function daysOfMoney(world: World, tenant: SimTenant, both: Both): string[] {
  return [...both.theirs.payments.keys()].flatMap((id) => {
    const day = String(paymentThere(world, tenant, id)?.['TxnDate'] ?? '')
    return receiptsOf(both, id)
      .filter((each) => each.provider === 'quickbooks' && !each.isReversed && each.paidOn !== day)
      .filter(() => !isAsked(both, id))
      .map((each) => `payment ${id} is of ${day}, and was recorded here on ${each.paidOn}`)
  })
}

const isAsked = ({ ours }: Both, id: string): boolean =>
  ours.observations.some((each) => each.kind === 'payment' && each.externalId === id)

/** Money and entries come in; credit of the customer was there before. */
function moreThanCame(world: World, tenant: SimTenant, both: Both): string[] {
  return [...both.theirs.payments.values()].flatMap(({ id, totalMinor }) => {
    const lines = (paymentThere(world, tenant, id)?.['Line'] ?? []) as readonly PaymentLine[]
    const entries = lines
      .filter(({ LinkedTxn = [] }) => LinkedTxn.some((each) => !['Invoice', 'CreditMemo'].includes(each.TxnType)))
      .reduce((sum, { Amount = 0 }) => sum + Math.round(Amount * 100), 0)
    const recorded = receiptsOf(both, id)
      .filter((each) => each.provider === 'quickbooks' && !each.isReversed)
      .reduce((sum, each) => sum + each.amountMinor, 0)
    return recorded > totalMinor + entries
      ? [`payment ${id} brought ${totalMinor + entries}, and ${recorded} is recorded of it here`]
      : []
  })
}

interface PaymentLine {
  Amount?: number
  LinkedTxn?: readonly { TxnType: string }[]
}

/** Its token has never moved: nobody has touched it since we wrote it. Taxes the company may reckon for itself. */
function otherwiseFromTheFirst({ sandbox }: World, { realm }: SimTenant, both: Both): string[] {
  const { Invoice, CreditMemo } = sandbox.company(realm).tables
  return both.ours.documents.flatMap((document) => {
    const link = linkOf(both, document)
    const table = link?.externalKind === 'credit_memo' ? CreditMemo : Invoice
    const row = link === undefined ? undefined : table.rows.get(link.externalId)
    if (row?.SyncToken !== '0' || !String(row['PrivateNote'] ?? '').includes(document.id)) return []
    return row['TxnDate'] === document.issueDate
      ? []
      : [`${document.number} is of ${document.issueDate}, and was written there as of ${String(row['TxnDate'])}`]
  })
}

/** What stands over there stays posted here. */
const takenBack = (both: Both): string[] =>
  both.ours.links
    .filter((each) => ['invoice', 'credit_note'].includes(each.entityType) && !both.documents.has(each.entityId))
    .map((each) => `${each.entityType} ${each.number ?? each.entityId} is there, and is a draft here`)
