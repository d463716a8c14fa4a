import type { SyncHost, Trx } from '../host.ts'

/** What keeps a document, by the name that people know it by. */
export interface HeldBy {
  what: 'customer' | 'item' | 'tax_code'
  entityId: string | null
  name: string | null
}

const WHAT: Record<string, HeldBy['what']> = { client: 'customer', service: 'item', tax: 'tax_code' }

/** The causes that operations wait for, named: at most one read of each kind of thing, however many they are. */
export async function heldBy(
  { books }: SyncHost,
  trx: Trx,
  tenant: string,
  causes: readonly string[],
): Promise<Map<string, HeldBy>> {
  const parted = [...new Set(causes)].flatMap((cause) => {
    const at = cause.indexOf(':')
    const what = WHAT[cause.slice(0, at)]
    return what === undefined ? [] : [{ cause, what, key: cause.slice(at + 1) }]
  })
  const of = (what: HeldBy['what']) => parted.filter((each) => each.what === what).map(({ key }) => key)
  const clients = named(of('customer').length === 0 ? [] : await books.clients(trx, tenant, of('customer')))
  const services = named(of('item').length === 0 ? [] : await books.services(trx, tenant))
  const rates = named(of('tax_code').length === 0 ? [] : await books.taxRates(trx, tenant))
  const nameOf = ({ what, key }: (typeof parted)[number]): string | null => {
    if (what === 'customer') return clients.get(key) ?? null
    if (what === 'item') return services.get(key) ?? null
    const names = key === 'none' ? [] : key.split('+').map((each) => rates.get(each) ?? null)
    return names.length === 0 || names.includes(null) ? null : names.join(' + ')
  }
  return new Map(
    parted.map((each) => {
      // Lines without a service have none to be named by; no tax at all is a combination like others.
      const entityId = each.what === 'item' && each.key === 'none' ? null : each.key
      return [each.cause, { what: each.what, entityId, name: nameOf(each) }]
    }),
  )
}

const named = (things: readonly { id: string; name: string }[]): Map<string, string> =>
  new Map(things.map(({ id, name }) => [id, name]))
