import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApplication, type Application } from '../access/application.ts'
import { companySettings, generalSettings, retentionSettings } from '../contract/settings.ts'
import { systemIds } from '../ids.ts'
import { Problem } from '../problem.ts'
import {
  createTestDatabase,
  insertTenant,
  systemActor,
  TENANT_A,
  TENANT_B,
  testClock,
  testLog,
  type TestDatabase,
} from '../testing/index.ts'
import { retentionHandler } from './retention.ts'
import { settingsUseCases } from './use-cases.ts'

describe('settings', () => {
  let db: TestDatabase
  let application: Application
  const clock = testClock()
  const { log } = testLog()
  const alder = systemActor(TENANT_A)

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
    application = createApplication({ database: db.database, clock, ids: systemIds, log }, settingsUseCases())
  })
  afterAll(() => db.close())

  it('answers defaults until somebody chooses', async () => {
    expect(await application.execute(retentionSettings.get, alder, {})).toEqual({
      notifications: 90,
      mails: 180,
    })
  })

  it('changes only what was sent', async () => {
    await application.execute(companySettings.update, alder, { city: 'Portland', taxNumber: '12-345' })
    const after = await application.execute(companySettings.update, alder, { city: 'Salem' })
    expect(after).toMatchObject({ city: 'Salem', taxNumber: '12-345', legalName: '' })
  })

  it('keeps both of two switches saved at the same instant', async () => {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([
        application.execute(retentionSettings.update, alder, { notifications: 10 + round }),
        application.execute(retentionSettings.update, alder, { mails: 20 + round }),
      ])
      const now = await application.execute(retentionSettings.get, alder, {})
      expect(now).toEqual({ notifications: 10 + round, mails: 20 + round })
    }
  })

  it('audits what changed and nothing else', async () => {
    clock.advance(60)
    await application.execute(companySettings.update, alder, { city: 'Bangor', phone: '' })
    const [event] = await db
      .owner('audit_events')
      .where({ entity_id: 'company' })
      .orderBy('recorded_at', 'desc')
      .orderBy('event_id')
      .limit(1)
    expect(event).toMatchObject({
      action: 'settings.updated',
      before: { city: 'Salem' },
      after: { city: 'Bangor' },
    })
  })

  it('refuses what is out of bounds and names the field', async () => {
    const refused = await application
      .execute(retentionSettings.update, alder, { mails: 1 })
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Problem)
    expect(refused).toMatchObject({ status: 400, fields: [{ field: 'mails' }] })
  })

  it('survives a stored value that a newer version no longer understands', async () => {
    const value = JSON.stringify({ mails: 'for ever', notifications: 30 })
    await db.database.withTenant(TENANT_B, (trx) =>
      trx('tenant_settings').insert({
        tenant: TENANT_B,
        section: 'retention',
        value,
        updated_at: clock.now(),
      }),
    )
    expect(await application.execute(retentionSettings.get, systemActor(TENANT_B), {})).toEqual({
      notifications: 30,
      mails: 180,
    })
  })

  it('keeps name, time zone and language with the company', async () => {
    await application.execute(generalSettings.update, alder, { timeZone: 'Europe/Paris' })
    expect(await application.execute(generalSettings.get, alder, {})).toMatchObject({
      name: 'Alder',
      timeZone: 'Europe/Paris',
    })
    expect(await application.execute(generalSettings.get, systemActor(TENANT_B), {})).toMatchObject({
      name: 'Birch',
      timeZone: 'America/New_York',
    })
  })

  it('forgets by each tenant’s own number of days', async () => {
    await application.execute(retentionSettings.update, alder, { mails: 7 })
    const asked: Record<string, string> = {}
    const task = {
      name: 'mails',
      run: async (_trx: unknown, tenant: string, before: Date) => void (asked[tenant] = before.toISOString()),
    }
    const job = {
      id: 'x',
      kind: 'x',
      payload: { tenant: null },
      attempt: 1,
      signal: AbortSignal.timeout(10_000),
    }
    await retentionHandler({ database: db.database, clock, log }, [task])(job)
    expect(asked).toEqual({ [TENANT_A]: '2026-02-23T09:01:00.000Z', [TENANT_B]: '2025-09-03T09:01:00.000Z' })
  })
})
