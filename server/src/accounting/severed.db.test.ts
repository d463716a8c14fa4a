import { systemIds, verifyAudit } from '@tieout/platform'
import { openCutLine, type CutLine, type Fate } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { COMPANY } from './testing/accounting-host.ts'
import { anotherNode, type AnotherNode } from './testing/another-node.ts'
import { createMoneyWorld, type Both, type MoneyWorld } from './testing/money-world.ts'

/** A node whose line to the database breaks for real while it works in both directions. */
let world: MoneyWorld
let line: CutLine
let node: AnotherNode
const prepared: Prepared[] = []
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
  for (let batch = 0; batch < 3; batch += 1) prepared.push(...(await prepare(15)))
  line = await openCutLine(world.test.db.urls.app)
  node = anotherNode(world, { via: line.through })
})
afterAll(async () => {
  await node.close()
  await line.close()
  await world.close()
})

const { tenant } = HARBOR

/** Invoices that stand on both sides, and payments of two of them. */
interface Prepared {
  invoices: readonly [paid: Both, raised: Both, bounced: Both, keyed: Both]
  half: string
  gone: string
}

async function prepare(count: number): Promise<Prepared[]> {
  const amounts = [10_000, 20_000, 30_000, 40_000]
  const all = await world.invoices(Array.from({ length: count }, () => amounts).flat())
  const own = Array.from({ length: count }, (_, at) => all.slice(4 * at, 4 * at + 4) as Both[])
  const paying = (at: number, units: number) =>
    own.map((each) => ({
      CustomerRef: { value: '1' },
      TotalAmt: units,
      Line: [lineFor(each[at]?.there ?? '', units)],
    }))
  const halves = await world.keeper.createMany('Payment', paying(1, 50))
  const gone = await world.keeper.createMany('Payment', paying(2, 300))
  await world.poll()
  return own.map((each, at) => ({
    invoices: each as unknown as Prepared['invoices'],
    half: halves[at]?.Id ?? '',
    gone: gone[at]?.Id ?? '',
  }))
}

/** What is owed in the end, by document. */
type Owed = readonly (readonly [Both, number])[]

/** Everything a cycle does at once: documents and a payment to send, payments to record, to restate and to take back. */
async function everything(): Promise<Owed> {
  const { invoices, half, gone } = next()
  const [paid, raised, bounced, keyed] = invoices
  await world.keeper.pays('1', 100, [[paid.there, 100]])
  await world.keeper.change('Payment', half, { TotalAmt: 75, Line: [lineFor(raised.there, 75)] })
  await world.keeper.delete('Payment', gone)
  await byHand(keyed, 15_000)
  const [fresh] = await world.invoices([50_000], { isLocal: true })
  if (fresh === undefined) throw new Error('there is one')
  return [
    [paid, 0],
    [raised, 12_500],
    [bounced, 30_000],
    [keyed, 25_000],
    [fresh, 50_000],
  ]
}

/** One payment alone, which cannot be parted from what is wrong. */
async function onePayment(): Promise<Owed> {
  const { invoices } = next()
  await world.keeper.pays('1', 100, [[invoices[0].there, 100]])
  return [[invoices[0], 0]]
}

function next(): Prepared {
  const taken = prepared.pop()
  if (taken === undefined) throw new Error('prepare more')
  return taken
}

const lineFor = (TxnId: string, Amount: number) => ({ Amount, LinkedTxn: [{ TxnId, TxnType: 'Invoice' }] })

async function byHand({ invoiceId, clientId }: Both, amountMinor: number): Promise<void> {
  const payment = { clientId, paidOn: '2026-03-02', currency: 'USD', amountMinor, method: 'cheque' }
  const allocations = [{ invoiceId, amountMinor }]
  const idempotencyKey = systemIds.uuid()
  await world.bill
    .ask('POST', '/payments')
    .send({ ...payment, allocations, idempotencyKey })
    .expect(201)
}

const cycle = () =>
  node.sync.runCycle(
    { tenant, connectionId: world.connection.connectionId, trigger: 'schedule' },
    new AbortController().signal,
  )

/** What is owed here and there, and how often each is there. */
async function standing(owed: Owed) {
  const rows = [...world.sandbox.company(COMPANY.realmId).tables.Invoice.rows.values()]
  const stands: unknown[] = []
  for (const [each] of owed) {
    const there = rows.filter((row) => row['DocNumber'] === each.number)
    const { here } = await world.owed(each)
    stands.push({
      number: each.number,
      here,
      there: there.map((row) => Math.round(Number(row['Balance']) * 100)),
    })
  }
  return stands
}

async function expectWhole(owed: Owed, when: string): Promise<void> {
  const meant = owed.map(([{ number }, minor]) => ({ number, here: minor, there: [minor] }))
  expect(await standing(owed), when).toEqual(meant)
  const { owner } = world
  // Nobody was asked anything, not even for a moment.
  const asked = await owner('inbox_tasks')
    .where({ tenant })
    .whereLike('kind', 'accounting%')
    .orderBy('raised_at')
  expect(
    asked.map((each) => [each.kind, each.status, each.context]),
    when,
  ).toEqual([])
  expect(await owner('accounting_sync_observations'), when).toEqual([])
  expect(await owner('accounting_sync_operations').whereNot({ status: 'done' }), when).toEqual([])
  expect(await owner('accounting_sync_frames').whereNot({ status: 'settled' }), when).toEqual([])
}

/** Cuts once, at the n-th of its kind from now on. */
function cutOnce(what: 'statement' | 'commit', n: number, fate: Fate): () => boolean {
  let seen = 0
  line.decide = (asked) => {
    if (asked.what !== what) return 'pass'
    seen += 1
    return seen === n ? fate : 'pass'
  }
  return () => seen >= n
}

const CASES = [
  { name: 'all that a cycle does', work: everything, what: 'commit', fate: 'cut after', step: 2 },
  { name: 'all that a cycle does', work: everything, what: 'commit', fate: 'cut', step: 4 },
  { name: 'all that a cycle does', work: everything, what: 'commit', fate: 'cut under way', step: 5 },
  { name: 'all that a cycle does', work: everything, what: 'statement', fate: 'cut', step: 9 },
  { name: 'one payment', work: onePayment, what: 'commit', fate: 'cut after', step: 1 },
  { name: 'one payment', work: onePayment, what: 'statement', fate: 'cut', step: 3 },
] as const

describe('a line to the database that breaks', () => {
  // capability sending in: A database that is cut off anywhere records no payment twice and asks nobody about it
  it.each(CASES)(
    'amid $name, at any $what ($fate), loses nothing, does nothing twice and asks nobody',
    async ({ work, what, fate, step }) => {
      let places = 0
      for (let n = 1, survived = false; !survived; n += step) {
        const owed = await work()
        world.clock.advance(900)
        const wasCut = cutOnce(what, n, fate)
        await cycle().catch(() => {})
        survived = !wasCut()
        line.decide = () => 'pass'
        await world.poll()
        await expectWhole(owed, `${fate} at ${what} ${n}`)
        places += 1
      }
      expect(places).toBeGreaterThan(2)
    },
    120_000,
  )

  it('asks nobody about a payment of ours whose answer was lost, when it comes back as a change', async () => {
    const { invoices } = next()
    await byHand(invoices[3], 15_000)
    let isDown = false
    let underWay = 0
    const deaf = anotherNode(world, {
      parts: {
        // Patience with an answer never ends in here; whoever waits to try again does not wait.
        sleep: async (milliseconds, signal) => {
          await Promise.resolve()
          signal?.throwIfAborted()
          if (underWay > 0) await new Promise((_, stop) => signal?.addEventListener('abort', stop))
          world.clock.advance(milliseconds / 1000)
        },
        async fetch(input, init) {
          if (isDown) throw new TypeError('fetch failed')
          underWay += 1
          const answer = await world.sandbox.fetch(input, init).finally(() => (underWay -= 1))
          isDown ||= init?.method === 'POST' && String(input).includes('/payment')
          if (isDown) throw new TypeError('fetch failed')
          return answer
        },
      },
    })
    world.clock.advance(900)
    await deaf.sync.runCycle(
      { tenant, connectionId: world.connection.connectionId, trigger: 'schedule' },
      new AbortController().signal,
    )
    await deaf.close()
    expect(isDown).toBe(true)
    expect(await world.owner('accounting_sync_operations').whereNot({ status: 'done' })).toHaveLength(1)
    await world.poll()
    await expectWhole([[invoices[3], 25_000]], 'answer lost')
  })

  it('leaves an audit in which nothing is missing', async () => {
    expect(await verifyAudit(world.owner, tenant)).toMatchObject({ problemCount: 0 })
    const { rows } = await world.owner.raw(
      `select count(*) as n from payments p where p.tenant = ? and p.provider = 'quickbooks'
         and (select count(*) from audit_events e where e.entity_id = p.payment_id::text
           and e.action = 'payment.recorded') <> 1`,
      [tenant],
    )
    expect(rows).toEqual([{ n: 0 }])
  })
})
