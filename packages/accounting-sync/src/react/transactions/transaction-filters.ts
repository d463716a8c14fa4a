import { operationFilter, type InputOf, type countOperations } from '../../contract/index.ts'

export const STATUSES = ['pending', 'in_progress', 'done', 'failed', 'skipped'] as const
export type Status = (typeof STATUSES)[number]
export const KINDS = [
  'export_invoice',
  'export_credit_memo',
  'apply_credit',
  'record_payment',
  'void_invoice',
] as const
export type Kind = (typeof KINDS)[number]

/** What the address says about what is shown; whatever it does not know is left out. */
export interface TransactionFilters {
  status: Status | 'all'
  kind: Kind | ''
  from: string
  to: string
  clientId: string
  /** Only links bring these. */
  batchId: string
  documentId: string
  search: string
  /** The one whose drawer is open. */
  open: string
}

export function readFilters(query: Pick<URLSearchParams, 'get'>): TransactionFilters {
  return {
    status: STATUSES.find((each) => each === query.get('status')) ?? 'all',
    kind: KINDS.find((each) => each === query.get('type')) ?? '',
    from: fitting('from', query.get('from')),
    to: fitting('to', query.get('to')),
    clientId: fitting('clientId', query.get('client')),
    batchId: fitting('batchId', query.get('batch')),
    documentId: fitting('documentId', query.get('document')),
    search: (query.get('search') ?? '').slice(0, 100),
    open: fitting('documentId', query.get('open')),
  }
}

/** A link somebody cut short must show a list, not a refusal. */
function fitting(name: keyof typeof operationFilter, text: string | null): string {
  return text !== null && operationFilter[name].safeParse(text).success ? text : ''
}

/** Only what differs from the usual stands in the address, so that links stay short. */
export function writeFilters(filters: TransactionFilters): string {
  const query = new URLSearchParams()
  const put = (name: string, value: string) => value !== '' && query.set(name, value)
  put('status', filters.status === 'all' ? '' : filters.status)
  put('type', filters.kind)
  put('from', filters.from)
  put('to', filters.to)
  put('client', filters.clientId)
  put('batch', filters.batchId)
  put('document', filters.documentId)
  put('search', filters.search)
  put('open', filters.open)
  return query.toString()
}

/** What the chips count: everything but the status itself. */
export function toCountInput(filters: TransactionFilters): InputOf<typeof countOperations> {
  const { kind, from, to, clientId, batchId, documentId, search } = filters
  return {
    ...(kind && { kind }),
    ...(from && { from }),
    ...(to && { to }),
    ...(clientId && { clientId }),
    ...(batchId && { batchId }),
    ...(documentId && { documentId }),
    ...(search && { search }),
  }
}

export const toListInput = (filters: TransactionFilters): InputOf<typeof countOperations> => ({
  ...toCountInput(filters),
  ...(filters.status !== 'all' && { status: filters.status }),
})

export const isNarrowed = (filters: TransactionFilters): boolean =>
  Object.keys(toListInput(filters)).length > 0

export const withoutFilters = (): TransactionFilters => readFilters(new URLSearchParams())
