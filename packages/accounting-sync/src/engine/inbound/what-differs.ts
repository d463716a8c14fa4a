import type { Intent } from '../../adapter.ts'
import type { EntityRef } from '../../core/references.ts'
import type { Trx } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import { loadLinks } from '../../postgres/links.ts'

/** A document that is not the same over there, in amounts: for whoever says what an answer to it will do. */
export interface WhatDiffers {
  change: 'changed' | 'voided' | 'deleted'
  /** What we mean it to be, and what it is there. */
  hereMinor: number
  thereMinor: number
  currency: string
}

/** Null when it is the same by now. */
export async function whatDiffers(
  trx: Trx,
  connection: Connection,
  entity: EntityRef,
): Promise<WhatDiffers | null> {
  const [link] = await loadLinks(trx, connection.tenant, connection, [entity])
  const meant = (link?.snapshot ?? null) as Intent | null
  if (link?.status !== 'drift' || meant === null) return null
  const there = (field: string) => link.differences?.find((each) => each.field === field)?.there
  const { totalMinor: hereMinor, currency } = meant
  const standing = there('standing')
  if (standing !== undefined) {
    return { change: standing === 'deleted' ? 'deleted' : 'voided', hereMinor, thereMinor: 0, currency }
  }
  return { change: 'changed', hereMinor, thereMinor: Number(there('total') ?? hereMinor), currency }
}
