import type { Change, UnreadableChange } from '../../changes.ts'
import type { ExternalRef, Link } from '../../postgres/links.ts'
import type { Observation } from '../../postgres/observations.ts'

/** Something that came in, or came before and waits, with what is kept of it. */
export type Incoming = { known: Observation | null } & (
  { kind: 'change'; change: Change } | { kind: 'unreadable'; unreadable: UnreadableChange }
)

export function refOf(incoming: Incoming): ExternalRef {
  const { kind, externalId } = incoming.kind === 'change' ? incoming.change : incoming.unreadable
  return { externalKind: kind, externalId: externalId ?? '' }
}

export const keyOfRef = ({ externalKind, externalId }: ExternalRef): string => `${externalKind} ${externalId}`

/** All that is linked to what came, and to what it names. */
export class LinksOfTheirs {
  readonly #links: ReadonlyMap<string, readonly Link[]>

  constructor(links: readonly Link[]) {
    const byTheirs = new Map<string, Link[]>()
    for (const each of links) {
      const key = keyOfRef(each)
      byTheirs.set(key, [...(byTheirs.get(key) ?? []), each])
    }
    this.#links = byTheirs
  }

  of(externalKind: string, externalId: string): readonly Link[] {
    return this.#links.get(keyOfRef({ externalKind, externalId })) ?? []
  }

  /** The one of ours of that type, where there can be but one. */
  one(externalKind: string, externalId: string, entityType: string): Link | undefined {
    return this.of(externalKind, externalId).find((each) => each.entityType === entityType)
  }
}

/** Whatever a set of changes names over there. */
export function namedBy(incoming: readonly Incoming[]): ExternalRef[] {
  const refs = new Map<string, ExternalRef>()
  const name = (externalKind: string, externalId: string) =>
    refs.set(keyOfRef({ externalKind, externalId }), { externalKind, externalId })
  for (const each of incoming) {
    if (each.kind === 'unreadable') continue
    const { change } = each
    if (change.kind !== 'refund') name(change.kind, change.externalId)
    if (change.kind !== 'payment' || change.payment === null) continue
    name('customer', change.payment.customerId)
    for (const share of change.payment.shares) {
      if (share.on === 'invoice' || share.on === 'credit_memo') name(share.on, share.externalId)
    }
  }
  return [...refs.values()]
}
