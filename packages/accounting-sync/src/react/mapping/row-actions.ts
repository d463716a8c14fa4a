import type { MappingKind, MappingRow, MappingTab } from '../../contract/index.ts'

export type RowAction =
  | 'link'
  | 'change'
  | 'unlink'
  | 'create'
  | 'first_export'
  | 'end_first_export'
  | 'leave_out'
  | 'take_back'
  | 'open'

/** What can be done with a row by where it stands; a customer can be created, and left out, for clients alone. */
const BY_TAB: Record<MappingTab, readonly RowAction[]> = {
  suggested: ['link', 'create', 'first_export', 'leave_out', 'open'],
  review: ['link', 'create', 'first_export', 'leave_out', 'open'],
  first_export: ['link', 'create', 'end_first_export', 'leave_out', 'open'],
  mapped: ['change', 'unlink', 'leave_out', 'open'],
  ignored: ['take_back', 'open'],
}

const CLIENTS_ALONE: ReadonlySet<RowAction> = new Set([
  'create',
  'first_export',
  'end_first_export',
  'leave_out',
  'take_back',
  'open',
])

export const actionsOf = (kind: MappingKind, { tab }: Pick<MappingRow, 'tab'>): readonly RowAction[] =>
  BY_TAB[tab].filter((each) => kind === 'client' || !CLIENTS_ALONE.has(each))

export const ENTRIES_OF = {
  client: 'customer',
  service: 'item',
  tax: 'tax_code',
  terms: 'terms',
} as const satisfies Record<MappingKind, string>
