import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStillWorld, type StillWorld } from '../testing/still-world.ts'
import type { Check } from '../world.ts'
import { everyStep } from './every-step.ts'
import type { Both as Invoice } from '../../server/src/accounting/testing/money-world.ts'

/** Each of what holds at every step is broken on purpose, and just that is seen. */

let world: StillWorld
let invoice: Invoice
const only = (found: readonly { invariant: string }[]) => [...new Set(found.map((each) => each.invariant))]

beforeAll(async () => {
  world = await createStillWorld()
  const [made] = await world.money.invoices([10_000])
  if (made === undefined) throw new Error('there is one')
  invoice = made
  await world.money.keeper.pays('1', 40, [[made.there, 40]])
  await world.money.poll(2)
  await world.sealed()
})
afterAll(() => world.close())

/** One that has looked before, as in a run. */
async function watching(): Promise<Check> {
  const look = everyStep()
  expect(await look(world)).toEqual([])
  return look
}

describe('at every step', () => {
  it('all is well with books that nobody broke', async () => {
    const look = await watching()
    await world.money.poll()
    expect(await look(world)).toEqual([])
  })

  it('I1: a second invoice that stands for the same is seen', async () => {
    const look = await watching()
    const found = await world.brokenThere(look, () => {
      const { rows } = world.sandbox.company(world.only.realm).tables.Invoice
      const row = rows.get(invoice.there)
      if (row !== undefined) rows.set('990', { ...row, Id: '990' })
    })
    expect(found).toMatchObject([
      { invariant: 'I1', what: expect.stringContaining(`invoice ${invoice.there} and invoice 990`) },
    ])
  })

  it('I2: a payment that the cursor passed without applying it is seen, with its amounts', async () => {
    const look = await watching()
    const found = await world.brokenThere(look, async () => {
      await world.money.keeper.pays('1', 25, [[invoice.there, 25]])
      await world
        .owner('accounting_sync_cycles')
        .where({ status: 'done' })
        .update({ cursor_after: '2026-12-31T00:00:00Z' })
    })
    expect(only(found)).toEqual(['I2'])
    expect(found[0]?.what).toContain('pays 25.00 there, and 0.00 is recorded of it here')
    await world
      .owner('accounting_sync_cycles')
      .where({ status: 'done' })
      .update({ cursor_after: world.clock.now().toISOString() })
  })

  it('I3: a run that ends by itself after another took the lease is seen', async () => {
    const look = everyStep()
    const { tenant, connectionId, realm } = world.only
    const cycle = {
      tenant,
      cycle_id: '00000000-0000-4000-8000-0000000000c1',
      adapter_type: 'qbo',
      target_realm: realm,
      trigger: 'schedule',
      stats: '{}',
    }
    const at = world.clock.now()
    const found = await world.broken(look, async (owner) => {
      const [row] = await owner('accounting_connections')
        .where({ connection_id: connectionId })
        .select('lease_epoch')
      const epoch = Number(row?.lease_epoch)
      await owner('accounting_sync_cycles').insert({
        ...cycle,
        status: 'running',
        lease_epoch: epoch - 1,
        started_at: at,
        first_started_at: at,
      })
      expect(await look({ ...world, owner })).toEqual([])
      await owner('accounting_sync_cycles')
        .where({ cycle_id: cycle.cycle_id })
        .update({ status: 'done', finished_at: at })
    })
    expect(found).toMatchObject([
      { invariant: 'I3', what: expect.stringContaining('ended by itself though epoch') },
    ])
  })

  it('I3: a frame that somebody froze after losing the lease is seen', async () => {
    const look = await watching()
    const { tenant, realm } = world.only
    const found = await world.broken(look, (owner) =>
      owner('accounting_sync_frames').insert({
        tenant,
        frame_id: '00000000-0000-4000-8000-0000000000f1',
        adapter_type: 'qbo',
        target_realm: realm,
        request_id: 'r',
        status: 'frozen',
        writes: '[]',
        lease_epoch: 0,
        sends: 0,
        created_at: world.clock.now(),
      }),
    )
    expect(found).toMatchObject([{ invariant: 'I3', what: expect.stringContaining('was frozen in epoch 0') }])
  })

  it('I4: more laid on documents than there is of a payment is seen', async () => {
    const look = await watching()
    const found = await world.broken(look, (owner) =>
      owner('invoice_payments').where({ invoice_id: invoice.invoiceId }).update({ amount_minor: 4_001 }),
    )
    expect(only(found)).toEqual(['I4'])
    expect(found.map((each) => each.what).join()).toContain('4001 of it is laid on documents')
  })

  it('I5: an event that left the audit, and a seal that does not follow, are seen', async () => {
    const look = await watching()
    const gone = await world.broken(look, (owner) =>
      owner.raw(
        'delete from audit_events where event_id = (select event_id from audit_events where tenant = ? order by recorded_at desc, event_id limit 1)',
        [world.only.tenant],
      ),
    )
    expect(only(gone)).toEqual(['I5'])
    const gap = await world.broken(everyStep(), (owner) =>
      owner.raw('delete from audit_seals where tenant = ? and seq = 1', [world.only.tenant]),
    )
    expect(gap.map((each) => each.what)).toContain('seal 2 does not follow the one before it')
  })

  it('I6: a row that names the company of another tenant is seen', async () => {
    const look = await watching()
    const found = await world.broken(look, (owner) =>
      owner('tenant_external_entity_mappings')
        .where({ alga_entity_id: invoice.invoiceId })
        .update({ target_realm: '7777' }),
    )
    expect(found).toMatchObject([
      { invariant: 'I6', what: expect.stringContaining('a link names company 7777') },
    ])
  })

  it('I6: a link to something that this tenant does not have is seen', async () => {
    const look = await watching()
    const found = await world.broken(look, (owner) =>
      owner('tenant_external_entity_mappings')
        .where({ alga_entity_id: invoice.invoiceId })
        .update({ alga_entity_id: '00000000-0000-4000-8000-00000000dead' }),
    )
    expect(only(found)).toEqual(['I6'])
  })

  it('I7: a secret in the log or in an audit event is seen, and not told on', async () => {
    const [secret = ''] = world.secrets()
    const look = await watching()
    world.lines.push(`{"msg":"Authorization: Bearer ${secret}"}`)
    const logged = await look(world)
    expect(logged).toMatchObject([
      { invariant: 'I7', what: expect.stringContaining('a secret stands in the log') },
    ])
    const written = await world.broken(look, (owner) =>
      owner('inbox_tasks')
        .where({ tenant: world.only.tenant })
        .update({ context: JSON.stringify({ detail: `token ${secret}` }) }),
    )
    expect(written).toContainEqual({
      invariant: 'I7',
      tenant: world.only.tenant,
      what: 'a secret stands in a task',
    })
    expect(JSON.stringify(written)).not.toContain(secret)
  })
})
