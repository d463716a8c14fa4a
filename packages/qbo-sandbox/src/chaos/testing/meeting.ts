import type { Params } from '../fault-kind.ts'
import type { FaultName } from '../faults.ts'
import { connected, REALM, type Client } from './client.ts'

/** A connected client with one fault armed for its next fitting call. */
export async function meeting(
  fault: FaultName,
  params: Params = {},
  before?: (client: Client) => Promise<unknown>,
) {
  const client = await connected()
  await before?.(client)
  client.sandbox.chaos.arm({ fault, params })
  const customers = () => [...client.sandbox.company(REALM).tables.Customer.rows.values()]
  return {
    ...client,
    /** What the customers are called, by now. */
    names: () => customers().map((each) => each['DisplayName']),
    /** Which calls the fault struck, and how often. */
    met: () => client.sandbox.chaos.counts()[fault] ?? {},
  }
}
