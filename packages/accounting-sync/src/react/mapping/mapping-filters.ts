import { mappingTab, type MappingTab } from '../../contract/index.ts'

/** What is shown; it stands in the address. */
export interface MappingFilters {
  tab: MappingTab | 'all'
  search: string
  sort: 'holds_up' | 'name'
}

export function readFilters(query: URLSearchParams): MappingFilters {
  const tab = mappingTab.safeParse(query.get('tab'))
  return {
    tab: tab.success ? tab.data : 'all',
    search: (query.get('search') ?? '').trim().slice(0, 100),
    sort: query.get('sort') === 'name' ? 'name' : 'holds_up',
  }
}

/** The address with these changes; what is as usual does not stand in it. */
export function changed(query: URLSearchParams, changes: Partial<MappingFilters>): string {
  const { tab, search, sort } = { ...readFilters(query), ...changes }
  return new URLSearchParams({
    ...(tab === 'all' ? {} : { tab }),
    ...(search === '' ? {} : { search }),
    ...(sort === 'holds_up' ? {} : { sort }),
  }).toString()
}
