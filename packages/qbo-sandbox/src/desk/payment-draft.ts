import type { Company, Entity } from '../company/state.ts'
import type { Json, JsonObject } from '../json.ts'
import { isOn, linesOf, linksOf, openPapers, refOf, section, spread, textOf } from './books.ts'
import { sharesOf } from './consequences.ts'
import { centsOf, editable, sentNumber, sum, typedCents } from './money.ts'

/** A paper that a payment may cover or be fed by, and what is typed beside it. */
export interface PayLine {
  kind: 'Invoice' | 'CreditMemo'
  paper: Entity
  /** What this payment may take of it at most. */
  open: number
  typed: string
}

/** A payment while somebody fills it in. */
export interface PaymentDraft {
  customer: Entity
  /** The payment as it stands, when one is changed. */
  before: Entity | undefined
  fields: Readonly<Record<PaymentField, string>>
  lines: readonly PayLine[]
}

const FIELDS = [
  'TxnDate',
  'TotalAmt',
  'PaymentRefNum',
  'PaymentMethodRef',
  'DepositToAccountRef',
  'ExchangeRate',
  'PrivateNote',
] as const
type PaymentField = (typeof FIELDS)[number]

export const lineName = ({ kind, paper }: Pick<PayLine, 'kind' | 'paper'>): string =>
  `apply.${kind}.${paper.Id}`

/** What is typed; before anything is, what stands, or for a new one what the address asks for. */
export function paymentDraft(
  company: Company,
  customer: Entity,
  before: Entity | undefined,
  typed: URLSearchParams | undefined,
  fresh: { today: string; paper?: string },
): PaymentDraft {
  const lines = payLines(company, customer, before, (line, own) => {
    if (typed !== undefined) return typed.get(lineName(line)) ?? ''
    if (own > 0) return editable(own)
    return before === undefined && line.paper.Id === fresh.paper && line.kind === 'Invoice'
      ? editable(line.open)
      : ''
  })
  const asked = lines.find((each) => each.kind === 'Invoice' && each.paper.Id === fresh.paper)
  const standing: Readonly<Record<PaymentField, string>> = {
    TxnDate: textOf(before, 'TxnDate') || fresh.today,
    TotalAmt:
      before === undefined
        ? asked === undefined
          ? ''
          : editable(asked.open)
        : editable(centsOf(before['TotalAmt'])),
    PaymentRefNum: textOf(before, 'PaymentRefNum'),
    PaymentMethodRef: refOf(before, 'PaymentMethodRef'),
    DepositToAccountRef: refOf(before, 'DepositToAccountRef'),
    ExchangeRate: textOf(before, 'ExchangeRate'),
    PrivateNote: textOf(before, 'PrivateNote'),
  }
  const fields = Object.fromEntries(
    FIELDS.map((name) => [name, typed === undefined ? standing[name] : (typed.get(name) ?? '')]),
  )
  return { customer, before, fields: fields as Record<PaymentField, string>, lines }
}

function payLines(
  company: Company,
  customer: Entity,
  before: Entity | undefined,
  typedIn: (line: Omit<PayLine, 'typed'>, own: number) => string,
): PayLine[] {
  const shares = before === undefined ? [] : sharesOf(company, before)
  return (['Invoice', 'CreditMemo'] as const).flatMap((kind) => {
    const covered = shares.flatMap((each) =>
      each.kind === kind && each.paper !== undefined ? [each.paper] : [],
    )
    const papers = [...new Set([...covered, ...openPapers(company, kind, customer.Id)])]
    return papers.map((paper) => {
      const own = sum(shares.filter((each) => each.paper === paper).map((each) => each.cents))
      const line = { kind, paper, open: centsOf(paper['Balance']) + own }
      return { ...line, typed: typedIn(line, own) }
    })
  })
}

export interface Sums {
  total: number
  credits: number
  applied: number
  /** Below zero: more is applied than there is. */
  left: number
}

export function sumsOf({ fields, lines }: PaymentDraft): Sums {
  const typed = (kind: PayLine['kind']) =>
    sum(lines.filter((each) => each.kind === kind).map((each) => typedCents(each.typed) ?? 0))
  const [total, credits, applied] = [typedCents(fields.TotalAmt) ?? 0, typed('CreditMemo'), typed('Invoice')]
  return { total, credits, applied, left: total + credits - applied }
}

/** The money and the credits typed, spread over the invoices from the oldest on. */
export function filled(draft: PaymentDraft): PaymentDraft {
  const { total, credits } = sumsOf(draft)
  const invoices = draft.lines.filter((each) => each.kind === 'Invoice')
  const shares = spread(
    total + credits,
    invoices.map((each) => each.open),
  )
  const lines = draft.lines.map((each) => {
    const share = shares[invoices.indexOf(each)]
    return share === undefined ? each : { ...each, typed: share === 0 ? '' : editable(share) }
  })
  return { ...draft, lines }
}

/** What is sent to the same operation as the API's. */
export function paymentBody(
  company: Company,
  { customer, before, fields, lines }: PaymentDraft,
  token: string,
): JsonObject {
  const orNull = (text: string): Json => (text.trim() === '' ? null : text.trim())
  const refOrNull = (id: string): Json => (id === '' ? null : { value: id })
  const applied = lines.flatMap((each): JsonObject[] => {
    const amount = sentNumber(each.typed)
    return amount === undefined || amount === 0
      ? []
      : [{ Amount: amount, LinkedTxn: [{ TxnId: each.paper.Id, TxnType: each.kind }] }]
  })
  return {
    ...(before === undefined ? {} : { Id: before.Id, SyncToken: token, sparse: true }),
    CustomerRef: { value: customer.Id },
    ...(isOn(section(company, 'CurrencyPrefs'), 'MultiCurrencyEnabled')
      ? { CurrencyRef: { value: refOf(customer, 'CurrencyRef') } }
      : {}),
    TxnDate: orNull(fields.TxnDate),
    TotalAmt: sentNumber(fields.TotalAmt) ?? 0,
    PaymentRefNum: orNull(fields.PaymentRefNum),
    PaymentMethodRef: refOrNull(fields.PaymentMethodRef),
    DepositToAccountRef: refOrNull(fields.DepositToAccountRef),
    ...(fields.ExchangeRate.trim() === '' ? {} : { ExchangeRate: sentNumber(fields.ExchangeRate) }),
    PrivateNote: orNull(fields.PrivateNote),
    Line: [...applied, ...keptLines(before)],
  }
}

/** What the desk does not show, such as journal entries, stays as it is. */
function keptLines(before: Entity | undefined): JsonObject[] {
  if (before === undefined) return []
  return linesOf(before)
    .filter((line) => linksOf(line).some(({ type }) => type !== 'Invoice' && type !== 'CreditMemo'))
    .map(({ Amount, LinkedTxn }) => ({ Amount, LinkedTxn }))
}
