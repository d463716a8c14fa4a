import type { Act } from '../world.ts'
import { documentActs } from './here/documents.ts'
import { paymentActs } from './here/payments.ts'
import { syncActs } from './here/sync.ts'
import { taskActs } from './here/tasks.ts'
import { moreActs } from './there/more.ts'
import { repertoire } from './there/repertoire.ts'

/**
 * Everything people do on both sides. Not among them: putting credit of ours on an invoice of ours, which the
 * sync does not carry over yet.
 */
export const ACTS: readonly Act[] = [
  ...documentActs,
  ...paymentActs,
  ...syncActs,
  ...taskActs,
  ...repertoire,
  ...moreActs,
]
