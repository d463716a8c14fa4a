import { z } from 'zod'
import type { Change, ChangeKind, PaymentChange, TheirShare, UnreadableChange } from '../../changes.ts'
import { foundIfReadable, markerIn } from './map/found.ts'
import { minorFrom, UnreadableAmount, wireAmount } from './wire.ts'

/** A row as one of the engine's words, or what is wrong with it: never an error, since others came with it. */
export type Read = { change: Change } | { unreadable: UnreadableChange }

export function readRow(kind: ChangeKind, raw: unknown): Read {
  const head = rowHead.safeParse(raw)
  if (!head.success) {
    return { unreadable: { kind, externalId: idIn(raw), why: 'It has no id and no time of change.', raw } }
  }
  const { Id: externalId, MetaData: times, status } = head.data
  const changed = { externalId, changedAt: instantIn(times?.LastUpdatedTime) }
  try {
    return { change: READERS[kind](raw, changed, status === 'Deleted') }
  } catch (error) {
    return { unreadable: { kind, externalId, why: whyOf(error), raw } }
  }
}

type Changed = Pick<Change, 'externalId' | 'changedAt'>

class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

function whyOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [first] = error.issues
    return `${first?.path.join('.') ?? ''}: ${first?.message ?? 'It cannot be read.'}`
  }
  if (error instanceof Unreadable || error instanceof UnreadableAmount) return error.message
  throw error
}

/** Also of a row that is no row at all, as far as it can be told. */
function idIn(raw: unknown): string | null {
  const read = z.looseObject({ Id: id }).safeParse(raw)
  return read.success ? read.data.Id : null
}

export const instantIn = (stamp: string | null | undefined): string | null => {
  const at = stamp === null || stamp === undefined ? Number.NaN : Date.parse(stamp)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/** Whole numbers as a rule; anything else that has the form of a name is let be. */
const id = z.string().regex(/^[\w:-]{1,64}$/)

const rowHead = z.looseObject({
  Id: id,
  status: z.unknown().optional(),
  MetaData: z.looseObject({ LastUpdatedTime: z.string().nullish() }).nullish().catch(null),
})

const READERS: Record<ChangeKind, (raw: unknown, changed: Changed, gone: boolean) => Change> = {
  customer(raw, changed, gone) {
    if (gone) return { kind: 'customer', ...changed, state: 'gone', name: null }
    const { DisplayName: name, Active: active } = customer.parse(raw)
    return { kind: 'customer', ...changed, state: (active ?? true) ? 'active' : 'inactive', name }
  },
  payment: (raw, changed, gone) =>
    gone ? { kind: 'payment', ...changed, state: 'gone', payment: null } : readPayment(raw, changed),
  invoice: documentOf('invoice'),
  credit_memo: documentOf('credit_memo'),
  refund(raw, changed, gone) {
    if (gone) return { kind: 'refund', ...changed, state: 'gone', money: null }
    const { TotalAmt: total, CurrencyRef: currency } = refund.parse(raw)
    const money = { amountMinor: minorFrom(total, currency.value), currency: currency.value }
    return { kind: 'refund', ...changed, state: 'standing', money }
  },
}

function documentOf(kind: 'invoice' | 'credit_memo') {
  return (raw: unknown, changed: Changed, gone: boolean): Change => {
    if (gone) return { kind, ...changed, state: 'gone', document: null }
    const document = foundIfReadable(raw)
    if (document === undefined) throw new Unreadable('It is no document that can be read.')
    if (!CURRENCY.test(document.currency)) throw new Unreadable('Its currency is none.')
    return { kind, ...changed, state: document.voided ? 'voided' : 'standing', document }
  }
}

const CURRENCY = /^[A-Z]{3}$/

const customer = z.looseObject({ DisplayName: z.string(), Active: z.boolean().nullish() })

const currency = z.looseObject({ value: z.string().regex(CURRENCY) })

const refund = z.looseObject({ TotalAmt: wireAmount, CurrencyRef: currency })

const paymentRow = z.looseObject({
  SyncToken: z.string(),
  TxnDate: z.iso.date(),
  CurrencyRef: currency,
  CustomerRef: z.looseObject({ value: id }),
  TotalAmt: wireAmount,
  UnappliedAmt: wireAmount.nullish(),
  PaymentRefNum: z.string().nullish(),
  PrivateNote: z.string().nullish(),
  Line: z
    .array(
      z.looseObject({
        Amount: wireAmount.nullish(),
        LinkedTxn: z.array(z.looseObject({ TxnId: id, TxnType: z.string() })).nullish(),
      }),
    )
    .nullish(),
})

type PaymentRow = z.infer<typeof paymentRow>

function readPayment(raw: unknown, changed: Changed): PaymentChange {
  const row = paymentRow.parse(raw)
  const minor = (amount: number | string) => positive(minorFrom(amount, row.CurrencyRef.value))
  const totalMinor = minor(row.TotalAmt)
  const note = row.PrivateNote ?? ''
  const shares = sharesIn(row, minor)
  return {
    kind: 'payment',
    ...changed,
    // There is no other mark of a void, and one that links credit is of zero from the first.
    state: totalMinor === 0 && shares.length === 0 && note.startsWith('Voided') ? 'voided' : 'standing',
    payment: {
      version: row.SyncToken,
      number: row.PaymentRefNum?.trim() || null,
      date: row.TxnDate,
      currency: row.CurrencyRef.value,
      customerId: row.CustomerRef.value,
      totalMinor,
      unappliedMinor: minor(row.UnappliedAmt ?? 0),
      shares,
      marker: markerIn(note),
    },
  }
}

function positive(minor: number): number {
  if (minor < 0) throw new Unreadable('An amount is below zero.')
  return minor
}

/** Several lines on one document count as one. */
function sharesIn({ Line: lines }: PaymentRow, minor: (amount: number | string) => number): TheirShare[] {
  const shares = new Map<string, TheirShare>()
  for (const line of lines ?? []) {
    const amountMinor = minor(line.Amount ?? 0)
    if (amountMinor === 0) continue
    const [link, ...others] = line.LinkedTxn ?? []
    if (link === undefined || others.length > 0) throw new Unreadable('A line does not say what it settles.')
    const on = ON.get(link.TxnType) ?? 'other'
    const key = `${link.TxnType} ${link.TxnId}`
    const known = shares.get(key)
    shares.set(key, {
      on,
      externalId: link.TxnId,
      amountMinor: amountMinor + (known?.amountMinor ?? 0),
    })
  }
  return [...shares.values()]
}

const ON: ReadonlyMap<string, TheirShare['on']> = new Map([
  ['Invoice', 'invoice'],
  ['CreditMemo', 'credit_memo'],
  ['JournalEntry', 'journal'],
])
