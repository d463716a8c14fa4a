import { accountFor } from '../../company/accounts.ts'
import {
  type Field,
  type Fields,
  bareRef,
  day,
  decimal,
  flag,
  group,
  list,
  money,
  oneOf,
  ref,
  shown,
  signedMoney,
  text,
} from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Entity } from '../../company/state.ts'
import { systemFields } from '../../company/system-fields.ts'
import type { Transaction } from '../../company/transaction.ts'
import { amount } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { Json, JsonObject } from '../../json.ts'
import { accountOf, currencyOf, linesOf } from '../others/paper.ts'
import { customerOf, headOf } from './document.ts'
import { any } from './fields.ts'
import { moveShares, netOf, newLine } from './links.ts'
import { payable, unitOf } from './money.ts'
import { readShares } from './payment-shares.ts'
import { postPayment } from './post-payment.ts'
import { settingsOf } from './settings.ts'
import { type Share, shareKey, sharesOf } from './shares.ts'
import { isVoided, voidedNote } from './voided.ts'

const link = group(
  'LinkedTxn',
  {
    TxnId: { type: 'id' },
    TxnType: oneOf('Invoice', 'CreditMemo', 'JournalEntry', 'Expense', 'Check', 'CreditCardCredit'),
  },
  // A journal entry's line may be named; the sandbox takes all its lines on the customer together.
  ['TxnLineId'],
)

const line: Field = group('Line', { Amount: money, LinkedTxn: list(link), LineEx: shown(any) }, [
  'Id',
  'LineNum',
  'Description',
  'DetailType',
  'CustomField',
  'PaymentLineDetail',
])

const fields: Fields = {
  CustomerRef: ref('Customer'),
  DepositToAccountRef: bareRef('Account'),
  PaymentMethodRef: bareRef('PaymentMethod'),
  PaymentRefNum: text(21),
  TotalAmt: money,
  UnappliedAmt: shown(signedMoney),
  ProcessPayment: flag,
  ...systemFields,
  TxnDate: day,
  CurrencyRef: { type: 'currency' },
  ExchangeRate: decimal,
  PrivateNote: text(4000),
  LinkedTxn: shown(any),
  Line: list(line, 10_000),
}

export const payments: Kind = {
  name: 'Payment',
  family: 'transaction',
  idsFrom: 'transactions',
  fields,
  unmodelled:
    `ARAccountRef AttachableRef CheckPayment ClassRef CreditCardPayment CustomField DepartmentRef DocNumber
    OverPayment PaymentEx PaymentType ProjectRef RemitToRef TaxExemptionRef TransactionLocationType
    TxnApprovalInfo TxnSource TxnStatus TxnTaxDetail`.split(/\s+/),
  queryable: {
    CustomerRef: 'ref',
    PaymentMethodRef: 'ref',
    PaymentRefNum: 'text',
    TotalAmt: 'number',
    TxnDate: 'date',
  },
  complete,
  settle: (tx, after, before) => moveShares(tx, after.Id, sharesOf(before), sharesOf(after)),
  beforeDelete(tx, before) {
    refuseDeposited(before)
    moveShares(tx, before.Id, sharesOf(before), [])
  },
  voided(tx, before) {
    refuseDeposited(before)
    if (isVoided(before)) return before
    moveShares(tx, before.Id, sharesOf(before), [])
    return { ...before, TotalAmt: 0, UnappliedAmt: 0, Line: [], PrivateNote: voidedNote(before) }
  },
  voidedBy: 'include=void',
  post: postPayment,
}

function complete(tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  if (before !== undefined) refuseDeposited(before)
  if (written['TotalAmt'] === undefined) throw faults.businessRule('You must set a transaction amount')
  if (written['ProcessPayment'] === true) throw faults.unmodelled('Payment.ProcessPayment')
  const settings = settingsOf(tx)
  const { DepartmentRef: _, ...top } = headOf(tx, written, customerOf(tx, written))
  const unit = unitOf(currencyOf(top))
  const total = payable(Number(written['TotalAmt']), unit, 'TotalAmt')
  const payment = { ...written, ...top }
  const shares = readShares(tx, payment, total, before, settings, unit)
  return {
    ...payment,
    DepositToAccountRef: depositAccount(tx, written, currencyOf(top)),
    UnappliedAmt: amount(total - netOf(tx, payment, shares)),
    ProcessPayment: false,
    LinkedTxn: before?.['LinkedTxn'],
    Line: linesOfShares(tx, payment, shares, before),
  }
}

/** A share that stays as it was keeps its line, so that what changes nothing leaves no trace. */
function linesOfShares(
  tx: Transaction,
  payment: JsonObject,
  shares: readonly Share[],
  before: Entity | undefined,
): Json {
  const stood = new Map(sharesOf(before).map((each, index) => [shareKey(each), { each, index }]))
  return shares.map((share) => {
    const known = stood.get(shareKey(share))
    const own = known?.each.cents ?? 0
    const kept = before !== undefined && own === share.cents ? linesOf(before)[known?.index ?? -1] : undefined
    return kept ?? newLine(tx, payment, share, own)
  })
}

/** Money waits among the undeposited funds unless an account is named. */
function depositAccount(tx: Transaction, written: JsonObject, currency: string): Json {
  if (written['DepositToAccountRef'] === undefined) return { value: accountFor(tx.company, 'undeposited') }
  const account = accountOf(tx, written, 'DepositToAccountRef', currency)
  refuseOtherThanAsset(account)
  return { value: account.Id }
}

export function refuseOtherThanAsset(account: Entity): void {
  if (!['Bank', 'Other Current Asset'].includes(String(account['AccountType']))) {
    throw faults.accountKind('DepositToAccountRef has to be of type Bank or Other Current Asset.')
  }
}

/** What is in a bank deposit has to be taken out of it first. */
function refuseDeposited(payment: Entity): void {
  const links = (payment['LinkedTxn'] ?? []) as readonly JsonObject[]
  if (links.some((each) => each['TxnType'] === 'Deposit')) throw faults.deposited()
}
