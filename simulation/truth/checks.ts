import type { Check } from '../world.ts'
import { creditsAgree } from './credits-agree.ts'
import { booksAgree } from './i8-books-agree.ts'
import { operationsEnd } from './i9-operations-end.ts'
import { tasksStand } from './i10-tasks-stand.ts'
import { oneToOne } from './i11-one-to-one.ts'
import { chainVerifies } from './i12-chain-verifies.ts'
import { idleIsIdle } from './i13-idle.ts'
import { toldAgain } from './i14-told-again.ts'
import { keptAsMeant } from './kept-as-meant.ts'
import { refusedRightly } from './refused-rightly.ts'
import { staysTaken } from './stays-taken.ts'
import { badgesAreTrue } from './i15-badges.ts'

export { everyStep } from './every-step.ts'

/** What holds once faults have healed and a few cycles ran; the last two run cycles themselves. */
export const AFTER_HEALING: readonly Check[] = [
  booksAgree,
  creditsAgree,
  operationsEnd,
  refusedRightly,
  keptAsMeant,
  staysTaken,
  tasksStand,
  oneToOne,
  chainVerifies,
  badgesAreTrue,
  idleIsIdle,
  toldAgain,
]
