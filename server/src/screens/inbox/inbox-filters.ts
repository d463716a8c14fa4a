import type { InputOf, TaskPriority, TaskStatus } from '@tieout/platform/contract'
import type { listTasks } from '@tieout/platform/contract'

export const VIEWS = ['all', 'mine', 'unassigned', 'overdue', 'snoozed'] as const
export type InboxView = (typeof VIEWS)[number]
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const satisfies readonly TaskPriority[]

/** What the address of the inbox says about what is shown; anything it does not know is left out. */
export interface InboxFilters {
  status: Exclude<TaskStatus, 'cancelled'>
  view: InboxView
  kind: string
  priority: TaskPriority | ''
  search: string
  sort: 'priority' | 'newest'
}

export function readFilters(query: URLSearchParams): InboxFilters {
  const status = query.get('status') === 'done' ? 'done' : 'open'
  const view = VIEWS.find((each) => each === query.get('view')) ?? 'all'
  return {
    status,
    // What is done is neither overdue nor asleep.
    view: status === 'done' && (view === 'overdue' || view === 'snoozed') ? 'all' : view,
    kind: (query.get('kind') ?? '').slice(0, 100),
    priority: PRIORITIES.find((each) => each === query.get('priority')) ?? '',
    search: (query.get('search') ?? '').slice(0, 100),
    sort: query.get('sort') === 'newest' ? 'newest' : 'priority',
  }
}

const USUAL: InboxFilters = {
  status: 'open',
  view: 'all',
  kind: '',
  priority: '',
  search: '',
  sort: 'priority',
}

/** Only what differs from the usual stands in the address, so that links stay short. */
export function writeFilters(filters: InboxFilters): string {
  const query = new URLSearchParams()
  for (const [key, usual] of Object.entries(USUAL)) {
    const value = filters[key as keyof InboxFilters]
    if (value !== usual) query.set(key, value)
  }
  const text = query.toString()
  return text === '' ? '/inbox' : `/inbox?${text}`
}

export const isNarrowed = (filters: InboxFilters) =>
  filters.view !== 'all' || filters.kind !== '' || filters.priority !== '' || filters.search !== ''

/** The filters as the API takes them. */
export function toInput(filters: InboxFilters): InputOf<typeof listTasks> {
  const { status, view, kind, priority, search, sort } = filters
  return {
    status,
    sort,
    assigned: view === 'mine' || view === 'unassigned' ? view : 'all',
    due: view === 'overdue' ? 'overdue' : 'any',
    // Whoever looks for what is done wants all of it, asleep when it was finished or not.
    snoozed: view === 'snoozed' ? 'only' : status === 'done' ? 'shown' : 'hidden',
    ...(kind && { kind }),
    ...(priority && { priority }),
    ...(search && { search }),
    limit: 40,
  }
}
