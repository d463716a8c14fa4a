import type { DocumentView } from '../contract/documents.ts'
import type { SyncHost, Trx } from '../host.ts'

/** What has to be mapped, by its key: a client, a service or `none`, a combination of rates. */
export interface Cause {
  what: 'customer' | 'item' | 'tax_code'
  key: string
}

export type Named = DocumentView['missing'][number]

const WHAT = { client: 'customer', service: 'item', tax: 'tax_code' } as const

/** From the key under which operations wait for it; a closed period is nothing that is mapped. */
export function causeFrom(text: string): Cause[] {
  const [kind = '', ...rest] = text.split(':')
  return kind in WHAT ? [{ what: WHAT[kind as keyof typeof WHAT], key: rest.join(':') }] : []
}

export function causeOf({ what, entityId }: Named): string {
  const kind = what === 'customer' ? 'client' : what === 'item' ? 'service' : 'tax'
  return `${kind}:${entityId ?? 'none'}`
}

/** By the names that people know them by, in one statement, and none when nothing is missing. */
export async function namedCauses(
  books: SyncHost['books'],
  trx: Trx,
  tenant: string,
  causes: readonly Cause[],
): Promise<Named[]> {
  const of = (what: Cause['what']) => causes.filter((each) => each.what === what).map(({ key }) => key)
  const services = of('item').filter((key) => key !== 'none')
  const taxRates = of('tax_code').flatMap((key) => (key === 'none' ? [] : key.split('+')))
  const wanted = { clients: of('customer'), services, taxRates: [...new Set(taxRates)] }
  const isAny = Object.values(wanted).some((each) => each.length > 0)
  const names = isAny ? await books.names(trx, tenant, wanted) : new Map<string, string>()
  return causes.map(({ what, key }) => ({
    what,
    // Lines without a service have none to be named by; no tax at all is a combination like others.
    entityId: what === 'item' && key === 'none' ? null : key,
    name: nameOf(names, what === 'tax_code' ? key.split('+') : [key]),
  }))
}

function nameOf(names: ReadonlyMap<string, string>, ids: readonly string[]): string | null {
  const known = ids.flatMap((id) => names.get(id) ?? [])
  return known.length === ids.length ? known.toSorted().join(' + ') : null
}
