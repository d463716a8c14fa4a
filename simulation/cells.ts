import { FAULTS, FAULT_NAMES, type FaultName, type Match } from '@tieout/qbo-sandbox'
import { CALL_KINDS, type CallKind } from './machine/calls.ts'
import { STAGES, type OwnFault, type Stage } from './machine/strikes.ts'

/**
 * The table of faults and kinds of operation: which can meet. A run counts those that did (`npm run sim` says how
 * many, and which are missing), so that no green line is green for want of a fault.
 */
export interface Exclusion {
  faults: readonly (FaultName | OwnFault)[]
  kinds: readonly (CallKind | Stage | string)[]
  because: string
}

const WRITES = CALL_KINDS.filter((each) => /^(create|export|change|void|record|apply|take)_/.test(each))

/** As the service's own table of faults says it of a call; a batch counts for all that travel in it. */
const CALL_FOR: Readonly<Record<CallKind, string>> = {
  poll: 'cdc',
  read: 'query',
  look_up: 'query',
  catalogue: 'query',
  facts: 'query',
  token: 'token',
  create_customer: 'create Customer',
  export_invoice: 'create Invoice',
  change_invoice: 'update Invoice',
  void_invoice: 'void Invoice',
  export_credit_memo: 'create CreditMemo',
  record_payment: 'create Payment',
  apply_credit: 'create Payment',
  take_off: 'delete Payment',
  void_payment: 'void Payment',
  other: 'none',
}

const TRAVELS_IN_BATCHES: readonly CallKind[] = WRITES.filter((each) => each !== 'create_customer')

/** How each is told from others in a batch, where the word for what is to be done stands beside the name of the kind. */
const IN_A_BATCH: Partial<Record<CallKind, string>> = {
  export_invoice: '"create","Invoice"',
  change_invoice: '"update","Invoice"',
  void_invoice: '"void","Invoice"',
  export_credit_memo: '"create","CreditMemo"',
  record_payment: '"create","Payment"',
  apply_credit: '"create","Payment"',
  take_off: '"delete","Payment"',
  void_payment: '"void","Payment"',
}

const MADE_ANEW: readonly CallKind[] = [
  'export_invoice',
  'export_credit_memo',
  'record_payment',
  'apply_credit',
]

export const EXCLUDED: readonly Exclusion[] = [
  {
    faults: ['stale'],
    kinds: MADE_ANEW,
    because: 'What is made anew has no token that could be stale.',
  },
  {
    faults: ['duplicate-name'],
    kinds: TRAVELS_IN_BATCHES,
    because: 'Customers are made one by one: nothing that travels in our batches has a name of its own.',
  },
  {
    faults: ['duplicate-number'],
    kinds: TRAVELS_IN_BATCHES.filter((each) => each !== 'export_invoice' && each !== 'export_credit_memo'),
    because: 'Only what is made anew under a number of ours can meet that number.',
  },
  {
    faults: ['inactive-reference'],
    kinds: ['void_payment', 'take_off', 'void_invoice', 'create_customer'],
    because: 'They name nothing but themselves.',
  },
]

const OWN_AT_CALLS = ['death-before-call', 'death-after-call'] as const
const OWN_AT_COMMITS = [
  'death-before-commit',
  'death-after-commit',
  'serialization-failure',
  'deadlock',
  'backend-terminated',
  'commit-unknown',
] as const

const isExcluded = (fault: string, kind: string) =>
  EXCLUDED.some(({ faults, kinds }) => (faults as readonly string[]).includes(fault) && kinds.includes(kind))

function cellsOf(fault: FaultName | OwnFault, kinds: readonly string[]): string[] {
  return kinds
    .filter((kind) => kind !== 'other' && !isExcluded(fault, kind))
    .map((kind) => `${fault} ${kind}`)
}

const ofTheService = FAULT_NAMES.flatMap((fault) =>
  cellsOf(
    fault,
    CALL_KINDS.filter(
      (kind) =>
        FAULTS[fault].can(callNamed(CALL_FOR[kind])) ||
        (TRAVELS_IN_BATCHES.includes(kind) && FAULTS[fault].can(callNamed('batch'))),
    ),
  ),
)

function callNamed(what: string) {
  return { number: 1, realmId: '', method: '', what, target: '', requestId: 'one', body: '' }
}

/** Every pair that can occur, as `fault kind`. */
export const CELLS: readonly string[] = [
  ...ofTheService,
  ...OWN_AT_CALLS.flatMap((fault) => cellsOf(fault, CALL_KINDS)),
  ...OWN_AT_COMMITS.flatMap((fault) => cellsOf(fault, STAGES)),
  ...cellsOf('freeze', [...CALL_KINDS, ...STAGES]),
  ...cellsOf('overtaken', WRITES),
  ...(['job-twice', 'job-late'] as const).flatMap((fault) =>
    cellsOf(fault, ['accounting-sync-cycle', 'accounting-token-renewal']),
  ),
  ...(['clock-skewed', 'clock-jump'] as const).flatMap((fault) => cellsOf(fault, ['process'])),
]

/** Which faults of the service can meet calls of a kind. */
export const faultsOf = (kind: CallKind): FaultName[] =>
  FAULT_NAMES.filter((name) => isCell(`${name} ${kind}`))

/** By what the service tells such calls from others: on their own, and in company. */
export function matchesFor(kind: CallKind): Match[] {
  const what = CALL_FOR[kind]
  if (kind === 'read') return [{ what, target: 'LastUpdatedTime' }]
  if (kind === 'look_up') return ['DocNumber', 'PaymentRefNum'].map((target) => ({ what, target }))
  const body = IN_A_BATCH[kind]
  return [{ what }, ...(body === undefined ? [] : [{ what: 'batch', body }])]
}

const known = new Set(CELLS)
export const isCell = (cell: string): boolean => known.has(cell)
