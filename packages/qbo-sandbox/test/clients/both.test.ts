import OAuthClient from 'intuit-oauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callsOf, faultOf, newClient, pointAt } from './node-quickbooks.ts'
import { REALM, consent, startService, type Service } from './service.ts'

const CALLBACK = 'http://localhost:3000/callback'

let service: Service
beforeAll(async () => {
  service = await startService()
  const { url } = service.server
  pointAt(url)
  OAuthClient.authorizeEndpoint = `${url}/connect/oauth2`
  OAuthClient.tokenEndpoint = `${url}/oauth2/v1/tokens/bearer`
  OAuthClient.revokeEndpoint = `${url}/v2/oauth2/tokens/revoke`
})
afterAll(async () => await service.server.close())

describe('an app of intuit-oauth and node-quickbooks', () => {
  it('connects a company, works in it, renews its tokens, works on, and is shut out when it leaves', async () => {
    const { clientId, clientSecret } = service.sandbox
    const oauth = new OAuthClient({ clientId, clientSecret, environment: 'sandbox', redirectUri: CALLBACK })
    const asked = oauth.authorizeUri({ scope: [OAuthClient.scopes.Accounting], state: 'csrf' })
    const back = await consent(asked)
    await oauth.createToken(back)
    const { realmId, access_token: first, refresh_token: lasting } = oauth.getToken()
    expect(realmId).toBe(REALM)

    const client = newClient(service.sandbox, String(first), String(lasting))
    const call = callsOf(() => client)
    const customer = await call('createCustomer', { DisplayName: 'Harbor Light' })
    const invoice = await call('createInvoice', {
      CustomerRef: { value: customer.Id },
      Line: [
        {
          Amount: 250,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '2' }, UnitPrice: 125, Qty: 2 },
        },
      ],
    })

    await oauth.refresh()
    const renewed = String(oauth.getToken().access_token)
    expect(renewed).not.toBe(first)
    client.token = renewed
    await call('createPayment', {
      CustomerRef: { value: customer.Id },
      TotalAmt: 250,
      Line: [{ Amount: 250, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }],
    })
    expect(await call('getInvoice', invoice.Id)).toMatchObject({ Balance: 0, SyncToken: '1' })

    // The other library renews too, and says where the token goes.
    await call('refreshAccessToken')
    expect(client.token).not.toBe(renewed)
    expect(await call('getCustomer', customer.Id)).toMatchObject({ Balance: 0 })

    await oauth.revoke()
    expect(await faultOf(call('getCustomer', customer.Id))).toMatchObject({ status: 401, code: '3200' })
    await expect(call('refreshAccessToken')).rejects.toMatchObject({ response: { status: 400 } })
  })
})
