import { bookkeeper } from '@tieout/qbo-sandbox'
import type { Act } from '../../world.ts'

/** What the sandbox's own bookkeeper knows to do, and how often it comes up here. */
const HOW_OFTEN: Readonly<Record<string, number>> = {
  'receive-payment': 14,
  'key-again': 2,
  'move-payment': 3,
  'change-payment': 3,
  'unapply-payment': 3,
  'apply-payment': 4,
  'apply-credit': 2,
  deposit: 3,
  'undo-deposit': 1,
  'edit-total': 2,
  'edit-memo': 2,
  'change-date': 2,
  'key-invoice': 2,
  'key-credit-memo': 2,
  'void-invoice': 1,
  'void-payment': 2,
  'delete-invoice': 1,
  'delete-payment': 2,
  'delete-credit-memo': 1,
  'write-off': 1,
  'merge-customers': 1,
  'deactivate-customer': 1,
  reactivate: 3,
  'rename-customer': 2,
  'close-books': 1,
  'reopen-books': 4,
  'auto-apply': 1,
  poison: 1,
}

export const repertoire: readonly Act[] = Object.entries(HOW_OFTEN).map(([name, weight]) => ({
  name,
  side: 'there',
  weight,
  async run({ sandbox }, { realm }, chance) {
    const now = sandbox.clock.now() + sandbox.knobs.clock.skewMilliseconds
    const done = bookkeeper(sandbox.company(realm), chance, now, name)
    return done.startsWith('found nothing') ? null : done
  },
}))
