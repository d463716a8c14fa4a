import { readConnection, type Connection } from '../postgres/connection.ts'
import { missing, type Inside } from './answer.ts'

/** The company that is asked about, connected or not. */
export async function askedConnection(
  { trx, tenant }: Pick<Inside, 'trx' | 'tenant'>,
  connectionId: string,
): Promise<Connection> {
  const connection = await readConnection(trx, tenant, connectionId)
  if (connection === null) throw missing('connection')
  return connection
}
