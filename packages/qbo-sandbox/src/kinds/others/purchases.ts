import { type Fields, flag, oneOf, ref, shown, signedMoney, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Company, Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { cents } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { completeExpenses, expenseLines, postExpenses } from './expense-lines.ts'
import {
  accountOf,
  currencyOf,
  head,
  homeCents,
  paperFields,
  paperUnmodelled,
  settled,
  valueOf,
} from './paper.ts'

const fields: Fields = {
  AccountRef: ref('Account'),
  PaymentMethodRef: ref('PaymentMethod'),
  PaymentRefNum: text(21),
  PaymentType: oneOf('Cash', 'Check', 'CreditCard'),
  EntityRef: ref('Vendor', 'Customer'),
  Credit: flag,
  TotalAmt: shown(signedMoney),
  ...paperFields,
  Line: expenseLines,
}

export const purchases: Kind = {
  name: 'Purchase',
  family: 'transaction',
  idsFrom: 'transactions',
  fields,
  unmodelled: [
    ...paperUnmodelled,
    'CheckPayment',
    'CreditCardPayment',
    'HomeTotalAmt',
    'IncludeInAnnualTPAR',
    'PrintStatus',
    'PurchaseEx',
    'RemitToAddr',
    'TxnId',
    'TxnNum',
  ],
  queryable: {
    AccountRef: 'ref',
    Credit: 'boolean',
    DocNumber: 'text',
    EntityRef: 'ref',
    PaymentType: 'text',
    TotalAmt: 'number',
    TxnDate: 'date',
  },
  complete,
  beforeDelete() {},
  post,
}

function complete(tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  const type = written['PaymentType']
  if (type === undefined) throw faults.required('PaymentType')
  const top = head(tx, written)
  const account = accountOf(tx, written, 'AccountRef', currencyOf(top))
  const wanted = type === 'CreditCard' ? 'Credit Card' : 'Bank'
  if (account['AccountType'] !== wanted) {
    throw faults.accountKind(`A purchase paid by ${String(type)} needs an account of type ${wanted}.`)
  }
  if (written['Credit'] === true && type !== 'CreditCard') {
    throw faults.businessRule('Only a credit card purchase can be a credit.')
  }
  return {
    ...written,
    ...top,
    Credit: type === 'CreditCard' ? (written['Credit'] ?? false) : undefined,
    ...completeExpenses(tx, written, before, currencyOf(top), false),
  }
}

function post(purchase: Entity, company: Company) {
  const sign = purchase['Credit'] === true ? -1 : 1
  const own = -sign * cents(Number(purchase['TotalAmt']))
  return settled(
    [
      { account: valueOf(purchase['AccountRef']), cents: homeCents(own, purchase), currencyCents: own },
      ...postExpenses(purchase, company, sign),
    ],
    company,
  )
}
