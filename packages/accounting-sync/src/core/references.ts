import type { CanonicalDocument } from './document.ts'
import { taxKey } from './missing.ts'

/** Something of ours that may have a counterpart over there. */
export interface EntityRef {
  entityType: string
  entityId: string
}

export const keyOf = ({ entityType, entityId }: EntityRef): string => `${entityType}:${entityId}`

/** Everything that these documents name and that stands for something over there, each once. */
export function namedBy(documents: readonly CanonicalDocument[]): EntityRef[] {
  const named = new Map<string, EntityRef>()
  const name = (entityType: string, entityId: string | null) => {
    if (entityId !== null) named.set(keyOf({ entityType, entityId }), { entityType, entityId })
  }
  for (const { clientId, termsId, lines } of documents) {
    name('client', clientId)
    name('terms', termsId)
    for (const line of lines) {
      name('service', line.serviceId)
      name('tax', taxKey(line))
    }
  }
  return [...named.values()]
}
