/**
 * JSON as PostgreSQL takes it. Text from outside may hold NUL or halves of characters, which a `jsonb`
 * refuses: one such name must not fail the statement that carries a thousand others.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'string' ? each.toWellFormed().replaceAll('\u0000', '') : each,
  )
}

/** The same for a text that stands alone. */
export const plainText = (text: string): string => text.toWellFormed().replaceAll('\u0000', '')
