import type { WireResponse } from './messages.ts'

/** One line of what was asked and answered, for the desk and for people who wonder what their client does. */
export interface LogEntry {
  number: number
  at: number
  realmId: string
  method: string
  target: string
  what: string
  status: number
  requestId: string | undefined
  tid: string
  /** How the answer fared: it arrived, or not. */
  fate: 'arrived' | 'lost' | 'late' | 'truncated'
  requestBody: string
  responseBody: string
}

export interface RequestLog {
  add(entry: LogEntry): void
  /** Newest first. */
  entries(): readonly LogEntry[]
  /** Hears of every entry from now on; answers how to stop. */
  listen(listener: (entry: LogEntry) => void): () => void
  clear(): void
}

/** Keeps the last so many; none at all when `size` is 0, as in a simulation. */
export function createRequestLog(size: number): RequestLog {
  const kept: LogEntry[] = []
  const listeners = new Set<(entry: LogEntry) => void>()
  return {
    add(entry) {
      if (size > 0) {
        kept.push(entry)
        if (kept.length > 2 * size) kept.splice(0, kept.length - size)
      }
      for (const each of listeners) each(entry)
    },
    entries: () => kept.slice(-size).toReversed(),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear() {
      kept.length = 0
    },
  }
}

export const fateOf = (response: WireResponse): LogEntry['fate'] => response.fate?.kind ?? 'arrived'
