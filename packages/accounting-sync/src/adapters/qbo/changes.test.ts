import { describe, expect, it } from 'vitest'
import type { Change, ChangeKind, Changes } from '../../changes.ts'
import { CHANGE_KINDS } from '../../changes.ts'
import { createQboAdapter } from './adapter.ts'
import { environmentsFrom } from './environments.ts'
import { bookkeeperOf } from '../../testing/bookkeeper.ts'
import { answer, refusal } from './testing/one-invoice.ts'
import { connected, failureOf, once, ORIGIN, REALM, type World } from './testing/world.ts'

const MINUTE = 60_000
const DAY = 86_400_000

async function office() {
  const world = await connected()
  const bookkeeper = bookkeeperOf(world.sandbox, REALM, ORIGIN)
  await pass(world, MINUTE)
  const since = world.clock.now().toISOString()
  await pass(world, MINUTE)
  return { world, bookkeeper, since }
}

/** Nobody sleeps in these worlds, so time only has to be moved. */
const pass = (world: World, milliseconds: number) => world.clock.pass(milliseconds, 0)

const invoice = (amount = 100, more: object = {}) => ({
  CustomerRef: { value: '1' },
  Line: [
    {
      Amount: amount,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
    },
  ],
  ...more,
})

async function ask(
  world: World,
  since: string,
  kinds: readonly ChangeKind[] = CHANGE_KINDS,
): Promise<Changes> {
  if (world.adapter.fetchChanges === undefined) throw new Error('it cannot be polled')
  return await world.adapter.fetchChanges(world.session, since, kinds)
}

const of = <K extends ChangeKind>(changes: Changes, kind: K) =>
  changes.changes.filter((each): each is Change & { kind: K } => each.kind === kind)

const callsSince = (world: World, number: number) =>
  world.sandbox.log.entries().filter((each) => each.number > number && each.target.includes('/company/'))
const lastCall = (world: World) => Math.max(0, ...world.sandbox.log.entries().map((each) => each.number))

describe('what changed', () => {
  it('comes in one call for all kinds, as of the clock of the service', async () => {
    const { world, bookkeeper, since } = await office()
    const made = await bookkeeper.create('Invoice', invoice())
    const paid = await bookkeeper.pays('1', 80, [[made.Id, 60]], { PaymentRefNum: ' 4711 ' })
    world.sandbox.knobs.clock.skewMilliseconds = 7 * MINUTE
    const before = lastCall(world)
    const changes = await ask(world, since)
    expect(callsSince(world, before)).toHaveLength(1)
    expect(changes).toMatchObject({ calls: 1, truncated: [], deletionsHidden: [], gap: null, unreadable: [] })
    expect(changes.asOf).toBe(new Date(world.clock.now().getTime() + 7 * MINUTE).toISOString())
    expect(of(changes, 'invoice')).toMatchObject([
      { externalId: made.Id, state: 'standing', document: { totalMinor: 10_000, balanceMinor: 4_000 } },
    ])
    expect(of(changes, 'payment')).toMatchObject([
      {
        externalId: paid.Id,
        state: 'standing',
        payment: {
          number: '4711',
          totalMinor: 8_000,
          unappliedMinor: 2_000,
          customerId: '1',
          currency: 'USD',
          shares: [{ on: 'invoice', externalId: made.Id, amountMinor: 6_000 }],
        },
      },
    ])
    expect(of(changes, 'customer')).toMatchObject([{ externalId: '1', state: 'active' }])
  })

  it('tells a void from a deletion (L20)', async () => {
    const { world, bookkeeper, since } = await office()
    const [first, second, third] = await bookkeeper.createMany('Invoice', [invoice(), invoice(), invoice()])
    const [one, two, three] = [first?.Id ?? '', second?.Id ?? '', third?.Id ?? '']
    const voided = await bookkeeper.pays('1', 100, [[one, 100]])
    await bookkeeper.void('Payment', voided.Id)
    const deleted = await bookkeeper.pays('1', 100, [[one, 100]])
    await bookkeeper.delete('Payment', deleted.Id)
    await bookkeeper.void('Invoice', two)
    await bookkeeper.delete('Invoice', three)
    const changes = await ask(world, since)
    const states = (kind: 'payment' | 'invoice') =>
      Object.fromEntries(of(changes, kind).map((each) => [each.externalId, each.state]))
    expect(states('payment')).toEqual({ [voided.Id]: 'voided', [deleted.Id]: 'gone' })
    expect(states('invoice')).toEqual({ [one]: 'standing', [two]: 'voided', [three]: 'gone' })
  })

  it('tells customers that were put away, and those that were merged into others', async () => {
    const { world, bookkeeper, since } = await office()
    const [a, b] = await bookkeeper.createMany('Customer', [{ DisplayName: 'Ash' }, { DisplayName: 'Beech' }])
    await bookkeeper.change('Customer', a?.Id ?? '', { Active: false })
    bookkeeper.merge('1', b?.Id ?? '')
    const states = Object.fromEntries(
      of(await ask(world, since), 'customer').map((each) => [each.externalId, each.state]),
    )
    expect(states).toMatchObject({ [a?.Id ?? '']: 'inactive', [b?.Id ?? '']: 'gone' })
  })

  it('is asked kind by kind when an answer is full, and each may be whole then (L25)', async () => {
    const { world, bookkeeper, since } = await office()
    await bookkeeper.createMany(
      'Customer',
      Array.from({ length: 600 }, (_, at) => ({ DisplayName: `Customer ${at}` })),
    )
    await bookkeeper.createMany(
      'Invoice',
      Array.from({ length: 600 }, () => invoice(10)),
    )
    const changes = await ask(world, since)
    expect(changes).toMatchObject({ calls: 6, truncated: [], deletionsHidden: [] })
    expect([of(changes, 'customer').length, of(changes, 'invoice').length]).toEqual([601, 600])
  })

  it.each([998, 999, 1000, 2300])(
    'loses none of %i invoices (L25)',
    async (count) => {
      const { world, bookkeeper, since } = await office()
      await bookkeeper.createMany(
        'Invoice',
        Array.from({ length: count }, () => invoice(10)),
      )
      const gone = await bookkeeper.create('Invoice', invoice())
      await bookkeeper.delete('Invoice', gone.Id)
      const changes = await ask(world, since)
      const own = of(changes, 'invoice').filter((each) => each.state === 'standing')
      expect(new Set(own.map((each) => each.externalId)).size).toBe(count)
      expect(changes.truncated).toEqual(count < 999 ? [] : ['invoice'])
      expect(changes.deletionsHidden).toEqual(changes.truncated)
      const there = new Set([...own.map((each) => each.externalId), gone.Id])
      expect(await world.adapter.missing?.(world.session, 'invoice', [...there])).toEqual([gone.Id])
    },
    60_000,
  )

  it('loses no row though others change while pages are read', async () => {
    const { world, bookkeeper, since } = await office()
    const made: string[] = []
    for (let batch = 0; batch < 21; batch += 1) {
      const bodies = Array.from({ length: 100 }, () => invoice(10))
      made.push(...(await bookkeeper.createMany('Invoice', bodies)).map((each) => each.Id))
      await pass(world, MINUTE)
    }
    let isFirst = true
    const fetch: typeof globalThis.fetch = async (...call) => {
      const answer = await world.sandbox.fetch(...call)
      if (!String(call[0]).includes('/query?') || !isFirst) return answer
      isFirst = false
      await pass(world, MINUTE)
      for (const id of made.slice(0, 150)) await bookkeeper.change('Invoice', id, { PrivateNote: 'seen' })
      return answer
    }
    const environments = environmentsFrom({ sandboxUrl: ORIGIN })
    const adapter = createQboAdapter({ fetch, clock: world.clock }, environments)
    const ids = new Set(
      of(await ask({ ...world, adapter }, since, ['invoice']), 'invoice').map((each) => each.externalId),
    )
    expect(made.filter((each) => !ids.has(each))).toEqual([])
  }, 60_000)

  it('that is older than polls reach is read by time, and the gap is told (L25)', async () => {
    const { world, bookkeeper, since } = await office()
    const old = await bookkeeper.create('Invoice', invoice())
    await pass(world, 20 * DAY)
    const recent = await bookkeeper.create('Invoice', invoice())
    await bookkeeper.delete('Invoice', recent.Id)
    await pass(world, 20 * DAY)
    const changes = await ask(world, since)
    expect(changes.gap).toEqual({ from: since, to: changes.asOf })
    expect(changes.deletionsHidden).toEqual([...CHANGE_KINDS])
    const states = Object.fromEntries(of(changes, 'invoice').map((each) => [each.externalId, each.state]))
    expect(states).toEqual({ [old.Id]: 'standing', [recent.Id]: 'gone' })
  })

  it('narrows down the one row that breaks every answer it is in (L24)', async () => {
    const { world, bookkeeper, since } = await office()
    const made = await bookkeeper.createMany('Invoice', [invoice(), invoice(), invoice(), invoice()])
    const bad = made[2]?.Id ?? ''
    world.sandbox.interfere = ({ what }) => {
      const breaks = /^(cdc|query)/.test(what)
      return breaks
        ? {
            afterwards: (answer) =>
              answer.body.includes(`"Id":"${bad}"`)
                ? { ...answer, status: 400, body: JSON.stringify(refusal('4002')) }
                : answer,
          }
        : undefined
    }
    const changes = await ask(world, since)
    expect(of(changes, 'invoice').map((each) => each.externalId)).toEqual(
      made.map((each) => each.Id).filter((each) => each !== bad),
    )
    expect(changes.unreadable).toMatchObject([{ kind: 'invoice', externalId: null }])
    expect(changes.truncated).toEqual(['invoice'])
  })

  it('is not known when the service is down: the whole poll fails', async () => {
    const { world, since } = await office()
    once(world, 'cdc', answer(503, 'Service Unavailable'))
    expect(await failureOf(ask(world, since))).toMatchObject({ reason: 'down' })
  })
})
