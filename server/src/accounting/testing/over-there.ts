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

export const customersCalled = ({ sandbox }: AccountingHost, { realm }: Connection, name: string) =>
  [...sandbox.company(realm).tables.Customer.rows.values()].filter((row) => row['DisplayName'] === name)
