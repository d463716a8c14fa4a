import { readSettings, type SyncSettings } from '../engine/settings.ts'
import type { CatalogueKind } from '../adapter.ts'
import type { Trx } from '../host.ts'
import { readEntries } from '../postgres/catalogue.ts'
import type { Connection } from '../postgres/connection.ts'
import { Refused } from './answer.ts'

type Patch = { [Name in keyof SyncSettings]?: SyncSettings[Name] | undefined }

/** What is named is checked; what is left out is neither checked nor changed. */
export async function checkedSettings(
  trx: Trx,
  connection: Connection,
  patch: Patch,
): Promise<Partial<SyncSettings>> {
  const changes = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Partial<SyncSettings>
  if (Object.keys(changes).length === 0) {
    throw new Refused('accounting-nothing-to-change', 'Nothing was named that is to be changed.')
  }
  const after = { ...readSettings(connection.settings), ...changes }
  if (after.autoSync && after.goLiveDate === null) {
    throw new Refused('accounting-no-go-live', 'Nothing goes out by itself before a first day is chosen.')
  }
  await check(trx, connection, 'item', changes.fallbackItemId)
  await check(trx, connection, 'account', changes.depositAccountId)
  return changes
}

async function check(trx: Trx, connection: Connection, kind: CatalogueKind, id: string | null | undefined) {
  if (id === null || id === undefined) return
  const [entry] = await readEntries(trx, connection.tenant, connection, kind, [id])
  if (entry === undefined)
    throw new Refused('accounting-entry-unknown', 'There is no such entry in the accounting system.')
  if (!entry.active)
    throw new Refused('accounting-entry-inactive', 'That entry is inactive in the accounting system.')
}
