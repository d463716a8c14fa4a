import type { AuditEvent } from '@tieout/platform/contract'

/** One value of a field; a list has one line for each of its values. */
export interface Line {
  text: string
  /** Stands on this side only. */
  differs: boolean
}

export interface Change {
  field: string
  before: Line[]
  after: Line[]
}

export function changesOf(before: AuditEvent['before'], after: AuditEvent['after']): Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const changes = fields.map((field) => {
    const was = linesOf(before?.[field])
    const is = linesOf(after?.[field])
    return { field, before: marked(was, is), after: marked(is, was) }
  })
  return changes.filter((change) => [...change.before, ...change.after].some((line) => line.differs))
}

const marked = (lines: readonly string[], others: readonly string[]): Line[] =>
  lines.map((text) => ({ text, differs: !others.includes(text) }))

function linesOf(value: unknown): string[] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return [...new Set(value.flatMap(linesOf))]
  if (typeof value === 'object') return [nameIn(value) ?? JSON.stringify(value, null, 2)]
  return [String(value)]
}

/** A thing that has a name is shown by it, as a role in a list of roles. */
function nameIn(value: object): string | undefined {
  const name: unknown = 'name' in value ? value.name : 'displayName' in value ? value.displayName : undefined
  return typeof name === 'string' ? name : undefined
}
