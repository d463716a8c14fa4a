import { listTransactions, retryOperations, skipOperations } from '@tieout/accounting-sync/contract'
import { resolveTask } from '@tieout/platform/contract'
import { asUseCase } from '../../../server/src/accounting/as-use-case.ts'
import type { Chance } from '../../machine/chance.ts'
import type { Act, SimTenant, World } from '../../world.ts'
import { ask, told, type Asked } from './asking.ts'
import { openTasks, type OpenTask } from './looking.ts'

/** What people answer to what they were asked, from the task itself or from the list of transactions. */
export const taskActs: readonly Act[] = [
  {
    name: 'resolve-task',
    side: 'here',
    weight: 9,
    async run(world, tenant, chance) {
      const all = await openTasks(world, tenant)
      if (all.length === 0) return null
      const task = chance.pick(all)
      const answer = answerTo(world, tenant, task, chance)
      if (answer === null) return null
      const asked = await ask(tenant, resolveTask, { taskId: task.taskId, ...answer })
      return told(`answer ${task.kind} with ${answer.action}`, asked)
    },
  },
  {
    name: 'retry-or-skip',
    side: 'here',
    weight: 2,
    async run(_world, tenant, chance) {
      const status = chance.pick(['failed', 'skipped', 'pending'])
      const listed = await ask(tenant, asUseCase(listTransactions), { direction: 'out', status })
      if (listed.kind === 'refused') return null
      const operations = listed.answer.items.flatMap((each) => (each.direction === 'out' ? [each] : []))
      if (operations.length === 0) return null
      const { operationId, number, kind } = chance.pick(operations)
      const operationIds = [operationId]
      const asked: Asked<object> =
        status === 'pending' || chance.happens(0.3)
          ? await ask(tenant, asUseCase(skipOperations), { operationIds, reason: 'done by hand' })
          : await ask(tenant, asUseCase(retryOperations), { operationIds })
      return told(`retry or skip ${kind} of ${number}`, asked, (answer) => `: ${JSON.stringify(answer)}`)
    },
  },
]

interface Answer {
  action: string
  input: Record<string, unknown>
}

const because = { reason: 'we looked at it' }
const say = (action: string, input: Record<string, unknown> = {}): Answer => ({ action, input })

/** Null: nobody answers this one here; connecting again ends it. */
function answerTo(world: World, tenant: SimTenant, task: OpenTask, chance: Chance): Answer | null {
  switch (task.kind) {
    case 'accounting_sync_unmapped_item':
      return say('map', { externalId: chance.pick(['1', '2', '2', '999']) })
    case 'accounting_sync_unmapped_tax':
      return say('map', { externalId: someIdOf(world, tenant, 'TaxCode', chance) })
    case 'accounting_sync_customer_unlinked':
      return chance.happens(0.2)
        ? say('leave_out', because)
        : say('map', { externalId: someIdOf(world, tenant, 'Customer', chance) })
    case 'accounting_sync_customer_gone':
      return chance.happens(0.4)
        ? say('leave', because)
        : say('map', { externalId: someIdOf(world, tenant, 'Customer', chance) })
    case 'accounting_sync_export_error':
      return chance.happens(0.7) ? say('retry') : say('leave_out', because)
    case 'accounting_sync_closed_period':
      return say('look_again')
    case 'accounting_sync_drift':
      // Cancelled here too is only what was voided or deleted there.
      return chance.pick([
        say(nameOfReExport(task)),
        say(nameOfReExport(task)),
        say('accept', because),
        say('cancel_here', because),
      ])
    case 'accounting_sync_unmapped_payment':
      return chance.pick([say('link_existing'), say('record_anyway', because), say('leave', because)])
    case 'accounting_sync_unreadable':
      return say('leave', because)
    default:
      return null
  }
}

/** Issued again is what is void there; the other name is not offered then, and would be refused. */
export function nameOfReExport({ context: { differences } }: OpenTask): string {
  const isVoid = Array.isArray(differences) && differences.some((each) => each?.field === 'standing')
  return isVoid ? 're_issue' : 're_export'
}

/** What a picker would offer; one that is inactive or taken is refused. */
function someIdOf(
  { sandbox }: World,
  { realm }: SimTenant,
  kind: 'Customer' | 'TaxCode',
  chance: Chance,
): string {
  const ids = [...sandbox.company(realm).tables[kind].rows.keys()]
  return ids.length === 0 ? 'none' : chance.pick(ids)
}
