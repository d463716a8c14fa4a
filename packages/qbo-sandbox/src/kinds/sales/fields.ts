import {
  type Field,
  type Fields,
  bareRef,
  day,
  decimal,
  email,
  flag,
  group,
  list,
  oneOf,
  ref,
  shown,
  signedMoney,
  text,
} from '../../company/fields.ts'
import { systemFields } from '../../company/system-fields.ts'
import { address } from '../lists/address.ts'

export const any: Field = { type: 'any' }

/** `Invoice.LinkedTxn` and the like. What points to a payment follows from the payment and is not taken. */
export const links: Field = list(
  group('LinkedTxn', { TxnId: { type: 'id' }, TxnType: text(100) }, ['TxnLineId']),
)

const DETAILS_ELSEWHERE = [
  'AccountBasedExpenseLineDetail',
  'DepositLineDetail',
  'GroupLineDetail',
  'ItemBasedExpenseLineDetail',
  'ItemReceiptLineDetail',
  'JournalEntryLineDetail',
  'PaymentLineDetail',
  'PurchaseOrderItemLineDetail',
  'ReimburseLineDetail',
  'SalesOrderItemLineDetail',
  'TaxLineDetail',
  'TDSLineDetail',
] as const

/** TAX, NON or the id of a code: which of them holds is decided by the country, not by the reference. */
const lineTaxCode: Field = group('ReferenceType', { value: text(30), name: text(100) })

const saleDetail: Fields = {
  ServiceDate: day,
  TaxInclusiveAmt: signedMoney,
  ItemRef: { type: 'ref', to: ['Item'], named: true, literals: ['SHIPPING_ITEM_ID'] },
  ClassRef: ref('Class'),
  UnitPrice: decimal,
  Qty: decimal,
  TaxCodeRef: lineTaxCode,
}

const SALE_UNMODELLED = [
  'DeferredRevenue',
  'DiscountAmt',
  'DiscountRate',
  'InventorySiteRef',
  'ItemAccountRef',
  'MarkupInfo',
  'PriceLevelRef',
  'RatePercent',
  'SalesItemLineEx',
  'TaxClassificationRef',
  'UOMRef',
]

const discountDetail: Fields = {
  PercentBased: flag,
  DiscountPercent: decimal,
  DiscountAccountRef: ref('Account'),
}

const lineFields: Fields = {
  Id: { type: 'id' },
  LineNum: shown(any),
  Description: text(4000),
  Amount: signedMoney,
  DetailType: oneOf(
    'SalesItemLineDetail',
    'DescriptionOnly',
    'DiscountLineDetail',
    'SubTotalLineDetail',
    ...DETAILS_ELSEWHERE,
  ),
  SalesItemLineDetail: group('SalesItemLineDetail', saleDetail, SALE_UNMODELLED),
  DescriptionLineDetail: group('DescriptionLineDetail', { ServiceDate: day, TaxCodeRef: lineTaxCode }),
  DiscountLineDetail: group('DiscountLineDetail', discountDetail, [
    'ClassRef',
    'Discount',
    'DiscountRef',
    'ServiceDate',
    'TaxCodeRef',
  ]),
  SubTotalLineDetail: any,
}

/** Ten thousand lines a transaction, and no more. */
const lines = list(
  group('Line', lineFields, ['CustomField', 'LineEx', 'LinkedTxn', ...DETAILS_ELSEWHERE]),
  10_000,
)

const taxLine = group(
  'Line',
  {
    Amount: signedMoney,
    DetailType: oneOf('TaxLineDetail'),
    TaxLineDetail: group(
      'TaxLineDetail',
      {
        TaxRateRef: bareRef('TaxRate'),
        PercentBased: flag,
        TaxPercent: decimal,
        NetAmountTaxable: signedMoney,
        OverrideDeltaAmount: shown(any),
      },
      ['ServiceDate', 'TaxInclusiveAmount'],
    ),
  },
  ['Id', 'LineNum', 'Description'],
)

const taxDetail = group(
  'TxnTaxDetail',
  { TxnTaxCodeRef: bareRef('TaxCode'), TotalTax: signedMoney, TaxLine: list(taxLine) },
  ['DefaultTaxCodeRef', 'TaxReviewStatus', 'UseAutomatedSalesTax'],
)

const customField = group('CustomField', {
  DefinitionId: { type: 'id' },
  Name: text(100),
  Type: oneOf('StringType'),
  StringValue: text(31),
})

/** The blocks in which sales papers agree, in the order of the wire: one after the other. */
export const salesFields = {
  start: { ...systemFields, CustomField: list(customField, 3), DocNumber: text(21) },
  transaction: {
    TxnDate: day,
    DepartmentRef: ref('Department'),
    CurrencyRef: { type: 'currency' },
    ExchangeRate: decimal,
    PrivateNote: text(4000),
    LinkedTxn: links,
    Line: lines,
    TxnTaxDetail: taxDetail,
  },
  customer: {
    CustomerRef: ref('Customer'),
    CustomerMemo: group('MemoRef', { value: text(1000) }),
    BillAddr: address,
    ShipAddr: address,
    ClassRef: ref('Class'),
    SalesTermRef: bareRef('Term'),
  },
  totals: {
    GlobalTaxCalculation: oneOf('TaxExcluded', 'TaxInclusive', 'NotApplicable'),
    TotalAmt: shown(signedMoney),
    HomeTotalAmt: shown(signedMoney),
    ApplyTaxAfterDiscount: flag,
    PrintStatus: oneOf('NotSet', 'NeedToPrint', 'PrintComplete'),
    EmailStatus: oneOf('NotSet', 'NeedToSend', 'EmailSent'),
    BillEmail: group('EmailAddress', { Address: email() }, ['Default', 'Id', 'Tag']),
  },
  balance: { Balance: shown(signedMoney), HomeBalance: shown(signedMoney) },
} as const satisfies Record<string, Fields>
