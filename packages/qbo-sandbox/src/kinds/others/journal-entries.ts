import { type Fields, flag, group, list, oneOf, ref, shown, signedMoney, text } from '../../company/fields.ts'
import type { Kind, WriteOptions } from '../../company/kind.ts'
import type { Posting } from '../../company/ledger.ts'
import type { Company, Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { cents } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { toJson } from '../../json.ts'
import {
  type Lines,
  accountOf,
  amountOf,
  currencyOf,
  head,
  homeCents,
  lineId,
  linesOf,
  paperFields,
  paperUnmodelled,
  settled,
  tracked,
  valueOf,
  withIds,
} from './paper.ts'

const DETAIL = 'JournalEntryLineDetail'

// The location of a journal entry stands on its lines.
const { DepartmentRef: _, ...ownPaperFields } = paperFields

const fields: Fields = {
  Adjustment: flag,
  TotalAmt: shown(signedMoney),
  ...ownPaperFields,
  LinkedTxn: shown(list({ type: 'any' })),
  Line: list(
    group(
      'Line',
      {
        Id: lineId,
        LineNum: shown({ type: 'any' }),
        Description: text(4000),
        Amount: signedMoney,
        DetailType: oneOf(DETAIL),
        [DETAIL]: group(
          DETAIL,
          {
            PostingType: oneOf('Debit', 'Credit'),
            Entity: group('EntityTypeRef', {
              Type: oneOf('Customer', 'Vendor', 'Employee'),
              EntityRef: ref('Customer', 'Vendor'),
            }),
            AccountRef: ref('Account'),
            ClassRef: ref('Class'),
            DepartmentRef: ref('Department'),
          },
          ['BillableStatus', 'JournalCodeRef', 'TaxAmount', 'TaxApplicableOn', 'TaxCodeRef'],
        ),
      },
      ['CustomField', 'LineEx', 'LinkedTxn'],
    ),
    10_000,
  ),
}

export const journalEntries: Kind = {
  name: 'JournalEntry',
  family: 'transaction',
  idsFrom: 'transactions',
  fields,
  unmodelled: [
    ...paperUnmodelled.filter((each) => each !== 'LinkedTxn'),
    'DepartmentRef',
    'EnteredInHomeCurrency',
    'HomeCurrencyAdjustment',
    'HomeTotalAmt',
    'JournalEntryEx',
    'TaxRateRef',
  ],
  queryable: { Adjustment: 'boolean', DocNumber: 'text', TxnDate: 'date' },
  complete,
  beforeDelete(_tx, before) {
    if (isLinked(before)) throw faults.hasDependents('Unlink the payments of this journal entry first.')
  },
  post,
}

const isLinked = (entry: Entity | undefined) => ((entry?.['LinkedTxn'] ?? []) as Lines).length > 0

function complete(
  tx: Transaction,
  written: JsonObject,
  before: Entity | undefined,
  options: WriteOptions,
): JsonObject {
  const top = head(tx, written)
  const lines = withIds(
    linesOf(written).map((each) => completeLine(tx, each, currencyOf(top))),
    before,
    0,
  )
  if (lines.length === 0) throw faults.required('Line')
  refuseUnbalanced(lines)
  if (isLinked(before) && toJson(lines) !== toJson(linesOf(before as Entity))) {
    throw faults.businessRule(
      'This journal entry is linked to a payment. Unlink it before changing its lines.',
    )
  }
  return {
    ...written,
    ...top,
    Adjustment: written['Adjustment'] ?? false,
    TotalAmt: 0,
    DocNumber: numberOf(tx, written, before, options),
    LinkedTxn: before?.['LinkedTxn'],
    Line: lines,
  }
}

function completeLine(tx: Transaction, line: JsonObject, currency: string): JsonObject {
  const detail = line[DETAIL] as JsonObject | undefined
  if (line['DetailType'] === undefined) throw faults.required('DetailType')
  if (detail === undefined) throw faults.lineDetailMissing()
  if (amountOf(line, currency) < 0) throw faults.negativeLine()
  if (detail['PostingType'] === undefined) throw faults.required('PostingType')
  const account = accountOf(tx, detail, 'AccountRef', currency)
  const party = partyOf(detail)
  requireParty(tx, account, party, currency)
  const Entity = party === undefined ? undefined : { Type: party.kind, EntityRef: party.reference }
  const whole: Record<string, JsonObject[string]> = {}
  for (const name of ['PostingType', 'Entity', 'AccountRef', 'ClassRef', 'DepartmentRef']) {
    const value = name === 'Entity' ? Entity : detail[name]
    if (value !== undefined) whole[name] = value
  }
  return { ...line, [DETAIL]: tracked(tx, whole) }
}

interface Party {
  kind: 'Customer' | 'Vendor'
  reference: JsonObject
}

/** Who a line is about. The wire names the kind beside the reference, not in it. */
function partyOf(detail: JsonObject): Party | undefined {
  const entity = detail['Entity'] as JsonObject | undefined
  if (entity === undefined) return undefined
  if (entity['Type'] === 'Employee') throw faults.unmodelled('employees on journal entries')
  const reference = entity['EntityRef'] as JsonObject | undefined
  if (reference === undefined) throw faults.required('EntityRef')
  const { type, ...rest } = reference
  if (entity['Type'] !== undefined && type !== undefined && entity['Type'] !== type) {
    throw faults.invalidReference('EntityRef', `the entity is no ${String(entity['Type'])}`)
  }
  return { kind: String(type ?? entity['Type']) as Party['kind'], reference: rest }
}

/** On receivables a line names its customer, on payables its vendor; both in their own currency. */
function requireParty(tx: Transaction, account: Entity, party: Party | undefined, currency: string): void {
  const needed = partyNeeded(account)
  if (needed === undefined) return
  if (party?.kind !== needed) {
    throw faults.businessRule(
      `When you use ${String(account['AccountType'])}, you must choose a ${needed.toLowerCase()} in the Name field.`,
    )
  }
  const entity = tx.mustGet(needed, valueOf(party.reference), 'EntityRef')
  if (currencyOf(entity) !== currency || currencyOf(account) !== currency) {
    throw faults.businessRule(
      `${needed}, account and transaction have to be in one currency when you use ${String(account['AccountType'])}.`,
    )
  }
}

function partyNeeded(account: Entity | undefined): Party['kind'] | undefined {
  if (account?.['AccountType'] === 'Accounts Receivable') return 'Customer'
  return account?.['AccountType'] === 'Accounts Payable' ? 'Vendor' : undefined
}

/** Hundredths of a line in the entry's own currency: debit above zero. */
function ownCents(line: JsonObject): number {
  const detail = line[DETAIL] as JsonObject
  return cents(Number(line['Amount'])) * (detail['PostingType'] === 'Debit' ? 1 : -1)
}

function refuseUnbalanced(lines: Lines): void {
  const sides = new Set(lines.map((each) => (each[DETAIL] as JsonObject)['PostingType']))
  const sum = lines.reduce((total, each) => total + ownCents(each), 0)
  if (sides.size < 2 || sum !== 0) {
    throw faults.unbalancedEntry(
      'The total of debits must equal the total of credits, with at least one of each.',
    )
  }
}

/** Numbers are only given when they are asked for; whether two may be the same is a setting. */
function numberOf(
  tx: Transaction,
  written: JsonObject,
  before: Entity | undefined,
  { include }: WriteOptions,
): string | undefined {
  const given = written['DocNumber'] as string | undefined
  if (given === undefined) return include.has('allowautodocnum') ? nextNumber(tx) : undefined
  if (!warnsOfDuplicates(tx) || include.has('allowduplicatedocnum')) return given
  const holder = tx.numberHolder('JournalEntry', given, before?.Id)
  if (holder !== undefined) throw faults.duplicateNumber(given, 'JournalEntry', holder)
  return given
}

function nextNumber(tx: Transaction): string {
  let number = tx.nextOf('journal numbers')
  while (tx.numberHolder('JournalEntry', number, undefined) !== undefined)
    number = tx.nextOf('journal numbers')
  return number
}

function warnsOfDuplicates(tx: Transaction): boolean {
  const other = tx.preferences()['OtherPrefs'] as JsonObject | undefined
  const values = (other?.['NameValue'] ?? []) as Lines
  return values.some((each) => each['Name'] === 'WarnDuplicateJournalNumber' && each['Value'] === 'true')
}

function post(entry: Entity, company: Company): readonly Posting[] {
  const postings = linesOf(entry).map((line): Posting => {
    const detail = line[DETAIL] as JsonObject
    const account = valueOf(detail['AccountRef'])
    const own = ownCents(line)
    const posting = { account, cents: homeCents(own, entry), currencyCents: own }
    const needed = partyNeeded(company.tables.Account.rows.get(account))
    if (needed === undefined) return posting
    const party = valueOf((detail['Entity'] as JsonObject)['EntityRef'])
    return needed === 'Customer' ? { ...posting, customer: party } : { ...posting, vendor: party }
  })
  return settled(postings, company)
}
