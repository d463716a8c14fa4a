import type { Act } from '../world.ts'
import { creditActs } from './here/credits.ts'
import { documentActs } from './here/documents.ts'
import { paymentActs } from './here/payments.ts'
import { syncActs } from './here/sync.ts'
import { taskActs } from './here/tasks.ts'
import { creditActsThere } from './there/credits.ts'
import { moreActs } from './there/more.ts'
import { repertoire } from './there/repertoire.ts'

/** Everything people do on both sides. */
export const ACTS: readonly Act[] = [
  ...documentActs,
  ...paymentActs,
  ...creditActs,
  ...syncActs,
  ...taskActs,
  ...repertoire,
  ...moreActs,
  ...creditActsThere,
]
