import type { Sandbox, WireRequest } from '@tieout/qbo-sandbox'

/**
 * Payments that hold money and that a request of ours makes go away. What we delete there links credit and nothing
 * else: money of the bookkeeper's is his, on whichever payment he put it.
 */
export function moneyAbout(sandbox: Sandbox, realm: string | null, request: WireRequest): () => string[] {
  if (realm === null || request.method !== 'POST') return () => []
  const { rows } = sandbox.company(realm).tables.Payment
  const held = deletedBy(request).flatMap((id) => {
    const total = Number(rows.get(id)?.['TotalAmt'] ?? 0)
    return total > 0 ? [{ id, total }] : []
  })
  return () =>
    held
      .filter(({ id }) => !rows.has(id))
      .map(({ id, total }) => `payment ${id} was deleted by us, with ${total} of somebody's money on it`)
}

interface Item {
  operation?: string
  Payment?: { Id?: string }
}

function deletedBy({ target, body }: WireRequest): string[] {
  const { pathname, searchParams } = new URL(target, 'http://service.test')
  const path = pathname.split('/').at(-1)
  if (path === 'payment' && searchParams.get('operation') === 'delete')
    return [(JSON.parse(body) as { Id?: string }).Id ?? '']
  if (path !== 'batch') return []
  const { BatchItemRequest: items = [] } = JSON.parse(body) as { BatchItemRequest?: readonly Item[] }
  return items.flatMap(({ operation, Payment }) =>
    operation === 'delete' && Payment?.Id !== undefined ? [Payment.Id] : [],
  )
}
