import type { WriteOptions } from '../../company/kind.ts'
import type { Entity, KindName } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { highestNumber } from './follow.ts'
import type { SalesSettings } from './settings.ts'

const FIRST = 1001

/**
 * The number of a sales paper. Where numbers are the service's own it counts on from the highest of all
 * sales papers, or of all estimates, and still takes one that is sent; else a paper bears what is sent, or nothing.
 */
export function numberFor(
  tx: Transaction,
  kind: KindName,
  written: JsonObject,
  before: Entity | undefined,
  settings: SalesSettings,
  { include }: WriteOptions,
): string | undefined {
  const given = written['DocNumber'] as string | undefined
  if (given === 'AUTO_GENERATE') return next(tx, kind)
  if (given === undefined) {
    if (settings.customNumbers) return undefined
    return (before?.['DocNumber'] as string | undefined) ?? next(tx, kind)
  }
  const isNew = given !== before?.['DocNumber']
  if (isNew && settings.warnsOfDuplicates && !include.has('allowduplicatedocnum')) {
    const holder = tx.numberHolder(kind, given, before?.Id)
    if (holder !== undefined) throw faults.duplicateNumber(given, kind, holder)
  }
  return given
}

const next = (tx: Transaction, kind: KindName): string =>
  String(Math.max(FIRST, highestNumber(tx.company, kind) + 1))
