import { story, type PlantedBug } from './bug.ts'

const ENGINE = 'packages/accounting-sync/src/engine'
const QBO = 'packages/accounting-sync/src/adapters/qbo'
const POSTGRES = 'packages/accounting-sync/src/postgres'
const CORE = 'packages/accounting-sync/src/core'

/** Somebody is billed and pays, again and again, so that whatever may strike strikes something. */
const BUSY = Array.from({ length: 8 }, (_, at) => [1 + at * 1.5, 'bill-and-pay'] as const)

/** A payment is changed so soon after it was keyed that now and then it is on its way. */
const CHANGED_ON_THE_WAY = Array.from({ length: 8 }, (_, at) => [
  [4 + 2 * at, 'pay-latest'] as const,
  [4 + 2 * at + (1.2 + 0.4 * at) / 60, 'unlay-latest'] as const,
]).flat()

/** On the way out. */
export const OUTWARD_BUGS: readonly PlantedBug[] = [
  {
    name: 'refused-counts-as-done',
    rule: 'Each document of a delivery is settled on its own outcome.',
    file: `${ENGINE}/outbound/decide.ts`,
    find: '  return refusedBy(operation, outcome, { ...tried, code: outcome.code }, around)',
    replace: "  return { move: { move: 'settle', operationId: operation.operationId, trace: null }, tried }",
    plan: story([
      [1, 'keeper-puts-item-away'],
      [2, 'bill-each-service'],
    ]),
    known: 1,
  },
  {
    name: 'one-gap-holds-all',
    rule: 'A document that lacks a mapping holds up no other.',
    file: `${ENGINE}/outbound/plan.ts`,
    find: '  const steps = inRounds(facts.operations.map((operation) => stepFor(operation, facts, adapter)))',
    replace: `  const each = facts.operations.map((operation) => stepFor(operation, facts, adapter))
  const gap = each.find((one) => one.kind === 'hold' && one.hold.reason === 'unmapped')
  const steps = inRounds(
    each.map((one, at): Step =>
      gap?.kind === 'hold' && one.kind === 'send'
        ? { kind: 'hold', hold: { ...gap.hold, operationId: facts.operations[at]?.operationId ?? '' } }
        : one,
    ),
  )`,
    plan: story([[2, 'bill-with-unmapped']]),
    known: 1,
  },
  {
    name: 'fresh-request-id',
    rule: 'What goes again goes under the request id that it had.',
    file: `${QBO}/deliver.ts`,
    find: '    query: { requestid: requestId, ...operationOf(write) },',
    replace:
      '    query: { requestid: `${requestId.slice(0, 20)}${outside.clock.now().getTime()}`, ...operationOf(write) },',
    // Whoever stood still in front of a call makes it when it moves again, and somebody else made it meanwhile.
    plan: story(BUSY, { aim: 'record_payment', freeze: 0.002, minutes: 60 }),
    known: 5,
  },
  {
    name: 'same-id-for-another-write',
    rule: 'What is written anew after a refusal has a request id of its own.',
    file: `${ENGINE}/outbound/request-id.ts`,
    find: '`${each.operationId} ${each.generation}`',
    replace: 'each.operationId',
    plan: story([
      [1, 'bill'],
      [4, 'keeper-closes-books'],
      [4.1, 'bill'],
      [8, 'keeper-opens-books'],
      [9, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'never-looked-for',
    rule: 'What may be there is looked for and adopted before it is written again.',
    file: `${ENGINE}/outbound/send.ts`,
    find: '(write.takesOff !== undefined || object.marker === write.marker)',
    replace: '(write.takesOff !== undefined || object.marker === `not ${write.marker}`)',
    plan: story(BUSY, { service: { 'lost-after': 0.5, 'request-id-ignored': 1 }, minutes: 20 }),
    known: 1,
  },
  {
    name: 'packed-anew',
    rule: 'A frame of which nothing was heard goes again exactly as it was frozen.',
    file: `${ENGINE}/outbound/unanswered.ts`,
    find: '  if (whole && found.size === 0 && left === 0) {',
    replace: `  if (whole && found.size === 0) {
    await settleDecisions(run, frame, members, members.map((each) => anew(each, startedAt)))
    return null
  }
  if (whole && found.size === 0 && left === 0) {`,
    plan: story(BUSY, { overtaken: 0.6, minutes: 20 }),
    known: 1,
  },
  {
    name: 'stranded-by-the-dead',
    rule: 'What a dead process left under way is taken over once its lease is out.',
    file: `${POSTGRES}/frames.ts`,
    find: "       and (f.status = 'unknown' or (f.status = 'frozen' and f.lease_epoch < :epoch))",
    replace: "       and f.status = 'unknown'",
    // Before its answer is written down.
    plan: story([[2, 'bill']], { dieAt: [58, 59, 60] }),
    known: 1,
  },
  {
    name: 'outage-burns-it',
    rule: 'Nothing fails for good because the service was away.',
    file: `${ENGINE}/outbound/decide.ts`,
    find: "    move: { move: 'stay', operationId, nextAttemptAt: again, reason, code, detail, trace },",
    replace: `    move:
      failure.outcome !== 'unknown'
        ? { move: 'fail', operationId, code, detail, trace }
        : { move: 'stay', operationId, nextAttemptAt: again, reason, code, detail, trace },`,
    plan: story(BUSY, { service: { broken: 0.5, 'lost-before': 0.3, throttled: 0.3 }, minutes: 30 }),
    known: 1,
  },
  {
    name: 'refused-again-and-again',
    rule: 'What can only be refused again is told at once.',
    file: `${CORE}/settle.ts`,
    find: "  if (rule.retry !== 'later' || attempts >= (rule.mostAttempts ?? MOST_ATTEMPTS))",
    replace: '  if (attempts >= (rule.mostAttempts ?? MOST_ATTEMPTS))',
    plan: story([
      [1, 'keeper-puts-item-away'],
      [2, 'bill'],
    ]),
    known: 1,
  },
  {
    name: 'payment-waits-for-ever',
    rule: 'A payment waits for its document, and follows it once that is there.',
    file: 'packages/accounting-sync/src/producers/payments.ts',
    find: "  const released = await release(trx, tenant, connection, { reason: 'waits_for_document', waitsFor, at })",
    replace: '  const released = waitsFor.includes(at.toISOString()) ? 1 : 0',
    plan: story([[2, 'bill-and-pay']]),
    known: 1,
  },
  {
    name: 'change-on-the-way-lost',
    rule: 'What changes while it is on its way goes once more as it is now.',
    file: `${POSTGRES}/moves.ts`,
    find: "const CHANGED_SINCE = `(v.move = 'settle' and jsonb_exists(o.payload, 'changes'))`",
    replace: 'const CHANGED_SINCE = `(false)`',
    plan: story([[1, 'bill-three'], ...CHANGED_ON_THE_WAY]),
    known: 1,
  },
  {
    name: 'price-without-rounding',
    rule: 'The amount of a line is its quantity times its price, or neither is told.',
    file: `${QBO}/map/lines.ts`,
    find: '  if (discountMinor !== 0 || !isProduct(quantity, unitPriceMinor, netMinor, currency)) return {}',
    replace: "  if (isProduct(quantity, unitPriceMinor, netMinor, 'none at all')) return {}",
    plan: story([[2, 'bill-odd']]),
    known: 1,
  },
  {
    name: 'day-of-the-server',
    rule: 'A document bears its own date over there.',
    file: `${QBO}/map/head.ts`,
    find: '  TxnDate: document.issueDate,',
    replace: '  ...(document.number === "" ? { TxnDate: document.issueDate } : {}),',
    plan: story([[2, 'bill-back']]),
    known: 1,
  },
  {
    name: 'stale-token-kept',
    rule: 'A token that was passed by is read anew and the write tried once more.',
    file: `${QBO}/deliver.ts`,
    find: "  code === 'stale' || (code === 'not_found' && voidsDocument(write))",
    replace: "  code === 'not_found' && voidsDocument(write)",
    plan: story([
      [1, 'bill'],
      [4, 'pay-latest'],
      [7, 'keeper-touches-payment'],
      [7.1, 'take-back-latest'],
    ]),
    known: 1,
  },
  {
    name: 'answer-not-compared',
    rule: 'What was written is compared with what was meant, and the baseline is what was meant.',
    file: `${ENGINE}/outbound/decide.ts`,
    find: '  const unlike = unlikeIn(write, object)\n  const link: LinkDraft',
    replace: `  const { totalMinor, taxMinor, issueDate, customerId, lineNetsMinor, number } = object
  write = { ...write, intent: { ...write.intent, totalMinor, taxMinor: taxMinor ?? write.intent.taxMinor, issueDate, customerId, lineNetsMinor, number } }
  const unlike = unlikeIn(write, object)
  const link: LinkDraft`,
    plan: story([
      [1, 'bill'],
      [4, 'keeper-pays-half'],
      [4.01, 'pay-latest'],
    ]),
    known: 1,
  },
  {
    name: 'no-fence',
    rule: 'What is dated before go-live stays here.',
    file: `${CORE}/fence.ts`,
    find: "  return issueDate < settings.goLiveDate ? 'before_go_live' : 'export'",
    replace: "  return issueDate < settings.goLiveDate.slice(0, 0) ? 'before_go_live' : 'export'",
    plan: story([[2, 'bill-old']]),
    known: 1,
  },
  {
    name: 'posted-taken-back',
    rule: 'A document that is over there, or on its way, is not taken back to draft.',
    file: 'packages/accounting-sync/src/producers/producers.ts',
    find: '  if (onTheirWay.length > 0 || exported.length > 0) throw new AlreadyExported(exported)',
    replace: '  if (onTheirWay.length > 9) throw new AlreadyExported(exported)',
    plan: story([
      [1, 'bill'],
      [4, 'reopen-latest'],
    ]),
    known: 1,
  },
  {
    name: 'written-again-anew',
    rule: 'What is written again goes over what stands there and keeps its number.',
    file: `${ENGINE}/outbound/plan.ts`,
    find: "    const isOver = standing !== undefined && standing !== 'gone'",
    replace: '    const isOver = document.number === ""',
    plan: story([
      [1, 'bill'],
      [4, 'keeper-doubles-latest'],
      [4.2, 'sync-now'],
      [7, 'write-again'],
    ]),
    known: 1,
  },
  {
    name: 'batch-done-when-made',
    rule: 'A batch of a person settles as each document is delivered, not when it is made.',
    file: `${ENGINE}/batches/batches.ts`,
    find: '  const added = await queue(host, trx, connection, going.map(announcedAs), { batchId })',
    replace: `  const added = await queue(host, trx, connection, going.map(announcedAs), { batchId })
  await trx('accounting_sync_operations').where({ tenant, batch_id: batchId, status: 'pending' })
    .update({ status: 'done', processed_at: host.clock.now(), updated_at: host.clock.now() })`,
    plan: story([
      [1, 'bill-old'],
      [3, 'send-batch'],
    ]),
    known: 1,
  },
  {
    name: 'gap-not-named-before',
    rule: 'Before a document is finalized, the lines that cannot be mapped are named.',
    file: 'packages/accounting-sync/src/producers/producers.ts',
    find: '  if (wanted.length === 0) return []',
    replace: '  if (wanted.length < 1_000_000) return []',
    plan: story([[1, 'bill-after-asking']]),
    known: 1,
  },
  {
    name: 'in-advance-and-nobody-told',
    rule: 'Money that was taken in advance has a task with its amount, instead of waiting for ever.',
    file: `${ENGINE}/outbound/plan-payment.ts`,
    find: '): boolean => documents.get(documentId)?.isPrepayment ?? false',
    replace: "): boolean => (documents.get(documentId)?.isPrepayment ?? false) && documentId === ''",
    plan: story([[1, 'bill-in-advance']]),
    known: 1,
  },
]
