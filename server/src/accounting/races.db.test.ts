import { verifyAudit } from '@tieout/platform'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import type { Person } from '../testing/test-host.ts'
import { COMPANY } from './testing/accounting-host.ts'
import { anotherNode, type AnotherNode } from './testing/another-node.ts'
import { moneyDesk } from './testing/money-desk.ts'
import {
  createMoneyWorld,
  linesFor,
  type Both,
  type MoneyWorld,
  type OpenTask,
} from './testing/money-world.ts'

/** Many times over, since a race may be won by chance. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 8)

const LIMIT = 60_000 + 5_000 * ROUNDS

/** Two nodes with connections of their own, and people who press at the same instant. */
let world: MoneyWorld
let nodes: AnotherNode[]
let ada: Person
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
  nodes = [anotherNode(world), anotherNode(world)]
})
// Days pass in here, and nobody stays signed in for that long.
beforeEach(async () => {
  ada = await world.test.as('ada@harborlane.example')
})
afterAll(async () => {
  await Promise.all(nodes.map((each) => each.close()))
  await world.close()
})

const { tenant } = HARBOR

const cycle = (node: AnotherNode, trigger: 'schedule' | 'sync_now' = 'schedule') =>
  node.sync.runCycle(
    { tenant, connectionId: world.connection.connectionId, trigger },
    new AbortController().signal,
  )

/** A head start of so many turns of the loop, for each another in each round. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((go) => setImmediate(go))
}
const drawn = (round: number, who: number) => ((round * 7 + who * 13) % 11) * 6

const { one } = moneyDesk(() => world)

const receiptsOn = async ({ invoiceId }: Both) =>
  await world
    .owner('payments as p')
    .join('invoice_payments as a', 'a.payment_id', 'p.payment_id')
    .where({ 'a.invoice_id': invoiceId, 'a.reversed_at': null })
    .orderBy('p.recorded_at')
    .select('p.payment_id', 'a.amount_minor')

/** How many questions are new since then. */
const asked = async (before: readonly OpenTask[]) => {
  const known = new Set(before.map((each) => each.taskId))
  return (await world.openTasks()).filter((each) => !known.has(each.taskId)).length
}

/** Codes of answers that are neither done nor refused for a reason a person understands. */
const broken = (answers: readonly { status: number; text: string }[]) =>
  answers
    .filter((each) => ![200, 201, 409].includes(each.status))
    .map((each) => `${each.status} ${each.text}`)

describe('at the same instant', () => {
  it(
    'a bookkeeper’s payment that comes in, and a person who takes it back, end with one truth',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = await world.openTasks()
        const made = await one()
        const paid = await world.keeper.pays('1', 60, [[made.there, 60]])
        await world.poll()
        const [receipt] = await receiptsOn(made)
        await world.keeper.change('Payment', paid.Id, { TotalAmt: 80, Line: linesFor([[made.there, 80]]) })
        world.clock.advance(900)
        const [, reversed] = await Promise.all([
          turns(drawn(round, 1)).then(() => cycle(nodes[0] as AnotherNode)),
          turns(drawn(round, 2)).then(() =>
            world.bill
              .ask('POST', `/payments/${receipt?.payment_id}/reversal`)
              .send({ reason: 'by mistake' }),
          ),
        ])
        expect(broken([reversed])).toEqual([])
        await world.poll(2)
        // QuickBooks says what is paid: what was taken back here by a person comes again, or is asked about.
        const { here, there } = await world.owed(made)
        if (here !== there)
          expect(await asked(before), `round ${round}: ${here} here, ${there} there`).toBeGreaterThan(0)
        expect((await receiptsOn(made)).length).toBeLessThan(2)
      }
    },
    LIMIT,
  )

  it(
    'a payment over there and the cancelling of its document end in a paid invoice or a question',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = await world.openTasks()
        const made = await one()
        world.clock.advance(900)
        await world.bill.ask('POST', `/accounting/documents/${made.invoiceId}/check`).send({}).expect(200)
        await world.keeper.pays('1', 100, [[made.there, 100]])
        const [, cancelled] = await Promise.all([
          turns(drawn(round, 3)).then(() => cycle(nodes[0] as AnotherNode)),
          turns(drawn(round, 1)).then(() =>
            world.bill.ask('POST', `/invoices/${made.invoiceId}/void`).send({ reason: 'by mistake' }),
          ),
        ])
        expect(broken([cancelled])).toEqual([])
        await world.poll()
        const { here, there } = await world.owed(made)
        if (here !== there || cancelled.status === 200) expect(await asked(before)).toBeGreaterThan(0)
      }
    },
    LIMIT,
  )

  it(
    'finalizing, sending, reopening and cancelling the same invoice end with one document or none',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const [draft] = await world.invoices([12_000], { isDraft: true })
        if (draft === undefined) throw new Error('there is one')
        const { invoiceId } = draft
        const invoiceIds = [invoiceId]
        const finalize = (who: Person) => who.ask('POST', '/invoices/finalize').send({ invoiceIds })
        const [first, second] = await Promise.all([finalize(world.bill), finalize(ada)])
        expect(broken([first, second])).toEqual([])
        world.clock.advance(900)
        const answers = await Promise.all([
          turns(drawn(round, 1)).then(() => cycle(nodes[0] as AnotherNode)),
          turns(drawn(round, 2)).then(() => cycle(nodes[1] as AnotherNode, 'sync_now')),
          turns(drawn(round, 3)).then(() =>
            world.bill.ask('POST', `/invoices/${invoiceId}/void`).send({ reason: 'by mistake' }),
          ),
          turns(drawn(round, 4)).then(() =>
            ada.ask('POST', `/invoices/${invoiceId}/void`).send({ reason: 'by mistake' }),
          ),
        ])
        expect(broken([answers[2], answers[3]])).toEqual([])
        await world.poll(2)
        const [row] = await world.owner('invoices').where({ tenant, invoice_id: invoiceId })
        const there = [...world.sandbox.company(COMPANY.realmId).tables.Invoice.rows.values()].filter(
          (each) => each['DocNumber'] === row.number,
        )
        const operations = await world
          .owner('accounting_sync_operations')
          .where({ tenant, alga_entity_id: invoiceId })
          .orderBy('rank')
          .pluck('status')
        const left = there.map((each) => Number(each['TotalAmt']))
        // Cancelled before it left, or while it was on its way: then it arrived, and was voided there.
        const ends = [
          [true, [120], ['done']],
          [false, [], ['skipped']],
          [false, [0], ['done', 'done']],
        ]
        expect(ends).toContainEqual([row.voided_at === null, left, operations])
      }
    },
    LIMIT,
  )

  it(
    'two people who answer one question have one effect, and the other is told',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const made = await one(20_000 + round)
        const { invoiceId, clientId, totalMinor } = made
        const keyed = {
          clientId,
          paidOn: '2026-03-02',
          currency: 'USD',
          amountMinor: totalMinor,
          method: 'cheque',
        }
        const allocations = [{ invoiceId, amountMinor: totalMinor }]
        await world.bill
          .ask('POST', '/payments')
          .send({ ...keyed, allocations, idempotencyKey: crypto.randomUUID() })
          .expect(201)
        await world.keeper.pays('1', totalMinor / 100, [[made.there, totalMinor / 100]], {
          TxnDate: '2026-03-02',
        })
        await world.poll()
        const task = (await world.openTasks()).at(-1)
        const press = (who: Person, action: string, input: object) =>
          who.ask('POST', `/inbox/tasks/${task?.taskId}/actions/${action}`).send({ input })
        const both = await Promise.all([
          turns(drawn(round, 1)).then(() => press(world.bill, 'link_existing', {})),
          turns(drawn(round, 2)).then(() => press(ada, 'record_anyway', { reason: 'another one' })),
          cycle(nodes[0] as AnotherNode),
        ])
        expect([both[0].status, both[1].status].toSorted()).toEqual([200, 409])
        const lost = both[0].status === 409 ? both[0] : both[1]
        expect(lost.body.code).toBe('task-already-resolved')
        await world.poll(2)
        expect(await receiptsOn(made)).toHaveLength(1)
        expect((await world.owed(made)).here).toBe(0)
      }
    },
    LIMIT,
  )

  it('have left an audit in which nothing is missing', async () => {
    expect(await verifyAudit(world.owner, tenant)).toMatchObject({ problemCount: 0 })
  })
})
