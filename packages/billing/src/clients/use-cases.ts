import { implement, implementForUser, notFound, type Implementation } from '@tieout/platform'
import {
  countClients,
  createClient,
  deactivateClient,
  getClient,
  getPortalClient,
  listClients,
  reactivateClient,
  updateClient,
} from '../contract/clients.ts'
import { addClient, changeClient } from './changes.ts'
import { countAll, listPage } from './listing.ts'
import { findClient } from './store.ts'
import { withNames } from './terms-and-taxes.ts'

export function clientUseCases(): Implementation[] {
  return [
    implement(listClients, listPage),
    implement(countClients, countAll),
    implement(getClient, async ({ trx }, { clientId }) => {
      const client = await findClient(trx, clientId)
      if (!client) throw notFound('client')
      return await withNames(trx, client)
    }),
    implement(createClient, addClient),
    implement(updateClient, (ctx, { clientId, version, ...to }) =>
      changeClient(ctx, { clientId, to, madeFrom: version, action: 'client.updated' }),
    ),
    implement(deactivateClient, (ctx, { clientId }) =>
      changeClient(ctx, { clientId, to: { status: 'inactive' }, action: 'client.deactivated' }),
    ),
    implement(reactivateClient, (ctx, { clientId }) =>
      changeClient(ctx, { clientId, to: { status: 'active' }, action: 'client.reactivated' }),
    ),
    // Whose client it is comes from the session, never from the request.
    implementForUser(getPortalClient, async ({ trx, actor }) => {
      const client = actor.clientId === null ? undefined : await findClient(trx, actor.clientId)
      if (!client) throw notFound('client')
      return await withNames(trx, client)
    }),
  ]
}
