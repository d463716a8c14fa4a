import { story, type PlantedBug } from './bug.ts'

const SYNC = 'packages/accounting-sync/src'
const CREDITS = 'packages/billing/src/credits'

/** An invoice, a credit note of another one, and what of it is put on that invoice. */
const APPLIED = [
  [1, 'bill'],
  [2, 'credit-latest'],
  [3, 'bill'],
  [6, 'apply-latest'],
] as const

/** Credit, what it pays, and voids. */
export const CREDIT_BUGS: readonly PlantedBug[] = [
  {
    name: 'keyed-by-the-credit',
    rule: 'Each application of a credit is a thing of its own over there.',
    file: `${SYNC}/engine/outbound/plan-credit.ts`,
    find: '    id,\n    creditNoteId: creditNoteId ??',
    replace: '    id: creditNoteId ?? id,\n    creditNoteId: creditNoteId ??',
    plan: story(
      [
        [1, 'bill-three'],
        [3, 'credit-latest-whole'],
        [6, 'apply-a-bit-to-each'],
      ],
      { minutes: 20 },
    ),
    known: 1,
  },
  {
    name: 'credit-goes-before-its-memo',
    rule: 'An application waits until both of its documents are there.',
    file: `${SYNC}/engine/outbound/plan-credit.ts`,
    find: '  const both = creditNoteId === null ? [documentId] : [creditNoteId, documentId]',
    replace: '  const both = [documentId]',
    plan: story([
      [1, 'bill'],
      [4, 'credit-latest'],
      [4.01, 'apply-latest'],
    ]),
    known: 1,
  },
  {
    name: 'credit-restored-twice',
    rule: 'What is taken off an invoice returns to its pool once.',
    file: `${CREDITS}/return-credits.ts`,
    find: 'update credits c set remaining_minor = c.remaining_minor + r.amount',
    replace: 'update credits c set remaining_minor = least(c.amount_minor, c.remaining_minor + 2 * r.amount)',
    plan: story([
      [1, 'bill-three'],
      [3, 'credit-latest-whole'],
      [6, 'apply-a-bit-to-each'],
      [9, 'unapply-latest'],
    ]),
    known: 1,
  },
  {
    name: 'taken-off-here-alone',
    rule: 'Credit that is taken off here is taken off there.',
    file: 'server/src/accounting/in-the-books.ts',
    find: "  lifecycle.subscribe('creditUnapplied', tellCredit)\n",
    replace: '',
    plan: story([...APPLIED, [9, 'unapply-latest']]),
    known: 1,
  },
  {
    name: 'his-lines-go-with-ours',
    rule: 'Where the bookkeeper put lines of his own on our payment, only our part is taken out of it.',
    file: `${SYNC}/adapters/qbo/map/application.ts`,
    find: '  if (left === null) return {',
    replace: '  if (left === null || left.totalMinor >= 0) return {',
    plan: story([
      [1, 'bill-three'],
      [2, 'credit-latest'],
      [6, 'apply-latest'],
      [9, 'keeper-adds-to-application'],
      [9.2, 'sync-now'],
      [12, 'unapply-latest'],
    ]),
    known: 1,
  },
  {
    name: 'lowered-there-stays-whole',
    rule: 'An application that is lowered there is lowered here.',
    file: `${SYNC}/core/reconcile-credits.ts`,
    find: '      if (isSame) open.delete(keyOf(own))',
    replace: '      if (isSame || part !== undefined) open.delete(keyOf(own))',
    plan: story([...APPLIED, [9, 'keeper-lowers-application'], [9.2, 'sync-now']]),
    known: 1,
  },
  {
    name: 'deleted-there-stays-spent',
    rule: 'An application that is deleted there is one here no more.',
    file: `${SYNC}/core/reconcile-credits.ts`,
    find: '      } else this.#takeOff(plan, own, part === undefined',
    replace: "      } else if (given.ended !== 'gone') this.#takeOff(plan, own, part === undefined",
    plan: story([...APPLIED, [9, 'keeper-deletes-application'], [9.2, 'sync-now']]),
    known: 1,
  },
  {
    name: 'credit-of-the-earlier-day',
    rule: 'An application bears the later day of its two documents.',
    file: 'server/src/accounting/credits-seen.ts',
    find: `greatest(i.issue_date, n.issue_date) as date,
    a.unapplied_at`,
    replace: `least(i.issue_date, n.issue_date) as date,
    a.unapplied_at`,
    plan: story([
      [1, 'bill-back'],
      [2, 'credit-latest'],
      [6, 'apply-latest'],
    ]),
    known: 1,
  },
  {
    name: 'void-stays-here',
    rule: 'What is cancelled here is void there.',
    file: `${SYNC}/producers/voids.ts`,
    find: '  const queued = await enqueue(trx, tenant, drafts, host.clock.now())',
    replace: '  const queued = await enqueue(trx, tenant, drafts.slice(drafts.length), host.clock.now())',
    plan: story([
      [1, 'bill'],
      [4, 'void-latest'],
    ]),
    known: 1,
  },
  {
    name: 'void-over-money',
    rule: 'What somebody touched there is voided only when nothing settles it.',
    file: `${SYNC}/adapters/qbo/void.ts`,
    find: '  if (amountMinor !== 0) {',
    replace: '  if (amountMinor !== 0 && totalMinor === 0) {',
    plan: story([
      [1, 'bill'],
      [4, 'void-latest'],
      [4.012, 'keeper-pays-latest'],
      [7, 'bill'],
      [10, 'void-latest'],
      [10.018, 'keeper-pays-latest'],
      [13, 'bill'],
      [16, 'void-latest'],
      [16.024, 'keeper-pays-latest'],
    ]),
    known: 1,
  },
]
