import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import type { Json, JsonObject } from '../../json.ts'
import { refuseMovingLinked } from './document.ts'
import { openFields, release, shownLinks } from './links.ts'
import { centsIn } from './money.ts'
import { refusals } from './refusals.ts'
import { settingsOf } from './settings.ts'
import { isVoided, voidedNote, zeroed } from './voided.ts'

type OpenKind = 'Invoice' | 'CreditMemo'

/** A document with what is open on it. Lowered below what covers it, it gives the surplus back. */
export function withOpen(
  tx: Transaction,
  kind: OpenKind,
  whole: JsonObject,
  total: number,
  before: Entity | undefined,
): JsonObject {
  if (before === undefined) return { ...whole, ...openFields(kind, whole, total), ...shownLinks(kind, []) }
  const stood = (before['LinkedTxn'] ?? []) as readonly Json[]
  if (stood.length > 0) refuseMovingLinked(whole, before)
  const covered = centsIn(before, 'TotalAmt') - centsIn(before, 'Balance')
  const surplus = Math.max(0, covered - total)
  const links = surplus > 0 ? release(tx, kind, before, surplus) : stood
  return {
    ...whole,
    ...openFields(kind, whole, total - covered + surplus),
    ...shownLinks(kind, links),
  }
}

/** What may be done about the links of a document that is to be deleted, by the company's choice. */
export function unlinkOrRefuse(tx: Transaction, kind: OpenKind, before: Entity): void {
  if (((before['LinkedTxn'] ?? []) as readonly Json[]).length === 0) return
  if (settingsOf(tx).deleteLinked === 'refuse') throw refusals.stillLinked()
  release(tx, kind, before, centsIn(before, 'TotalAmt') - centsIn(before, 'Balance'))
}

/** The invoice at zero: what paid it is unapplied again, its lines stay with nothing on them. */
export function voidedInvoice(tx: Transaction, before: Entity): JsonObject {
  if (isVoided(before)) return before
  release(tx, 'Invoice', before, centsIn(before, 'TotalAmt') - centsIn(before, 'Balance'))
  return {
    ...before,
    ...openFields('Invoice', before, 0),
    PrivateNote: voidedNote(before),
    LinkedTxn: [],
    Line: zeroed(before['Line'] ?? []),
    TxnTaxDetail: zeroed(before['TxnTaxDetail'] ?? { TotalTax: 0 }),
    TotalAmt: 0,
    HomeTotalAmt: before['HomeTotalAmt'] === undefined ? undefined : 0,
  }
}
