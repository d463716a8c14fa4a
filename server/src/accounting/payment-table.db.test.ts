import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMoneyWorld, type MoneyWorld } from './testing/money-world.ts'
import { ODD } from './testing/odd-payment-cases.ts'
import { EVERYDAY } from './testing/payment-cases.ts'

/**
 * The whole life of payments, case by case, over the real books and a company in process. After each case
 * what is owed is the same on both sides, or open tasks name exactly how far the two are apart.
 */

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

describe('the payment table', () => {
  it.each([...EVERYDAY, ...ODD])('$name', async ({ run, asks }) => {
    const before = new Set((await world.openTasks()).map((each) => each.taskId))
    const documents = await run(world)
    await world.poll()
    const tasks = (await world.openTasks()).filter((each) => !before.has(each.taskId))
    let apart = 0
    for (const each of documents) {
      const { here, there } = await world.owed(each)
      apart += Math.abs(here - there)
    }
    expect(apart).toBe(asks === undefined || asks.equal ? 0 : asks.minor)
    const reasons = asks === undefined ? [] : [asks.reason, ...(asks.also ?? [])]
    expect(tasks.map((each) => reasonOf(each.context)).toSorted()).toEqual(reasons)
    expect(tasks.map((each) => each.minor ?? 0)).toEqual(reasons.map(() => asks?.minor))
    await staysSo()
  })
})

const reasonOf = (context: Record<string, unknown>) =>
  (context['problems'] as { reason: string }[] | undefined)?.[0]?.reason ??
  context['state'] ??
  context['code'] ??
  null

/** Told all of it again, nothing changes: no row of the books, the ledger or the inbox. */
async function staysSo(): Promise<void> {
  const state = async () => ({
    payments: await world.owner('payments').orderBy('payment_id'),
    allocations: await world.owner('invoice_payments').orderBy('allocation_id'),
    pools: await world.owner('credits').orderBy('credit_id'),
    applied: await world.owner('credit_allocations').orderBy('allocation_id'),
    queue: await world.owner('accounting_sync_operations').count(),
    trail: await world.owner('transactions').count(),
    links: await world.owner('tenant_external_entity_mappings').orderBy('mapping_id'),
    tasks: await world.owner('inbox_tasks').orderBy('task_id'),
    observations: await world.owner('accounting_sync_observations').orderBy('external_id'),
  })
  const before = await state()
  await world.poll()
  expect(await state()).toEqual(before)
}
