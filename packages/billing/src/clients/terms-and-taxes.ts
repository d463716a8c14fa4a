import { badInput, type FieldError, type Transaction } from '@tieout/platform'
import type { ClientView } from '../contract/clients.ts'
import type { ClientState, StoredClient } from './store.ts'

/** Clients name terms and a tax region; here those get their names, and only usable ones get in. */

export async function withNames(trx: Transaction, client: StoredClient): Promise<ClientView> {
  const [named] = await withTermsNames(trx, [client])
  const region: { name: string } | undefined =
    client.taxRegionId === null
      ? undefined
      : await trx('tax_regions').where({ tax_region_id: client.taxRegionId }).first('name')
  return { ...client, termsName: named?.termsName ?? null, taxRegionName: region?.name ?? null }
}

/** The terms that hold for each: its own, else the company's. */
export async function withTermsNames<C extends { termsId: string | null }>(
  trx: Transaction,
  clients: readonly C[],
): Promise<(C & { termsName: string | null })[]> {
  const own = clients.flatMap((client) => client.termsId ?? [])
  const terms: { termsId: string; name: string; isDefault: boolean }[] = await trx('payment_terms')
    .whereIn('terms_id', own)
    .orWhere({ is_default: true })
    .orderBy('terms_id')
    .select({ termsId: 'terms_id', name: 'name', isDefault: 'is_default' })
  const holds = (client: C) =>
    terms.find((each) => (client.termsId === null ? each.isDefault : each.termsId === client.termsId))
  return clients.map((client) => ({ ...client, termsName: holds(client)?.name ?? null }))
}

/** What is out of use stays with whoever has it, but nobody gets it anew. */
export async function refuseUnusable(trx: Transaction, wanted: Partial<ClientState>): Promise<void> {
  const mistakes: FieldError[] = []
  if (wanted.termsId) {
    const found = await trx('payment_terms')
      .where({ terms_id: wanted.termsId, status: 'active' })
      .first('name')
    if (!found) mistakes.push({ field: 'termsId', reason: 'not-found', message: 'are no terms in use' })
  }
  if (wanted.taxRegionId) {
    const found = await trx('tax_regions')
      .where({ tax_region_id: wanted.taxRegionId, status: 'active' })
      .first('name')
    if (!found)
      mistakes.push({ field: 'taxRegionId', reason: 'not-found', message: 'is no tax region in use' })
  }
  const first = mistakes[0]
  if (first) throw badInput(`${first.field}: ${first.message}`, mistakes)
}
