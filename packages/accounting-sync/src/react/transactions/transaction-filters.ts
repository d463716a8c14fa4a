import {
  TRANSACTION_KINDS,
  transactionFilter,
  type ArrivalState,
  type InputOf,
  type TransactionKind,
  type TransactionView,
  type countTransactions,
} from '../../contract/index.ts'

export const DIRECTIONS = ['out', 'in'] as const
export type Direction = (typeof DIRECTIONS)[number]

export const STATUSES = ['pending', 'in_progress', 'done', 'failed', 'skipped'] as const
export type Status = (typeof STATUSES)[number]

/** What became of what came in; those that ask a person come first. */
export const OUTCOMES = [
  'held',
  'quarantined',
  'differs',
  'applied',
  'changed',
  'reversed',
  'settled',
  'nothing',
] as const satisfies readonly ArrivalState[]

export type AnyStatus = Status | ArrivalState
const ALL_STATUSES: readonly AnyStatus[] = [...STATUSES, ...OUTCOMES]

/** What the address says about what is shown; whatever it does not know is left out. */
export interface TransactionFilters {
  direction: Direction | 'all'
  status: AnyStatus | 'all'
  kind: TransactionKind | ''
  from: string
  to: string
  clientId: string
  /** Only links bring these. */
  batchId: string
  cycleId: string
  documentId: string
  search: string
  /** The one whose drawer is open: of what goes out, or of what came in. */
  open: string
  came: string
}

export function readFilters(query: Pick<URLSearchParams, 'get'>): TransactionFilters {
  return {
    direction: DIRECTIONS.find((each) => each === query.get('direction')) ?? 'all',
    status: ALL_STATUSES.find((each) => each === query.get('status')) ?? 'all',
    kind: TRANSACTION_KINDS.find((each) => each === query.get('type')) ?? '',
    from: fitting('from', query.get('from')),
    to: fitting('to', query.get('to')),
    clientId: fitting('clientId', query.get('client')),
    batchId: fitting('batchId', query.get('batch')),
    cycleId: fitting('cycleId', query.get('run')),
    documentId: fitting('documentId', query.get('document')),
    search: (query.get('search') ?? '').slice(0, 100),
    open: fitting('documentId', query.get('open')),
    came: fitting('documentId', query.get('came')),
  }
}

/** A link somebody cut short must show a list, not a refusal. */
function fitting(name: keyof typeof transactionFilter, text: string | null): string {
  return text !== null && transactionFilter[name].safeParse(text).success ? text : ''
}

/** Only what differs from the usual stands in the address, so that links stay short. */
export function writeFilters(filters: TransactionFilters): string {
  const query = new URLSearchParams()
  const put = (name: string, value: string) => value !== '' && query.set(name, value)
  put('direction', filters.direction === 'all' ? '' : filters.direction)
  put('status', filters.status === 'all' ? '' : filters.status)
  put('type', filters.kind)
  put('from', filters.from)
  put('to', filters.to)
  put('client', filters.clientId)
  put('batch', filters.batchId)
  put('run', filters.cycleId)
  put('document', filters.documentId)
  put('search', filters.search)
  put('open', filters.open)
  put('came', filters.came)
  return query.toString()
}

/** What the chips count: everything but the status itself. */
export function toCountInput(filters: TransactionFilters): InputOf<typeof countTransactions> {
  const { direction, kind, from, to, clientId, batchId, cycleId, documentId, search } = filters
  return {
    ...(direction !== 'all' && { direction }),
    ...(kind && { kind }),
    ...(from && { from }),
    ...(to && { to }),
    ...(clientId && { clientId }),
    ...(batchId && { batchId }),
    ...(cycleId && { cycleId }),
    ...(documentId && { documentId }),
    ...(search && { search }),
  }
}

export const toListInput = (filters: TransactionFilters): InputOf<typeof countTransactions> => ({
  ...toCountInput(filters),
  ...(filters.status !== 'all' && { status: filters.status }),
})

export const isNarrowed = (filters: TransactionFilters): boolean =>
  Object.keys(toListInput(filters)).length > 0

export const withoutFilters = (): TransactionFilters => readFilters(new URLSearchParams())

/** Another direction has other states. */
export const turnedTo = (direction: TransactionFilters['direction']): Partial<TransactionFilters> => ({
  direction,
  status: 'all',
})

export const keyOf = (row: TransactionView): string =>
  row.direction === 'out' ? row.operationId : row.arrivalId

/** What the address has to say for its drawer to be open. */
export const opened = (row: TransactionView): Pick<TransactionFilters, 'open' | 'came'> =>
  row.direction === 'out' ? { open: row.operationId, came: '' } : { open: '', came: row.arrivalId }
