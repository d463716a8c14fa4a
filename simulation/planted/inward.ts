import { story, type PlantedBug } from './bug.ts'

const INBOUND = 'packages/accounting-sync/src/engine/inbound'
const QBO = 'packages/accounting-sync/src/adapters/qbo'
const CORE = 'packages/accounting-sync/src/core'

/** On the way in. */
export const INWARD_BUGS: readonly PlantedBug[] = [
  {
    name: 'void-leaves-it-paid',
    rule: 'A payment that is voided or deleted there pays nothing here any more.',
    file: `${CORE}/reconcile-payments.ts`,
    find: "    const steps = recorded.map(({ receiptId }): Step => ({ kind: 'reverse', externalId, receiptId, why }))",
    replace: `    const gone = why === 'gone' ? recorded : []
    const steps = gone.map(({ receiptId }): Step => ({ kind: 'reverse', externalId, receiptId, why }))`,
    plan: story([
      [1, 'bill'],
      [4, 'keeper-pays-latest'],
      [4.2, 'sync-now'],
      [7, 'keeper-voids-payment'],
      [7.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'paid-over-and-over',
    rule: 'Only the allocations that differ are touched; told again, nothing changes.',
    file: `${CORE}/receipt-steps.ts`,
    find: '    if (at < 0) return [allocationId]',
    replace: "    if (at < 0 || documentId !== '') return [allocationId]",
    plan: story([
      [1, 'bill'],
      [4, 'keeper-pays-latest'],
      [4.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'stranger-stops-the-cheque',
    rule: 'Of a cheque over ours and another invoice, ours is paid and a task names the rest.',
    file: `${CORE}/reconcile-payments.ts`,
    find: "    if (document === undefined) refuse('unknown_document')",
    replace: `    if (document === undefined) {
      refuse('unknown_document')
      return { wanted: [], problems }
    }`,
    plan: story([
      [1, 'bill'],
      [4, 'keeper-pays-with-stranger'],
      [4.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'credit-taken-for-cash',
    rule: 'What a credit memo pays is credit and no money.',
    file: `${CORE}/reconcile-payments.ts`,
    find: "    if (fed === 'credit') {",
    replace: "    if (fed === 'credit' && amountMinor < 0) {",
    plan: story([
      [1, 'bill'],
      [4, 'keeper-pays-by-memo'],
      [4.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'day-of-the-poll',
    rule: 'A payment keeps its own date.',
    file: `${QBO}/changes-rows.ts`,
    find: '      date: row.TxnDate,',
    replace: '      date: (changed.changedAt ?? row.TxnDate).slice(0, 10),',
    plan: story([
      [1, 'bill'],
      [4, 'keeper-pays-half'],
      [4.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'odd-row-stops-all',
    rule: 'What cannot be read is put aside, and the cursor goes on.',
    file: `${QBO}/changes-rows.ts`,
    find: '    return { unreadable: { kind, externalId, why: whyOf(error), raw } }',
    replace: '    throw new Error(`${kind} ${externalId}: ${whyOf(error)}`, { cause: error })',
    plan: story([
      [1, 'bill'],
      [4, 'keeper-keys-poison'],
      [4.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'cut-off-taken-for-all',
    rule: 'An answer that is full is not taken for all of it.',
    file: `${QBO}/changes-poll.ts`,
    find: 'export const CAP = 1000',
    replace: 'export const CAP = 1_000_000',
    plan: story([
      [1, 'bill'],
      [4, 'keeper-receives-a-thousand'],
      [4.1, 'keeper-pays-latest'],
      [4.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'cursor-runs-ahead',
    rule: 'The cursor stays so far behind that rows which are told late are asked for once more.',
    file: `${INBOUND}/inbound.ts`,
    find: 'new Date(now - SETTLING)',
    replace: 'new Date(now + SETTLING)',
    plan: story(
      [
        [1, 'bill-three'],
        [4, 'keeper-pays-each'],
        [4.1, 'sync-now'],
        [5, 'keeper-voids-payment'],
      ],
      { minutes: 30 },
    ),
    known: 1,
  },
  {
    name: 'cursor-leaves-the-unheard-of',
    rule: 'While something that was sent has no answer, the cursor waits: what is told of it means nothing yet.',
    file: `${INBOUND}/inbound.ts`,
    find: 'framesLeft && cursorBefore !== null',
    replace: 'framesLeft && cursorBefore === null',
    // Its worker dies once it has been written there, before anybody keeps the answer.
    plan: story(
      [
        [1, 'bill'],
        [4, 'keeper-deletes-invoice'],
      ],
      { minutes: 30, dieAt: [46] },
    ),
    known: 1,
  },
  {
    name: 'ours-whatever-it-says',
    rule: 'What comes back is known as ours only as long as it is what both sides agreed on.',
    file: `${INBOUND}/payments.ts`,
    find: '    isAsAgreed(change, each.snapshot as Intent | null),\n  )',
    replace: '    [each].length > 0,\n  )',
    plan: story([
      [1, 'bill'],
      [4, 'pay-latest'],
      [8, 'keeper-voids-payment'],
      [8.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'captured-given-back',
    rule: 'Money that our gateway took stays taken, whatever is deleted there.',
    file: `${CORE}/reconcile-payments.ts`,
    find: "const isCaptured = ({ recorded }: PaymentCase) => recorded.some((each) => each.origin === 'captured')",
    replace:
      "const isCaptured = ({ recorded }: PaymentCase) => recorded.some((each) => each.receiptId === '')",
    plan: story([
      [1, 'bill'],
      [4, 'card-latest'],
      [8, 'keeper-deletes-payment'],
      [8.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'seen-anew-each-time',
    rule: 'A cycle in which nothing happened writes nothing.',
    file: `${CORE}/seen.ts`,
    find: '  known !== undefined && known.balanceMinor === seen.balanceMinor && known.state === seen.state',
    replace: '  known !== undefined && known.balanceMinor === seen.balanceMinor && known.at === seen.at',
    plan: story([[1, 'bill']]),
    known: 1,
  },
]
