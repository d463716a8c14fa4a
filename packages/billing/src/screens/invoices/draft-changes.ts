import type { ChosenClient } from './client-choice.tsx'
import { emptyLine, type DraftForm, type LineForm } from './draft-form.ts'

/** Everything somebody can do to the form. */
export type DraftChange =
  | { kind: 'client'; client: ChosenClient | null }
  | { kind: 'fields'; fields: Partial<Omit<DraftForm, 'lines' | 'counted' | 'client'>> }
  | { kind: 'line'; key: string; fields: Partial<Omit<LineForm, 'key'>> }
  | { kind: 'add' }
  | { kind: 'remove'; key: string }
  | { kind: 'move'; key: string; by: -1 | 1 }
  | { kind: 'load'; form: DraftForm }

export function changeDraft(form: DraftForm, change: DraftChange): DraftForm {
  switch (change.kind) {
    case 'client':
      return { ...form, client: change.client, currency: change.client?.currency ?? form.currency }
    case 'fields':
      return { ...form, ...dueDateAnew(change.fields), ...change.fields }
    case 'line':
      return {
        ...form,
        lines: form.lines.map((line) => (line.key === change.key ? { ...line, ...change.fields } : line)),
      }
    case 'add':
      return { ...form, lines: [...form.lines, emptyLine(form.counted + 1)], counted: form.counted + 1 }
    case 'remove':
      return { ...form, lines: form.lines.filter((line) => line.key !== change.key) }
    case 'move':
      return { ...form, lines: moved(form.lines, change.key, change.by) }
    case 'load':
      return change.form
  }
}

/** Other terms or another day mean another due date, unless it is given in the same breath. */
function dueDateAnew(fields: Partial<DraftForm>): Partial<DraftForm> {
  return fields.terms !== undefined || fields.issueDate !== undefined ? { dueDate: '' } : {}
}

function moved(lines: readonly LineForm[], key: string, by: -1 | 1): readonly LineForm[] {
  const from = lines.findIndex((line) => line.key === key)
  const to = from + by
  const line = lines[from]
  if (!line || to < 0 || to >= lines.length) return lines
  const others = lines.toSpliced(from, 1)
  return others.toSpliced(to, 0, line)
}
