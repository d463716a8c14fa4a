import { AlreadyExported, type AccountingSync, type RefusedVoid } from '@tieout/accounting-sync'
import type { Billing, Guard, LifecycleEvents, ReadinessContributor, Refusal } from '@tieout/billing'
import { conflict, type Transaction } from '@tieout/platform'
import { announced, announcedPayments, byKind } from './announced.ts'
import { announcedCredits } from './credits-seen.ts'
import { isOfAccounting } from './payments.ts'
import { finding, namedIn } from './findings.ts'

/** Where the sync stands in the books: what it hears of, warns of, refuses, and what it narrows lists to. */
export function standInTheBooks(
  { lifecycle, readiness, guards, narrowings }: Billing,
  sync: AccountingSync,
): void {
  lifecycle.subscribe('finalized', async (trx, tenant, items) => {
    const documents = await announced(
      trx,
      items.map((each) => each.invoiceId),
    )
    await sync.documentsFinalized(trx, tenant, documents)
  })
  const tell = async (trx: Transaction, tenant: string, items: readonly PaymentTold[]) => {
    const ids = items.filter(isOfHere).map((each) => each.paymentId)
    if (ids.length > 0) await sync.paymentsChanged(trx, tenant, await announcedPayments(trx, ids))
  }
  lifecycle.subscribe('paymentRecorded', tell)
  lifecycle.subscribe('paymentReversed', theirsStay(sync))
  lifecycle.subscribe('paymentReversed', tell)
  const tellCredit = async (trx: Transaction, tenant: string, items: readonly CreditTold[]) => {
    const ids = items.filter(({ source }) => source === null).map((each) => each.allocationId)
    if (ids.length > 0) await sync.creditsChanged(trx, tenant, await announcedCredits(trx, ids))
  }
  lifecycle.subscribe('creditApplied', tellCredit)
  lifecycle.subscribe('creditUnapplied', tellCredit)
  lifecycle.subscribe('voided', async (trx, tenant, items) => {
    const ids = items.map((each) => each.invoiceId)
    for (const [kind, own] of await byKind(trx, ids)) await sync.documentsVoided(trx, tenant, kind, own)
  })
  readiness.contribute(whatCannotBeMapped(sync))
  guards.add(exportedStays(sync))
  guards.add(bothSidesAreLookedAt(sync))
  for (const chip of CHIPS) {
    narrowings.register({
      name: `accounting:${chip}`,
      documents: (trx, tenant) => sync.documentsBehind(trx, tenant, chip),
    })
  }
}

/** The chips above the list of documents. */
const CHIPS = ['attention', 'queued', 'drift'] as const

type CreditTold = LifecycleEvents['creditApplied']
type PaymentTold = LifecycleEvents['paymentRecorded'] | LifecycleEvents['paymentReversed']

/** What came from the accounting system is never sent back to it, whoever changes it afterwards. */
const isOfHere = ({ provider, source }: PaymentTold): boolean => source === null && !isOfAccounting(provider)

/**
 * What was recorded over there is taken back over there: here alone it would be owed again on one side, and the
 * next look would find nothing new about it.
 */
const theirsStay =
  (sync: AccountingSync) => async (trx: Transaction, tenant: string, items: readonly PaymentTold[]) => {
    const theirs = items.filter(({ provider, source }) => source === null && isOfAccounting(provider))
    if (theirs.length === 0) return
    const standing = await sync.stillThere(
      trx,
      tenant,
      theirs.map((each) => each.paymentId),
    )
    if (standing.length > 0)
      throw conflict('accounting-payment-theirs', 'This payment is taken back in the accounting system.')
  }

/** It warns and stops nobody: what is not mapped waits, and a task asks for it. */
const whatCannotBeMapped = (sync: AccountingSync): ReadinessContributor => ({
  name: 'accounting',
  async check(trx, tenant, invoiceIds) {
    const { books } = sync.engine.host
    const documents = await books.drafts(trx, tenant, invoiceIds)
    const found = await sync.readiness(trx, tenant, documents)
    if (found.length === 0) return []
    const names = await books.names(trx, tenant, namedIn(found))
    const byId = new Map(documents.map((each) => [each.id, each]))
    return found.flatMap(({ documentId, missing, apart }) =>
      [...missing, ...(apart === null ? [] : [{ what: 'taxes_apart' as const, ...apart }])].map((each) => ({
        invoiceId: documentId,
        ...('lineId' in each ? { lineId: each.lineId } : {}),
        ...finding(each, byId.get(documentId), names),
        blocking: false,
      })),
    )
  },
})

/**
 * What is in the accounting system, or on its way there, stays as it is here. What only waits is taken back
 * by the same step: looking alone would leave a moment in which it is sent.
 */
const exportedStays = (sync: AccountingSync): Guard => ({
  name: 'accounting',
  actions: ['unfinalize', 'delete'],
  async refuse(trx, tenant, _action, invoiceIds) {
    const refusals: Refusal[] = []
    for (const [kind, ids] of await byKind(trx, invoiceIds)) {
      refusals.push(...(await refusalsOf(() => sync.documentsReopened(trx, tenant, kind, ids), ids)))
    }
    return refusals
  },
})

async function refusalsOf(takeBack: () => Promise<void>, ids: readonly string[]): Promise<Refusal[]> {
  try {
    await takeBack()
    return []
  } catch (error) {
    if (!(error instanceof AlreadyExported)) throw error
    const reason = error.message
    // Of what is on its way the ids are not told: then all that were asked about stay.
    const stay = error.documentIds.length > 0 ? error.documentIds : ids
    return stay.map((invoiceId) => ({ invoiceId, messageKey: 'exported', params: {}, reason }))
  }
}

/**
 * What stands in the accounting system is cancelled here only when somebody looked at it there, and nothing settles it
 * there that is not known here: voiding it there would take that off.
 */
const bothSidesAreLookedAt = (sync: AccountingSync): Guard => ({
  name: 'accounting',
  actions: ['void'],
  async refuse(trx, tenant, _action, invoiceIds) {
    const refusals: Refusal[] = []
    for (const [kind, ids] of await byKind(trx, invoiceIds))
      for (const each of await sync.refusedVoids(trx, tenant, kind, ids)) {
        const { documentId: invoiceId, why, company, amountMinor, currency } = each
        const params = { company, amountMinor, currency }
        refusals.push({
          invoiceId,
          messageKey: why.replaceAll('_', '-'),
          params,
          reason: REASONS[why](company),
        })
      }
    return refusals
  },
})

const REASONS: Record<RefusedVoid['why'], (company: string) => string> = {
  not_looked_at: (company) =>
    `Nobody has looked in ${company} in the last minutes whether anything settles it.`,
  paid_there: (company) => `Something settles it in ${company} that is not known here.`,
  spent_there: (company) => `Some of this credit is spent in ${company}, which is not known here.`,
}
