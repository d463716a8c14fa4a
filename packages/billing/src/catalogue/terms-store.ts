import type { Transaction } from '@tieout/platform'
import type { UsageFilter } from '../contract/catalogue.ts'
import type { TermsRule, TermsView } from '../contract/terms.ts'

export type TermsState = Pick<TermsView, 'name' | 'rule' | 'days' | 'status'>

const VIEW = {
  termsId: 'terms_id',
  name: 'name',
  rule: 'rule',
  days: 'days',
  isDefault: 'is_default',
  status: 'status',
}

/** One row more than asked for, to know whether another page follows. The shortest first. */
export async function termsPage(
  trx: Transaction,
  wanted: { status: UsageFilter; after?: { days: number; name: string }; limit: number },
): Promise<TermsView[]> {
  const query = trx('payment_terms')
    .select(VIEW)
    .orderBy(['days', 'name'])
    .limit(wanted.limit + 1)
  if (wanted.status !== 'all') query.where({ status: wanted.status })
  if (wanted.after) query.whereRaw('(days, name) > (?, ?)', [wanted.after.days, wanted.after.name])
  return await query
}

export async function activeTerms(trx: Transaction): Promise<TermsView[]> {
  return await trx('payment_terms').where({ status: 'active' }).orderBy(['days', 'name']).select(VIEW)
}

export interface TermsInForce {
  termsId: string | null
  rule: TermsRule
  days: number
}

const IN_FORCE = { termsId: VIEW.termsId, rule: VIEW.rule, days: VIEW.days }

/** Where a company has no terms at all, or a document is to have none. */
export const NET_30: TermsInForce = { termsId: null, rule: 'net', days: 30 }

export async function termsCalled(trx: Transaction, termsId: string): Promise<TermsInForce | undefined> {
  return await trx('payment_terms').where({ terms_id: termsId }).first(IN_FORCE)
}

/** A client's own terms, else those of the company. */
export async function termsInForce(trx: Transaction, ownTerms: string | null): Promise<TermsInForce> {
  const found =
    ownTerms === null
      ? await trx('payment_terms').where({ is_default: true }).first(IN_FORCE)
      : await termsCalled(trx, ownTerms)
  return found ?? NET_30
}

export async function lockTerms(trx: Transaction, termsId: string): Promise<TermsView | undefined> {
  return await trx('payment_terms').where({ terms_id: termsId }).forNoKeyUpdate().first(VIEW)
}

/** All of them, so that of two who choose a default at once the second sees the first one's choice. */
export async function lockAllTerms(trx: Transaction): Promise<TermsView[]> {
  return await trx('payment_terms').orderBy('terms_id').forNoKeyUpdate().select(VIEW)
}

export async function insertTerms(
  trx: Transaction,
  tenant: string,
  terms: readonly TermsView[],
  at: Date,
): Promise<void> {
  await trx('payment_terms').insert(
    terms.map(({ termsId, isDefault, ...state }) => ({
      tenant,
      terms_id: termsId,
      ...state,
      is_default: isDefault,
      created_at: at,
      updated_at: at,
    })),
  )
}

export async function saveTerms(
  trx: Transaction,
  termsId: string,
  changes: Partial<TermsState>,
  at: Date,
): Promise<void> {
  await trx('payment_terms')
    .where({ terms_id: termsId })
    .update({ ...changes, updated_at: at })
}

/** In two steps: the index that allows one default looks at every row as it is written. */
export async function moveDefault(trx: Transaction, termsId: string, at: Date): Promise<void> {
  await trx('payment_terms').where({ is_default: true }).update({ is_default: false, updated_at: at })
  await trx('payment_terms').where({ terms_id: termsId }).update({ is_default: true, updated_at: at })
}
