import { z, type ZodType } from 'zod'

/**
 * Keyset paging: the cursor names the row to go on from, so a page costs the same however deep it
 * lies and no row is shown twice when others are inserted meanwhile.
 */
export const pageInput = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

export const direction = z.enum(['asc', 'desc'])

export function page<T extends ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** The cursor is opaque to clients: the sort values of the last row, as base64url JSON. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(values))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

const cursorValues = z.array(z.union([z.string(), z.number(), z.null()]))

/** `null` when the text is not a cursor of ours; the caller answers bad input. */
export function decodeCursor(cursor: string): (string | number | null)[] | null {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (char) => char.codePointAt(0) ?? 0)
    return cursorValues.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return null
  }
}
