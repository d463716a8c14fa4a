import type { DocumentView } from '../../contract/index.ts'

export type Side = NonNullable<DocumentView['here']>

const FIELDS = ['standing', 'number', 'total', 'tax', 'balance', 'customer', 'date', 'lines'] as const
export type Field = (typeof FIELDS)[number]

const AMOUNTS: ReadonlySet<Field> = new Set(['total', 'tax', 'balance'])

export interface SideRow {
  field: Field
  verdict: 'same' | 'differs' | 'unknown'
  /** Which side is not what both last agreed on. */
  changed: readonly ('here' | 'there')[]
}

/** What is compared, and what came of it: lines and standing are worth a row only where they differ. */
export function rowsOf(view: DocumentView, isDrift: boolean): SideRow[] {
  const isTold = (field: Field) => view.differences.some((each) => each.field === field)
  const isWorthNothing = view.standing === 'cancelled' && view.theirStanding !== 'standing'
  const hasRow = (field: Field): boolean => {
    if (field === 'standing' || field === 'lines') return isTold(field)
    // Void on both sides: here it still says what it was worth, there it says nothing, and neither is owed.
    return !(isWorthNothing && AMOUNTS.has(field)) || isTold(field)
  }
  return FIELDS.filter(hasRow).map((field) => ({
    field,
    verdict: isTold(field) ? 'differs' : verdictOn(field, view),
    changed: isDrift ? changedIn(field, view) : [],
  }))
}

function verdictOn(field: Field, { here, there, theirStanding, expired }: DocumentView): SideRow['verdict'] {
  if (here === null || there === null) return 'unknown'
  // Of what was deleted only its worth can be told.
  if (theirStanding === 'deleted' && field !== 'total' && field !== 'balance') return 'unknown'
  if (field === 'balance' && expired !== null) return 'differs'
  if (field === 'balance') return here.balanceMinor === there.balanceMinor ? 'same' : 'unknown'
  if (field === 'customer') return 'same'
  const [ours, theirs] = [valueOf(field, here), valueOf(field, there)]
  if (theirs === null) return 'unknown'
  return ours === theirs ? 'same' : 'differs'
}

/** Customers have other ids here, and what is owed was never agreed on. */
function changedIn(field: Field, { agreed, here, there, differences }: DocumentView): SideRow['changed'] {
  const isTold = differences.some((each) => each.field === field)
  if (field === 'standing' || field === 'lines' || field === 'customer') return isTold ? ['there'] : []
  if (field === 'balance' || agreed === null) return []
  const meant = valueOf(field, agreed)
  const differsFrom = (side: Side | null) => side !== null && valueOf(field, side) !== meant
  return (['here', 'there'] as const).filter((where) => differsFrom(where === 'here' ? here : there))
}

function valueOf(field: Field, side: Side): string | null {
  if (field === 'number') return side.number
  if (field === 'total') return `${side.totalMinor} ${side.currency}`
  if (field === 'tax') return side.taxMinor === null ? null : String(side.taxMinor)
  return field === 'date' ? side.issueDate : null
}

/** The nets of its lines, as they were sent and as they are there. */
export function linesOf({ differences }: DocumentView, where: 'agreed' | 'here' | 'there'): number[] {
  const told = differences.find((each) => each.field === 'lines')
  const text = where === 'there' ? told?.there : told?.here
  return (text ?? '').split(' ').filter(Boolean).map(Number)
}
