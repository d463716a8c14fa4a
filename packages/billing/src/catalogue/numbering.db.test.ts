import { Problem, type Transaction } from '@tieout/platform'
import type { InputOf } from '@tieout/platform/contract'
import { insertTenant } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getNumbering, updateNumbering } from '../contract/index.ts'
import { createWorld, person, type World } from '../testing/world.ts'
import { takeNumbers } from './sequences.ts'

let world: World
let tenants = 0

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

/** Somebody of a company of its own, whose sequences begin at the beginning. */
async function somebody() {
  tenants += 1
  const tenant = `00000000-0000-4000-8000-0000000001${String(tenants).padStart(2, '0')}`
  await insertTenant(world.db.database, tenant, `Company ${tenants}`)
  const actor = person({ tenant, permissions: new Set(['billing_settings:read', 'billing_settings:update']) })
  return {
    tenant,
    take: (count: number, kind: 'invoice' | 'credit_note' = 'invoice') =>
      world.db.database.withTenant(tenant, (trx) => takeNumbers(trx, tenant, kind, count)),
    within: <T>(work: (trx: Transaction) => Promise<T>) => world.db.database.withTenant(tenant, work),
    change: (input: InputOf<typeof updateNumbering>) => world.app.execute(updateNumbering, actor, input),
    show: () => world.app.execute(getNumbering, actor, {}),
  }
}
const refusal = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Problem)
  return error as Problem
}

describe('numbers', () => {
  it('begin at one and follow each other, kind by kind', async () => {
    const { take } = await somebody()
    expect(await take(2)).toEqual(['INV-00001', 'INV-00002'])
    expect(await take(1, 'credit_note')).toEqual(['CM-00001'])
    expect(await take(0)).toEqual([])
    expect(await take(1)).toEqual(['INV-00003'])
  })

  it('have no gaps and no doubles, whoever takes them at the same time and whoever fails', async () => {
    const { take, within, tenant } = await somebody()
    const failing = within(async (trx) => {
      await takeNumbers(trx, tenant, 'invoice', 3)
      throw new Error('changed my mind')
    })
    const taken = await Promise.all([
      ...Array.from({ length: 20 }, (_, at) => take(1 + (at % 3))),
      failing.catch(() => []),
    ])
    const all = taken.flat().toSorted()
    expect(all).toEqual(all.map((_, at) => `INV-${String(at + 1).padStart(5, '0')}`))
    expect(all).toHaveLength(39)
  })

  it('are counted for each company by itself', async () => {
    const [one, other] = [await somebody(), await somebody()]
    await one.take(5)
    expect(await other.take(1)).toEqual(['INV-00001'])
  })
})

describe('the numbering', () => {
  it('is shown before any document has a number', async () => {
    const { show } = await somebody()
    expect((await show()).sequences.map((each) => [each.kind, each.example])).toEqual([
      ['invoice', 'INV-00001'],
      ['credit_note', 'CM-00001'],
      ['prepayment', 'PRE-00001'],
    ])
  })

  it('changes for the numbers to come', async () => {
    const { take, change } = await somebody()
    await take(1)
    const changed = await change({ kind: 'invoice', prefix: 'HL/', digits: 3, nextNumber: 98 })
    expect(changed).toEqual({ kind: 'invoice', prefix: 'HL/', digits: 3, nextNumber: 98, example: 'HL/098' })
    expect(await take(3)).toEqual(['HL/098', 'HL/099', 'HL/100'])
  })

  it('only goes upwards', async () => {
    const { take, change } = await somebody()
    await take(4)
    const refused = await refusal(change({ kind: 'invoice', nextNumber: 4 }))
    expect(refused).toMatchObject({ code: 'number-only-upwards', extra: { nextNumber: 5 } })
    await change({ kind: 'invoice', nextNumber: 5 })
    expect(await take(1)).toEqual(['INV-00005'])
  })

  it('keeps a prefix to one kind, also one that has not begun yet', async () => {
    const { take, change } = await somebody()
    await take(1)
    expect(await refusal(change({ kind: 'invoice', prefix: 'CM-' }))).toMatchObject({
      code: 'prefix-taken',
      fields: [{ field: 'prefix' }],
    })
    const both = await Promise.allSettled([
      change({ kind: 'invoice', prefix: 'X-' }),
      change({ kind: 'credit_note', prefix: 'X-' }),
    ])
    expect(both.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('refuses a prefix under which another kind has documents', async () => {
    const { change, within, tenant } = await somebody()
    await within(async (trx) => {
      const clientId = '00000000-0000-4000-8000-0000000000aa'
      const at = world.clock.now()
      await trx('clients').insert({
        tenant,
        client_id: clientId,
        display_name: 'Old',
        display_name_lower: 'old',
        name_key: 'old',
        currency: 'USD',
        status: 'active',
        created_at: at,
        updated_at: at,
        updated_by: 'test',
        version: 1,
      })
      await trx('invoices').insert({
        tenant,
        invoice_id: clientId,
        client_id: clientId,
        invoice_type: 'credit_note',
        number: 'OLD-17',
        currency: 'USD',
        issue_date: '2026-01-01',
        due_date: '2026-01-01',
        tax_exempt: false,
        net_minor: 0,
        tax_minor: 0,
        total_minor: 0,
        version: 1,
        created_at: at,
        updated_at: at,
        finalized_at: at,
      })
    })
    expect(await refusal(change({ kind: 'invoice', prefix: 'OLD-' }))).toMatchObject({ code: 'prefix-taken' })
    await change({ kind: 'invoice', prefix: 'OL' })
    await change({ kind: 'credit_note', prefix: 'OLD-' })
  })

  it.each([
    ['prefix', '2026'],
    ['prefix', 'x'.repeat(21)],
    ['digits', 0],
    ['digits', 13],
    ['nextNumber', 0],
  ])('refuses a %s of %s', async (field, wrong) => {
    const { change } = await somebody()
    const refused = await refusal(change({ kind: 'invoice', [field]: wrong }))
    expect(refused).toMatchObject({ status: 400, fields: [{ field }] })
  })

  it('is recorded', async () => {
    const { change, within } = await somebody()
    await change({ kind: 'prepayment', digits: 7 })
    const [event] = await within((trx) =>
      trx('audit_events').orderBy('event_id').select('action', 'before', 'after'),
    )
    expect(event).toEqual({ action: 'numbering.updated', before: { digits: 5 }, after: { digits: 7 } })
  })
})
