import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Both as Invoice } from '../../server/src/accounting/testing/money-world.ts'
import { booksToBreak, changeRow, whatOf } from '../testing/books-to-break.ts'
import type { StillWorld } from '../testing/still-world.ts'
import type { Check, Violation } from '../world.ts'
import { AFTER_HEALING } from './checks.ts'
import { tasksStand } from './i10-tasks-stand.ts'
import { oneToOne } from './i11-one-to-one.ts'
import { chainVerifies } from './i12-chain-verifies.ts'
import { idleIsIdle } from './i13-idle.ts'
import { toldAgain } from './i14-told-again.ts'
import { badgesAreTrue } from './i15-badges.ts'
import { operationsEnd } from './i9-operations-end.ts'

/** The books are broken on purpose, here or there, and each check says just what is wrong, with its amounts. */

let world: StillWorld
let invoice: Invoice
let drifted: Invoice
beforeAll(async () => {
  ;({ world, invoice, drifted } = await booksToBreak())
})
afterAll(() => world.close())

describe('once faults have healed', () => {
  it('all is well with books that nobody broke, whatever is known to differ', async () => {
    const found: Violation[] = []
    for (const check of AFTER_HEALING) found.push(...(await check(world)))
    expect(found).toEqual([])
    expect((await world.money.openTasks()).map((each) => [each.kind, each.minor])).toEqual([
      ['accounting_sync_drift', 3_000],
    ])
  })
})

/** A document whose export is open, as it was made. */
const openExport =
  (status: string, more: object = {}) =>
  (owner: StillWorld['owner']) =>
    owner('accounting_sync_operations')
      .where({ alga_entity_id: invoice.invoiceId })
      .update({ status, processed_at: null, ...more })

describe('I9, every operation ends', () => {
  it.each([
    ['in_progress', {}, 'is still under way'],
    [
      'failed',
      { error_code: 'invalid', frame_id: null, frame_position: null },
      'was refused (invalid), and no task says so',
    ],
    [
      'pending',
      { frame_id: null, frame_position: null },
      'waits for nothing that anybody can see: no reason',
    ],
    [
      'pending',
      { wait_reason: 'unmapped', waits_for: ['client:x'], frame_id: null, frame_position: null },
      'waits for nothing that anybody can see: unmapped (client:x)',
    ],
    ['skipped', { frame_id: null, frame_position: null }, 'was left out, and nobody says why'],
  ])('%s %o', async (status, more, what) => {
    const found = await world.broken(operationsEnd, openExport(status, more))
    expect(whatOf(found)).toEqual([`export_invoice of ${invoice.number} ${what}`])
  })
})

describe('I10, tasks stand for what there is', () => {
  it('sees two about the same, one without a cause, and a cause without one', async () => {
    const twice = await world.broken(tasksStand, async (owner) => {
      const [task] = await owner('inbox_tasks').where({ kind: 'accounting_sync_drift' })
      const { priority_rank: _generated, params, context, ...copied } = task
      await owner('inbox_tasks').insert({
        ...copied,
        params: JSON.stringify(params),
        context: JSON.stringify(context),
        task_id: '00000000-0000-4000-8000-0000000000d1',
        dedupe_key: 'another',
      })
    })
    expect(whatOf(twice)).toEqual([
      `2 open tasks are about the same: accounting_sync_drift invoice ${drifted.invoiceId}`,
    ])
    const stale = await world.broken(tasksStand, (owner) =>
      owner('tenant_external_entity_mappings')
        .where({ alga_entity_id: drifted.invoiceId })
        .update({ status: 'verified' }),
    )
    expect(whatOf(stale)).toEqual([
      `accounting_sync_drift about ${drifted.invoiceId} is open, and its cause is gone`,
    ])
    const unasked = await world.broken(tasksStand, (owner) =>
      owner('inbox_tasks')
        .where({ kind: 'accounting_sync_drift' })
        .update({ status: 'cancelled', completed_at: world.clock.now() }),
    )
    expect(whatOf(unasked)).toEqual([`invoice ${drifted.number} differs there, and no task says so`])
  })
})

describe('I11, links and objects match one to one', () => {
  it('sees a link to what is not there, and what bears our mark and is linked to nothing', async () => {
    const found = await world.broken(oneToOne, (owner) =>
      owner('tenant_external_entity_mappings')
        .where({ alga_entity_id: invoice.invoiceId })
        .update({ external_id: '777' }),
    )
    expect(whatOf(found)).toEqual([
      `invoice ${invoice.number} is linked to invoice 777, which is not there`,
      `invoice ${invoice.invoiceId} stands there as invoice ${invoice.there}, and is linked to nothing`,
    ])
  })

  it('sees two of ours that are one of theirs, and marks of what this tenant does not have', async () => {
    const shared = await world.broken(oneToOne, async (owner) => {
      await owner.raw('drop index tenant_external_entity_mappings_external')
      await owner('tenant_external_entity_mappings')
        .where({ alga_entity_id: drifted.invoiceId })
        .update({ external_id: invoice.there })
    })
    expect(whatOf(shared)[0]).toMatch(/^invoice \d+ {2}is both invoice .* and invoice /)
    const strange = '00000000-0000-4000-8000-00000000beef'
    const marked = await world.brokenThere(oneToOne, () =>
      changeRow(world, invoice.there, { PrivateNote: `tieout:${strange} X` }),
    )
    expect(marked).toContainEqual({
      invariant: 'I6',
      tenant: world.only.tenant,
      what: `invoice ${invoice.there} bears the mark of ${strange}, which this tenant does not have`,
    })
  })
})

describe('I12, the chain verifies', () => {
  it('sees an event that was edited, and a guard that was switched off', async () => {
    const edited = await tampered(() =>
      world.owner.raw(
        `update audit_events set actor_name = actor_name || '.' where event_id = (
        select event_id from audit_seals where tenant = ? order by seq limit 1)`,
        [world.only.tenant],
      ),
    )
    expect(whatOf(edited).join()).toContain('"kind":"edited"')
    expect(whatOf(edited).join()).toContain('audit_events_append_only')
  })

  /** As somebody who owns the tables could do it; put back afterwards. */
  async function tampered(how: () => Promise<unknown>): Promise<readonly Violation[]> {
    const guard = (which: string) =>
      world.owner.raw(`alter table audit_events ${which} trigger audit_events_append_only`)
    await guard('disable')
    await how()
    const found = await chainVerifies(world)
    await world.owner.raw(`update audit_events set actor_name = rtrim(actor_name, '.')`)
    await guard('enable')
    expect(await chainVerifies(world)).toEqual([])
    return found
  }
})

describe('I13 and I14, nothing happens again', () => {
  const during = (check: Check, meanwhile: () => Promise<unknown>) =>
    check({
      ...world,
      async cycle(tenant) {
        await meanwhile()
        await world.cycle(tenant)
      },
    })

  it('sees what an idle cycle writes, and what it asks beyond its poll', async () => {
    const wrote = await during(idleIsIdle, () =>
      world.owner('inbox_tasks').where({ kind: 'accounting_sync_drift' }).increment('occurrences', 1),
    )
    expect(whatOf(wrote)).toEqual(['an idle cycle wrote to inbox_tasks'])
    const asked = await during(idleIsIdle, () => world.money.keeper.read('Invoice', invoice.there))
    // Whoever reads there signs in for it.
    expect(whatOf(asked)).toEqual([
      'an idle cycle asked read Invoice, cdc, a token instead of one change poll',
    ])
  })

  it.each([
    ['sooner than was believed', false],
    ['while one that was renewed later was never heard of', true],
  ])('does not blame a cycle whose token ran out %s', async (_when, isOneLost) => {
    const { accessTokens } = world.sandbox.oauth.state
    const ends = (at: number) => {
      for (const token of accessTokens.values()) token.expiresAt = at
    }
    const now = () => world.clock.now().getTime()
    ends(now())
    await world.cycle(world.only)
    // A poll comes by every 900 s: the second one meets the end.
    ends(now() + 1_000_000)
    const [inUse] = [...accessTokens.values()].slice(-1)
    if (isOneLost && inUse) accessTokens.set('lost', { ...inUse, expiresAt: now() + 10_000_000 })
    const secrets = world.sandbox.oauth.state.serial
    expect(await idleIsIdle(world)).toEqual([])
    expect(world.sandbox.oauth.state.serial).toBeGreaterThan(secrets)
    accessTokens.delete('lost')
  })

  it('sees what changes when the whole history is told again', async () => {
    const found = await toldAgain({
      ...world,
      async cycle(tenant) {
        await world.cycle(tenant)
        await world.owner('accounting_sync_observations').delete()
        await world.owner('inbox_tasks').where({ kind: 'accounting_sync_drift' }).increment('occurrences', 1)
      },
    })
    expect(whatOf(found)).toEqual(['told the whole history again, inbox_tasks changed'])
  })
})

describe('I15, badges are true', () => {
  it('sees a badge that is older than what happened', async () => {
    const { books } = world.only
    const answers = new Map<string, unknown>()
    const execute: typeof books.execute = async (useCase, actor, input) => {
      const key = JSON.stringify(input)
      if (!answers.has(key)) answers.set(key, await books.execute(useCase, actor, input))
      return answers.get(key) as never
    }
    const remembering = (owner: StillWorld['owner']) => ({
      ...world,
      owner,
      tenants: [{ ...world.only, books: { ...books, execute } }],
    })
    expect(await badgesAreTrue(remembering(world.owner))).toEqual([])
    const check: Check = ({ owner }) => badgesAreTrue(remembering(owner))
    const found = await world.broken(check, openExport('failed', { frame_id: null, frame_position: null }))
    expect(whatOf(found)).toEqual([`${invoice.number} says synced and verified, and is error and verified`])
  })
})
