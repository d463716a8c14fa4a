import type { InputOf } from '@tieout/platform/contract'
import type { Sort } from '@tieout/ui'
import {
  countInvoices,
  invoiceSort,
  invoiceType,
  type exportInvoices,
  type InvoiceType,
  type listInvoices,
} from '../../contract/index.ts'

/** In the order in which a bookkeeper works through them. */
export const STATUSES = [
  'all',
  'open',
  'draft',
  'sent',
  'partially_applied',
  'overdue',
  'paid',
  'cancelled',
] as const
export type StatusChip = (typeof STATUSES)[number]

/** What the address says about what is shown; whatever it does not know is left out. */
export interface InvoiceFilters {
  status: StatusChip
  type: InvoiceType | ''
  clientId: string
  /** Only links bring it, such as a figure of the ageing. */
  currency: string
  from: string
  to: string
  dueFrom: string
  dueTo: string
  search: string
  /** What a module offers, such as `custody:held`. */
  narrow: string
  sort: Sort
}

/** Of the day of issue and of the day it is due, the first and the last; both included. */
export const DAY_FILTERS = ['from', 'to', 'dueFrom', 'dueTo'] as const
export type DayFilter = (typeof DAY_FILTERS)[number]

/** `offered` are the narrowings that modules have here: a link may come from where there are others. */
export function readFilters(
  query: Pick<URLSearchParams, 'get'>,
  offered: readonly string[] = [],
): InvoiceFilters {
  const [key, direction] = (query.get('sort') ?? '').split('.')
  return {
    status: STATUSES.find((each) => each === query.get('status')) ?? 'all',
    type: invoiceType.options.find((each) => each === query.get('type')) ?? '',
    clientId: fitting(countInvoices.input.shape.clientId, query.get('client')),
    currency: fitting(countInvoices.input.shape.currency, query.get('currency')),
    from: fitting(countInvoices.input.shape.from, query.get('from')),
    to: fitting(countInvoices.input.shape.to, query.get('to')),
    dueFrom: fitting(countInvoices.input.shape.dueFrom, query.get('dueFrom')),
    dueTo: fitting(countInvoices.input.shape.dueTo, query.get('dueTo')),
    search: (query.get('search') ?? '').slice(0, 100),
    narrow: offered.find((each) => each === query.get('narrow')) ?? '',
    sort: {
      key: invoiceSort.options.find((each) => each === key) ?? USUAL_SORT.key,
      direction: direction === 'asc' ? 'asc' : 'desc',
    },
  }
}

const USUAL_SORT: Sort = { key: 'issue_date', direction: 'desc' }

/** A link somebody cut short must show a list, not a refusal. */
function fitting(
  shape: { safeParse: (value: unknown) => { success: boolean } },
  text: string | null,
): string {
  return text !== null && shape.safeParse(text).success ? text : ''
}

/** Only what differs from the usual stands in the address, so that links stay short. */
export function writeFilters(filters: InvoiceFilters): string {
  const { status, type, clientId, currency, from, to, dueFrom, dueTo, search, narrow, sort } = filters
  const query = new URLSearchParams()
  const put = (name: string, value: string, usual = '') => value !== usual && query.set(name, value)
  put('status', status, 'all')
  put('type', type)
  put('client', clientId)
  put('currency', currency)
  put('from', from)
  put('to', to)
  put('dueFrom', dueFrom)
  put('dueTo', dueTo)
  put('search', search)
  put('narrow', narrow)
  put('sort', `${sort.key}.${sort.direction}`, `${USUAL_SORT.key}.${USUAL_SORT.direction}`)
  return query.toString()
}

/** What the chips count: everything but the status itself. */
export function toCountInput(filters: InvoiceFilters): InputOf<typeof countInvoices> {
  const { type, clientId, currency, from, to, dueFrom, dueTo, search, narrow } = filters
  return {
    ...(type && { type }),
    ...(clientId && { clientId }),
    ...(currency && { currency }),
    ...(from && { from }),
    ...(to && { to }),
    ...(dueFrom && { dueFrom }),
    ...(dueTo && { dueTo }),
    ...(search && { search }),
    ...(narrow && { narrow }),
  }
}

/** What the file holds: everything that the list finds, in its order. */
export function toExportInput(filters: InvoiceFilters): InputOf<typeof exportInvoices> {
  return {
    ...toCountInput(filters),
    status: filters.status,
    sort: invoiceSort.parse(filters.sort.key),
    direction: filters.sort.direction,
  }
}

export const toListInput = (filters: InvoiceFilters): InputOf<typeof listInvoices> => ({
  ...toExportInput(filters),
  limit: 40,
})

export const isNarrowed = (filters: InvoiceFilters) =>
  filters.status !== 'all' || Object.keys(toCountInput(filters)).length > 0

export const withoutFilters = (filters: InvoiceFilters): InvoiceFilters => ({
  ...readFilters(new URLSearchParams()),
  sort: filters.sort,
})
