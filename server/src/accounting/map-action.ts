import { heldFor, readConnection, type AccountingSync, type Connection } from '@tieout/accounting-sync'
import {
  conflict,
  notFound,
  resolutionAction,
  type ResolutionAction,
  type Transaction,
} from '@tieout/platform'
import { shortText, uuid, type Sentence } from '@tieout/platform/contract'
import { z } from 'zod'
import { sumsText } from './sums-text.ts'

const context = z.object({
  connectionId: uuid,
  /** `client:<id>`, `service:<id>`, `tax:<rates>`; `service:none` are lines without a service. */
  cause: z.string().regex(/^(client|service|tax):/),
  entityId: z.string(),
})

/** Names what stands for it over there, and sets free everything that it held up. */
export const mapAction = (sync: AccountingSync): ResolutionAction =>
  resolutionAction({
    name: 'map',
    tone: 'primary',
    permission: 'billing_settings:update',
    input: z.object({ externalId: shortText }),
    async effect({ trx, tenant, actor }, task): Promise<Sentence> {
      const { connectionId, cause } = context.parse(task.context)
      const connection = await readConnection(trx, tenant, connectionId)
      if (connection === null) return { messageKey: `inbox.${task.kind}.effects.nothing`, params: {} }
      const held = await heldFor(trx, tenant, connection, cause, 0)
      return {
        messageKey: `inbox.${task.kind}.effects.map`,
        params: {
          documents: held.operations - held.alsoForOthers,
          others: held.alsoForOthers,
          money: sumsText(actor.locale, held.freeMoney),
        },
      }
    },
    async handler({ trx, tenant }, task, { externalId }) {
      const { connectionId, cause, entityId } = context.parse(task.context)
      const connection = await readConnection(trx, tenant, connectionId)
      if (connection === null) throw notFound('connection')
      if (cause === 'service:none') {
        const { operations } = await heldFor(trx, tenant, connection, cause, 0)
        await sync.changeSettings(trx, tenant, connectionId, { fallbackItemId: externalId })
        return { externalId, released: operations }
      }
      const entityType = ENTITY[cause.slice(0, cause.indexOf(':')) as keyof typeof ENTITY]
      const currency = entityType === 'client' ? await currencyOf(trx, entityId) : null
      return {
        externalId,
        released: await link(sync, trx, connection, { entityType, entityId, externalId, currency }),
      }
    },
  })

const ENTITY = { client: 'client', service: 'service', tax: 'tax' } as const

async function currencyOf(trx: Transaction, clientId: string): Promise<string | null> {
  const client: { currency: string } | undefined = await trx('clients')
    .where({ client_id: clientId })
    .first('currency')
  return client?.currency ?? null
}

async function link(
  sync: AccountingSync,
  trx: Transaction,
  connection: Connection,
  mapping: Parameters<AccountingSync['map']>[2],
): Promise<number> {
  const mapped = await sync.map(trx, connection, mapping)
  if (mapped.kind === 'mapped') return mapped.released
  const { code, detail } = REFUSALS[mapped.reason]
  throw conflict(code, detail)
}

const REFUSALS = {
  unknown: { code: 'accounting-entry-unknown', detail: 'There is no such entry in the accounting system.' },
  inactive: { code: 'accounting-entry-inactive', detail: 'That entry is inactive in the accounting system.' },
  other_currency: { code: 'accounting-entry-currency', detail: 'That entry is kept in another currency.' },
  taken: { code: 'accounting-entry-taken', detail: 'That entry is linked to another client already.' },
}
