import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAccountingSync } from './index.ts'
import { createSyncWorld, invoice, SIGNAL, type SyncWorld } from './testing/sync-world.ts'
import { TENANT_A } from './testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

it('is all a host needs: a document is announced, a job runs, and no secret is left anywhere', async () => {
  const connection = await world.connect()
  const sync = createAccountingSync(world.host, [world.engine.adapterOf('qbo')], world.engine.config)
  const document = invoice(80_001)
  world.documents.set(document.id, document)
  await world.host.transactions.inTenant(TENANT_A, (trx) =>
    sync.documentsFinalized(trx, TENANT_A, [document]),
  )
  for (const { kind, payload } of world.jobs.slice()) {
    await sync.jobs.find((each) => each.kind === kind)?.run(payload, SIGNAL)
  }
  expect([...world.there(connection).keys()]).toEqual([document.number])

  const token = await sync.sessionFor(connection, SIGNAL).accessToken()
  const { rows } = await world.db.owner.raw(
    `select (select json_agg(o) from accounting_sync_operations o)::text
       || (select json_agg(a) from accounting_sync_attempts a)::text
       || (select json_agg(f) from accounting_sync_frames f)::text
       || (select json_agg(c) from accounting_connections c)::text as everything`,
  )
  const everything = [rows[0].everything, ...world.lines, JSON.stringify([...world.tasks.values()])].join(
    '\n',
  )
  expect(everything).toContain(document.number)
  expect(everything).not.toContain(token.slice(0, 20))
})
