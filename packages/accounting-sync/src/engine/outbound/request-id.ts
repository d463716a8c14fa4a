import { createHash } from 'node:crypto'
import type { StoredOperation } from '../../postgres/operation.ts'

/**
 * The same for the same operations in the same generation, and for nothing else: a service that knows it
 * answers as it did the first time. Short enough for services that take 36 characters.
 */
export const requestIdOf = (
  members: readonly Pick<StoredOperation, 'operationId' | 'generation'>[],
): string => digest(members.map((each) => `${each.operationId} ${each.generation}`).join('\n'))

/** For things that are no operations, such as a customer made on the way. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
