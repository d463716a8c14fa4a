import type { Seen } from '../../core/seen.ts'
import type { Link } from '../../postgres/links.ts'
import type { StoredOperation } from '../../postgres/operation.ts'

/**
 * Void or deleted over there, and on its way again: what its link names takes nothing any more, so whatever is laid
 * upon it waits as it does for one that is not there yet.
 */
export function isMadeAnew(link: Link, open: readonly StoredOperation[]): boolean {
  const seen = link.metadata['seen'] as Seen | undefined
  if (seen === undefined || seen.state === 'standing') return false
  return open.some((each) => each.entityId === link.entityId && each.payload['again'] === true)
}
