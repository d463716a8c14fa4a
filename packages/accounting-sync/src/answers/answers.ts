import type { Engine } from '../engine/engine.ts'
import type { Answer } from './answer.ts'
import { batchAnswers } from './batches.ts'
import { connectionAnswers } from './connections.ts'
import { consentAnswers } from './consent.ts'
import { documentAnswers } from './documents.ts'
import { healthAnswers } from './health.ts'
import { exclusionAnswers } from './exclusions.ts'
import { mappingAnswers } from './mappings.ts'
import { observationAnswers } from './observations.ts'
import { operationAnswers } from './operations.ts'
import { ownAppAnswers } from './own-apps.ts'
import { transactionAnswers } from './transactions.ts'
import { voidAnswers } from './voids.ts'

/** What answers each route. */
export const answersOf = (engine: Engine): Answer[] => [
  ...batchAnswers(engine),
  ...connectionAnswers(engine),
  ...consentAnswers(engine),
  ...documentAnswers(engine),
  ...healthAnswers(engine),
  ...exclusionAnswers(engine),
  ...mappingAnswers(engine),
  ...observationAnswers(engine),
  ...operationAnswers(engine),
  ...ownAppAnswers(engine),
  ...transactionAnswers(engine),
  ...voidAnswers(engine),
]
