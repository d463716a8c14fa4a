import { isPolled } from '../../src/wire/cdc.ts'
import { FAULTS } from '../../src/chaos/faults.ts'
import { KIND_NAMES } from '../../src/company/state.ts'
import { kindOf } from '../../src/kinds/all.ts'

type Row = readonly string[]

/** What can be done to which object, told by the objects themselves. */
export function operations(): readonly Row[] {
  const mark = (yes: boolean) => (yes ? 'yes' : '–')
  return KIND_NAMES.map((name) => {
    const kind = kindOf(name)
    return [
      name,
      mark(kind.creatable !== false),
      mark(kind.updatable !== false),
      mark(kind.beforeDelete !== undefined),
      kind.voided === undefined ? '–' : `\`${kind.voidedBy}\``,
      mark(isPolled(name)),
      Object.keys(kind.queryable).join(', '),
    ]
  })
}

/** Everything that can be made to go wrong. */
export function faults(): readonly Row[] {
  return Object.entries(FAULTS).map(([name, { says, params = {} }]) => [
    `\`${name}\``,
    says,
    Object.keys(params)
      .map((each) => `\`${each}\``)
      .join(', ') || '–',
  ])
}

export const asTable = (rows: readonly Row[]): string =>
  rows.map((row) => `| ${row.join(' | ')} |`).join('\n')
