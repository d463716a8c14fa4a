import { type Fields, flag, ref, shown, signedMoney, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Entity } from '../../company/state.ts'
import { systemFields } from '../../company/system-fields.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { ACCOUNT_TYPES, typeOfSubtype } from './account-types.ts'
import { markedName } from './names.ts'
import { ownCurrency } from './people.ts'
import { type Tree, carryDown, idIn, refuseUnevenActivity, standing } from './tree.ts'

const fields: Fields = {
  Name: text(100, /["\t\n:]/),
  SubAccount: flag,
  ParentRef: ref('Account'),
  Description: text(100),
  FullyQualifiedName: shown({ type: 'any' }),
  Active: flag,
  Classification: shown({ type: 'any' }),
  AccountType: text(100),
  AccountSubType: text(100),
  AcctNum: text(20, /:/),
  CurrentBalance: shown(signedMoney),
  CurrentBalanceWithSubAccounts: shown(signedMoney),
  CurrencyRef: { type: 'currency' },
  ...systemFields,
}

const tree: Tree = { kind: 'Account', below: 'SubAccount', name: 'Name', showsLevel: false }

/** Accounts the service itself works with; a company cannot do without them. */
const NEEDED = new Set([
  'AccountsReceivable',
  'AccountsPayable',
  'UndepositedFunds',
  'SalesTaxPayable',
  'GlobalTaxPayable',
  'OpeningBalanceEquity',
  'RetainedEarnings',
  'ExchangeGainOrLoss',
])

export const accounts: Kind = {
  name: 'Account',
  family: 'list',
  idsFrom: 'accounts',
  fields,
  unmodelled:
    `AccountAlias AccountEx AccountPurposes AcctNumExtn BankNum FIName JournalCodeRef OnlineBankingEnabled
    OpeningBalance OpeningBalanceDate TaxAccount TaxCodeRef TxnLocationType`.split(/\s+/),
  queryable: {
    AccountSubType: 'text',
    AccountType: 'text',
    AcctNum: 'text',
    Active: 'boolean',
    Classification: 'text',
    CurrentBalance: 'number',
    FullyQualifiedName: 'text',
    Name: 'text',
    ParentRef: 'ref',
    SubAccount: 'boolean',
  },
  complete,
  settle: (tx, after, before) => carryDown(tx, tree, after, before),
  uniqueName: (entity) =>
    entity['Active'] === false
      ? undefined
      : { space: 'accounts', name: String(entity['FullyQualifiedName']) },
}

function complete(tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  if (written['Name'] === undefined) throw faults.required('Name')
  const active = written['Active'] !== undefined ? written['Active'] === true : before?.['Active'] !== false
  const name = markedName(String(written['Name']).trim(), active, before)
  const type = typeOf(written, before)
  if (!active) refuseWhileNeeded(before)
  refuseUnevenActivity(tx, tree, active, written, before)
  const place = standing(tx, tree, written, name, before)
  if (place['SubAccount'] === true) suitParent(tx, written, type.AccountType)
  refuseTakenNumber(tx, written, before)
  return {
    ...written,
    ...place,
    ...type,
    Name: name,
    Active: active,
    CurrentBalance: before?.['CurrentBalance'] ?? 0,
    CurrentBalanceWithSubAccounts: before?.['CurrentBalanceWithSubAccounts'] ?? 0,
    CurrencyRef: ownCurrency(tx, written, before),
  }
}

/** Type and subtype: either may be left out, both have to fit. What the service works with stays what it is. */
function typeOf(written: JsonObject, before: Entity | undefined) {
  const subtype = written['AccountSubType'] as string | undefined
  const type = (written['AccountType'] ?? typeOfSubtype.get(subtype ?? '')) as string | undefined
  if (type === undefined) {
    throw faults.accountType(
      subtype === undefined
        ? 'AccountType or AccountSubType is required.'
        : `Unknown account subtype ${subtype}.`,
    )
  }
  const known = ACCOUNT_TYPES[type]
  if (known === undefined) throw faults.accountType(`Unknown account type ${type}.`)
  const chosen =
    subtype ?? String(before?.['AccountType'] === type ? before['AccountSubType'] : known.subtypes[0])
  if (!known.subtypes.includes(chosen)) {
    throw faults.accountType(`Account subtype ${chosen} does not belong to account type ${type}.`)
  }
  const stood = before?.['AccountSubType']
  if (stood !== undefined && stood !== chosen && (NEEDED.has(String(stood)) || NEEDED.has(chosen))) {
    throw faults.accountType(`An account cannot change from ${String(stood)} to ${chosen}.`)
  }
  return { Classification: known.classification, AccountType: type, AccountSubType: chosen }
}

function refuseWhileNeeded(before: Entity | undefined): void {
  if (before === undefined || before['Active'] === false) return
  if (NEEDED.has(String(before['AccountSubType']))) {
    throw faults.businessRule('This account is used by QuickBooks itself and cannot be made inactive.')
  }
  if (before['CurrentBalance'] !== 0) {
    throw faults.hasBalance('This account cannot be made inactive: it has a balance.')
  }
}

function suitParent(tx: Transaction, written: JsonObject, type: string): void {
  const parent = tx.mustGet('Account', idIn(written['ParentRef']) ?? '', 'ParentRef')
  if (parent['AccountType'] !== type) {
    throw faults.accountKind('A sub-account has to be of the type of its parent.')
  }
}

/** Numbers are looked through only when one is given anew; charts of accounts are short. */
function refuseTakenNumber(tx: Transaction, written: JsonObject, before: Entity | undefined): void {
  const number = written['AcctNum']
  const accounting = tx.preferences()['AccountingInfoPrefs'] as JsonObject | undefined
  if (number === undefined || number === before?.['AcctNum'] || accounting?.['UseAccountNumbers'] !== true)
    return
  for (const each of tx.company.tables.Account.rows.values()) {
    if (each['AcctNum'] === number && each['Active'] !== false && each.Id !== before?.Id) {
      throw faults.businessRule(
        'Another account is already using this number. Please use a different number.',
      )
    }
  }
}
