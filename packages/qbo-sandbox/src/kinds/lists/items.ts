import { type Fields, decimal, flag, ref, shown, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Entity } from '../../company/state.ts'
import { systemFields } from '../../company/system-fields.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { NOT_IN_NAMES, markedName } from './names.ts'
import { type Tree, carryDown, idIn, refuseUnevenActivity, standing } from './tree.ts'

const fields: Fields = {
  Name: text(100, NOT_IN_NAMES),
  Sku: text(100),
  Description: text(4000),
  Active: flag,
  SubItem: flag,
  ParentRef: ref('Item'),
  Level: shown({ type: 'any' }),
  FullyQualifiedName: shown({ type: 'any' }),
  Taxable: flag,
  SalesTaxIncluded: flag,
  UnitPrice: decimal,
  Type: text(30),
  IncomeAccountRef: ref('Account'),
  PurchaseDesc: text(1000),
  PurchaseCost: decimal,
  ExpenseAccountRef: ref('Account'),
  SalesTaxCodeRef: ref('TaxCode'),
  TrackQtyOnHand: flag,
  ...systemFields,
}

const tree: Tree = { kind: 'Item', below: 'SubItem', name: 'Name', showsLevel: true }

export const items: Kind = {
  name: 'Item',
  family: 'list',
  idsFrom: 'items',
  fields,
  unmodelled: `AbatementRate AssetAccountRef AttachableRef AvgCost COGSAccountRef ClassRef CustomField
    DeferredRevenue ExpectedDateOfReceipt InvStartDate ItemAssemblyDetail ItemCategoryType ItemEx ItemGroupDetail
    ManPartNum PercentBased PrefVendorRef PrintGroupedItems PurchaseTaxCodeRef PurchaseTaxIncluded QtyOnHand
    QtyOnPurchaseOrder QtyOnSalesOrder RatePercent ReorderPoint ReverseChargeRate ServiceType Source SpecialItem
    SpecialItemType TaxClassificationRef TxnLocationType UOMSetRef UQCDisplayText UQCId`.split(/\s+/),
  queryable: {
    Active: 'boolean',
    Description: 'text',
    FullyQualifiedName: 'text',
    Name: 'text',
    ParentRef: 'ref',
    Sku: 'text',
    SubItem: 'boolean',
    Taxable: 'boolean',
    Type: 'text',
    UnitPrice: 'number',
  },
  complete,
  settle: (tx, after, before) => carryDown(tx, tree, after, before),
  uniqueName: (entity) =>
    entity['Active'] === false ? undefined : { space: 'items', name: String(entity['Name']) },
}

function complete(tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  if (written['Name'] === undefined) throw faults.required('Name')
  const type = typeOf(written, before)
  const active = written['Active'] !== undefined ? written['Active'] === true : before?.['Active'] !== false
  const name = markedName(String(written['Name']).trim(), active, before)
  refuseUnevenActivity(tx, tree, active, written, before)
  const place = standing(tx, tree, written, name, before)
  if (place['SubItem'] === true) mustBeCategory(tx, written)
  const shared = { ...written, ...place, Name: name, Active: active, Type: type }
  if (type === 'Category') return category(shared)
  refuseUnfitAccounts(tx, written)
  return {
    ...shared,
    Taxable: written['Taxable'] ?? false,
    UnitPrice: written['UnitPrice'] ?? 0,
    PurchaseCost: written['PurchaseCost'] ?? 0,
    TrackQtyOnHand: false,
  }
}

function typeOf(written: JsonObject, before: Entity | undefined): string {
  const type = String(written['Type'] ?? before?.['Type'] ?? 'Service')
  if (type === 'Inventory' || type === 'Group' || type === 'Bundle')
    throw faults.unmodelled(`Item.Type=${type}`)
  if (written['TrackQtyOnHand'] === true) throw faults.unmodelled('Item.TrackQtyOnHand=true')
  if (!['Service', 'NonInventory', 'Category'].includes(type)) throw faults.invalidEnum('Type', type)
  const stood = before?.['Type']
  if (stood !== undefined && stood !== type && (stood === 'Category' || type === 'Category')) {
    throw faults.businessRule('An item cannot become a category, nor a category an item.')
  }
  return type
}

/** A category only gathers others: it is not sold, so it has neither price nor account. */
function category(shared: JsonObject): JsonObject {
  const misplaced = ['UnitPrice', 'IncomeAccountRef', 'ExpenseAccountRef', 'PurchaseCost', 'Sku'].find(
    (each) => shared[each] !== undefined && shared[each] !== 0,
  )
  if (misplaced !== undefined) throw faults.businessRule(`A category cannot have ${misplaced}.`)
  return {
    ...shared,
    UnitPrice: undefined,
    PurchaseCost: undefined,
    Taxable: undefined,
    TrackQtyOnHand: undefined,
  }
}

function mustBeCategory(tx: Transaction, written: JsonObject): void {
  const parent = tx.mustGet('Item', idIn(written['ParentRef']) ?? '', 'ParentRef')
  if (parent['Type'] !== 'Category')
    throw faults.invalidReference('ParentRef', 'the parent is not a category')
}

/** Sold or bought, an item says where its money goes; receivables and payables are kept by documents alone. */
function refuseUnfitAccounts(tx: Transaction, written: JsonObject): void {
  const named = ['IncomeAccountRef', 'ExpenseAccountRef'].filter((each) => written[each] !== undefined)
  if (named.length === 0) throw faults.required('IncomeAccountRef')
  for (const each of named) {
    const account = tx.mustGet('Account', idIn(written[each]) ?? '', each)
    if (['Accounts Receivable', 'Accounts Payable'].includes(String(account['AccountType']))) {
      throw faults.accountKind(`${each} cannot be an account of type ${String(account['AccountType'])}.`)
    }
  }
}
