import type { Connection } from '@tieout/accounting-sync'
import type { AccountingHost } from './accounting-host.ts'

export interface CustomerThere {
  id: string
  name: string
  email?: string
  currency?: string
}

/** What the bookkeeper keeps over there already. It is known here once the lists were read again. */
export async function keepCustomers(
  { sandbox, sync }: AccountingHost,
  connection: Connection,
  customers: readonly CustomerThere[],
): Promise<void> {
  const { rows } = sandbox.company(connection.realm).tables.Customer
  const like = rows.get('1')
  if (like === undefined) throw new Error('the company has no first customer to be like')
  for (const { id, name, email, currency = 'USD' } of customers) {
    rows.set(id, {
      ...like,
      Id: id,
      DisplayName: name,
      FullyQualifiedName: name,
      PrimaryEmailAddr: email === undefined ? undefined : { Address: email },
      CurrencyRef: { value: currency },
      Balance: 0,
    })
  }
  await sync.refreshCatalogue(connection, AbortSignal.timeout(20_000))
}

export const customersCalled = (
  { sandbox }: AccountingHost,
  { realm }: Pick<Connection, 'realm'>,
  name: string,
) => [...sandbox.company(realm).tables.Customer.rows.values()].filter((row) => row['DisplayName'] === name)

export interface TaxGroupThere {
  id: string
  name: string
  percents: readonly number[]
}

/** A group of rates that the bookkeeper keeps over there, known here once the lists were read again. */
export async function keepTaxGroup(
  { sandbox, sync }: AccountingHost,
  connection: Connection,
  { id, name, percents }: TaxGroupThere,
): Promise<void> {
  const { TaxCode, TaxRate } = sandbox.company(connection.realm).tables
  const [rate, group] = [TaxRate.rows.get('1'), TaxCode.rows.get('2')]
  if (rate === undefined || group === undefined) throw new Error('the company has no taxes to be like')
  const details = percents.map((percent, at) => {
    const own = `${id}${at}`
    const effective = [{ RateValue: percent, EffectiveDate: '2020-01-01' }]
    const named = { Id: own, Name: `${name} ${at + 1}`, RateValue: percent, EffectiveTaxRate: effective }
    TaxRate.rows.set(own, { ...rate, ...named })
    return { TaxRateRef: { value: own }, TaxTypeApplicable: 'TaxOnAmount', TaxOrder: at }
  })
  TaxCode.rows.set(id, { ...group, Id: id, Name: name, SalesTaxRateList: { TaxRateDetail: details } })
  await sync.refreshCatalogue(connection, AbortSignal.timeout(20_000))
}
