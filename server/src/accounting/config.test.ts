import { expect, it } from 'vitest'
import { appOf, readAccountingConfig } from './config.ts'

it('needs nothing until somebody connects, and then says what is missing', async () => {
  const config = readAccountingConfig({ QBO_CLIENT_ID: '', QBO_SANDBOX_URL: 'http://localhost:9400' })
  expect(config).toEqual({ app: null, sandboxUrl: 'http://localhost:9400' })
  const choice = { adapterType: 'qbo', environment: 'sandbox', app: 'platform' } as const
  await expect(appOf(config, 'http://here.test')('a tenant', choice)).rejects.toMatchObject({
    code: 'accounting-not-configured',
  })
})

it('takes an app only whole, and leads consent back to this host', async () => {
  expect(readAccountingConfig({ QBO_CLIENT_ID: 'desk' }).app).toBeNull()
  const config = readAccountingConfig({ QBO_CLIENT_ID: 'desk', QBO_CLIENT_SECRET: 'hush' })
  const choice = { adapterType: 'qbo', environment: 'production', app: 'platform' } as const
  expect(await appOf(config, 'https://here.test')('a tenant', choice)).toEqual({
    clientId: 'desk',
    clientSecret: 'hush',
    redirectUri: 'https://here.test/settings/accounting/connected',
    environment: 'production',
  })
})

it('refuses an address that is none', () => {
  expect(() => readAccountingConfig({ QBO_SANDBOX_URL: 'nowhere' })).toThrow('QBO_SANDBOX_URL')
})
