import type { Connection } from '../postgres/connection.ts'
import type { SyncWorld } from './sync-world.ts'

/** The bookkeeper closes the books. */
export function closeBooks({ sandbox }: SyncWorld, { realm }: Connection, day: string): void {
  const { rows } = sandbox.company(realm).tables.Preferences
  for (const [id, row] of rows) {
    const accounting = row['AccountingInfoPrefs'] as object
    rows.set(id, { ...row, AccountingInfoPrefs: { ...accounting, BookCloseDate: day } })
  }
}
