import type { Sandbox, WireRequest } from '@tieout/qbo-sandbox'

/**
 * What a request of ours takes away that is not ours to take: payments that hold money are deleted by nobody but the
 * bookkeeper, since what we delete links credit and nothing else; and no document is voided or deleted with
 * something laid upon it.
 */
export interface Takings {
  /** In the moment in which it begins: whoever was quicker did it himself. */
  look(): void
  /** Once it is through. */
  found(): string[]
}

export function takings(sandbox: Sandbox, realm: string | null, request: WireRequest): Takings {
  let atStake: (Ended & { minor: number })[] = []
  if (realm === null || request.method !== 'POST') return { look() {}, found: () => [] }
  const { tables } = sandbox.company(realm)
  const isEnded = ({ kind, id }: Ended) => {
    const row = tables[kind].rows.get(id)
    return row === undefined || (kind !== 'Payment' && Number(row['TotalAmt']) === 0)
  }
  return {
    look() {
      atStake = endedBy(request).flatMap((each) => {
        const row = tables[each.kind].rows.get(each.id)
        const minor = row === undefined ? 0 : stakeIn(each.kind, row)
        return minor > 0 ? [{ ...each, minor }] : []
      })
    },
    found: () =>
      atStake
        .filter(isEnded)
        .map(({ kind, id, minor }) => `${kind} ${id} was ended by us, with ${minor} on it in minor units`),
  }
}

/** The money that a payment holds; what settles a document. */
function stakeIn(kind: Ended['kind'], row: Record<string, unknown>): number {
  const minor = (field: string) => Math.round(Number(row[field] ?? 0) * 100)
  return kind === 'Payment' ? minor('TotalAmt') : minor('TotalAmt') - minor('Balance')
}

interface Ended {
  kind: 'Payment' | 'Invoice' | 'CreditMemo'
  id: string
}

const KINDS = ['Payment', 'Invoice', 'CreditMemo'] as const

type Item = { operation?: string } & { [K in Ended['kind']]?: { Id?: string } }

/** A void of a payment keeps its trace, and is how money of ours is taken back. */
const ends = (kind: Ended['kind'], operation: string | null | undefined): boolean =>
  operation === 'delete' || (operation === 'void' && kind !== 'Payment')

function endedBy({ target, body }: WireRequest): Ended[] {
  const { pathname, searchParams } = new URL(target, 'http://service.test')
  const path = pathname.split('/').at(-1)
  const kind = KINDS.find((each) => each.toLowerCase() === path)
  if (kind !== undefined) {
    if (!ends(kind, searchParams.get('operation'))) return []
    return [{ kind, id: (JSON.parse(body) as { Id?: string }).Id ?? '' }]
  }
  if (path !== 'batch') return []
  const { BatchItemRequest: items = [] } = JSON.parse(body) as { BatchItemRequest?: readonly Item[] }
  return items.flatMap((item) =>
    KINDS.flatMap((each) => {
      const id = item[each]?.Id
      return id !== undefined && ends(each, item.operation) ? [{ kind: each, id }] : []
    }),
  )
}
