import type { Transaction } from '@tieout/platform'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HARBOR, JUNIPER } from '../demo/companies.ts'
import { createTestHost, type TestHost } from '../testing/test-host.ts'
import { appOf } from './apps.ts'
import { ownClientId, readOwnApp, removeOwnApp, saveOwnApp } from './own-app.ts'

let test: TestHost
beforeAll(async () => {
  test = await createTestHost({ plugins: [] })
})
afterAll(() => test.close())

const platform = { clientId: 'desk', clientSecret: 'hush' }
const own = { clientId: 'harbor', clientSecret: 'harbor-secret' }
const environments = [
  { name: 'production' as const, app: platform },
  { name: 'sandbox' as const, app: null },
]
const place = { tenant: HARBOR.tenant, environment: 'production' }

const appFor = (tenant: string, environment: string, app: 'platform' | 'own') => {
  const { parts, secrets } = test.host
  const host = { publicOrigin: 'https://here.test', database: parts.database, secrets }
  return appOf({ environments }, host)(tenant, { adapterType: 'qbo', environment, app })
}
const inTenant = <T>(tenant: string, work: (trx: Transaction) => Promise<T>): Promise<T> =>
  test.db.database.withTenant(tenant, work)

it('asks as the installation’s app of that environment, and leads consent back to this host', async () => {
  expect(await appFor(HARBOR.tenant, 'production', 'platform')).toEqual({
    ...platform,
    redirectUri: 'https://here.test/settings/accounting/connected',
    environment: 'production',
  })
})

it('refuses where there is no app, and what is not offered', async () => {
  const notConfigured = { code: 'accounting-not-configured' }
  await expect(appFor(HARBOR.tenant, 'sandbox', 'platform')).rejects.toMatchObject(notConfigured)
  await expect(appFor(HARBOR.tenant, 'intuit_sandbox', 'own')).rejects.toMatchObject(notConfigured)
})

it('asks as the tenant’s own app once it has given one, for that environment and nobody else', async () => {
  const missing = { code: 'accounting-no-own-app' }
  await expect(appFor(HARBOR.tenant, 'production', 'own')).rejects.toMatchObject(missing)
  await inTenant(HARBOR.tenant, (trx) => saveOwnApp(test.host.secrets, trx, place, own))
  expect(await appFor(HARBOR.tenant, 'production', 'own')).toMatchObject(own)
  expect(await appFor(HARBOR.tenant, 'production', 'platform')).toMatchObject(platform)
  await expect(appFor(HARBOR.tenant, 'sandbox', 'own')).rejects.toMatchObject(missing)
  await expect(appFor(JUNIPER.tenant, 'production', 'own')).rejects.toMatchObject(missing)
})

it('keeps the secret sealed, shows the client id alone, and forgets both', async () => {
  const { secrets } = test.host
  await inTenant(HARBOR.tenant, async (trx) => {
    await saveOwnApp(secrets, trx, place, { clientId: 'first', clientSecret: 'first-secret' })
    await saveOwnApp(secrets, trx, place, own)
    expect(await ownClientId(secrets, trx, place)).toBe('harbor')
  })
  const rows = await test.db.owner('secrets').where({ purpose: 'accounting_app' })
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(own.clientSecret)
  await inTenant(HARBOR.tenant, async (trx) => {
    expect(await removeOwnApp(secrets, trx, place)).toBe(true)
    expect(await removeOwnApp(secrets, trx, place)).toBe(false)
    expect(await readOwnApp(secrets, trx, place)).toBeNull()
    expect(await ownClientId(secrets, trx, place)).toBeNull()
  })
  expect(test.lines.join('\n')).not.toContain(own.clientSecret)
})
