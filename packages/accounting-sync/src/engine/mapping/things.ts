import type { CatalogueKind } from '../../adapter.ts'
import type { CanonicalItem, CanonicalParty } from '../../core/document.ts'
import { taxKey } from '../../core/missing.ts'
import type { SyncHost, Trx } from '../../host.ts'

/** What of ours people link to what of theirs. Documents are linked by going out. */
export type MappedType = 'client' | 'service' | 'tax' | 'terms'

export const COUNTERPART: Record<MappedType, CatalogueKind> = {
  client: 'customer',
  service: 'item',
  tax: 'tax_code',
  terms: 'terms',
}

/** Lines without a service, or without tax: no thing of the host's, and mapped all the same. */
export const NOTHING = 'none'

export interface MappedThing {
  id: string
  /** Empty for `none`, which whoever shows it names. */
  name: string
  /** An address, a rate, days: what tells it from its neighbours. */
  detail: string | null
  email: string | null
  currency: string | null
  active: boolean
}

/** All there are of a type, or this one; at most two reads of the host's books. */
export async function mappedThings(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  type: MappedType,
  ids: readonly string[] | 'all',
): Promise<MappedThing[]> {
  const { books } = host
  if (type === 'client') {
    const uuids = ids === 'all' ? ids : ids.filter((each) => UUID.test(each))
    return (await books.clients(trx, tenant, uuids)).map(fromParty)
  }
  const wanted = ids === 'all' ? null : new Set(ids)
  const isWanted = ({ id }: { id: string }) => wanted === null || wanted.has(id)
  if (type === 'terms') return (await books.terms(trx, tenant)).filter(isWanted).map(fromItem)
  if (type === 'service') {
    const services = (await books.services(trx, tenant)).map(fromItem)
    return [...services, nothing].filter(isWanted)
  }
  return await combinations(host, trx, tenant, ids)
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const fromParty = ({ id, name, email, currency, active, address }: CanonicalParty): MappedThing => {
  const place = [address.city, address.region].filter((each) => each)
  return { id, name, email, currency, active, detail: place.length === 0 ? null : place.join(', ') }
}

const fromItem = ({ id, name, code, detail, active }: CanonicalItem): MappedThing => ({
  id,
  name,
  detail: [code, detail].filter((each) => each).join(' · ') || null,
  email: null,
  currency: null,
  active,
})

const nothing: MappedThing = {
  id: NOTHING,
  name: '',
  detail: null,
  email: null,
  currency: null,
  active: true,
}

/** Those that may still occur, and of the others those that are asked for. */
async function combinations(
  { books }: SyncHost,
  trx: Trx,
  tenant: string,
  ids: readonly string[] | 'all',
): Promise<MappedThing[]> {
  const rates = new Map((await books.taxRates(trx, tenant)).map((each) => [each.id, each]))
  if (ids !== 'all') return ids.map((key) => combination(key, rates, true))
  const current = new Map<string, boolean>()
  for (const each of await books.taxCombinations(trx, tenant)) {
    const key = keyOf(each.taxRateIds)
    current.set(key, each.current || current.get(key) === true)
  }
  current.set(NOTHING, true)
  return [...current].map(([key, isCurrent]) => combination(key, rates, isCurrent))
}

const keyOf = (taxRateIds: readonly string[]) =>
  taxKey({ taxes: taxRateIds.map((taxRateId) => ({ taxRateId, name: '', ratePpm: 0, taxMinor: 0 })) })

function combination(key: string, rates: ReadonlyMap<string, CanonicalItem>, active: boolean): MappedThing {
  if (key === NOTHING) return nothing
  const all = key.split('+').map((id) => rates.get(id))
  // One that is known in part alone has no name: it would be taken for another.
  const parts = all.includes(undefined) ? [] : all.filter((each) => each !== undefined)
  parts.sort((a, b) => (a.name < b.name ? -1 : 1))
  const joined = (texts: (string | null)[]) => texts.filter((each) => each).join(' + ')
  const detail = joined(parts.map((each) => each.detail))
  return {
    id: key,
    name: joined(parts.map((each) => each.name)),
    detail: detail === '' ? null : detail,
    email: null,
    currency: null,
    active,
  }
}
