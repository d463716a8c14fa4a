import type { Test } from 'supertest'
import type { Both, MoneyWorld, OpenTask } from './money-world.ts'

/** What tests of money do by the dozen. */
export interface MoneyDesk {
  /** An invoice of its own, on both sides. */
  one(amountMinor?: number): Promise<Both>
  /** The only open task of a kind. */
  taskOf(kind: string): Promise<OpenTask>
  press(task: OpenTask, action: string, input?: object): Test
}

export const moneyDesk = (world: () => MoneyWorld): MoneyDesk => ({
  async one(amountMinor = 10_000) {
    const [made] = await world().invoices([amountMinor])
    if (made === undefined) throw new Error('there is one')
    return made
  },
  async taskOf(kind) {
    const found = (await world().openTasks()).filter((each) => each.kind === kind)
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} tasks of ${kind}`)
    return found[0]
  },
  press: (task, action, input = {}) =>
    world().bill.ask('POST', `/inbox/tasks/${task.taskId}/actions/${action}`).send({ input }),
})
