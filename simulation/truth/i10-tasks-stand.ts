import type { Check } from '../world.ts'
import { bothBooks, type Both } from './both.ts'
import type { OurTask } from './ours.ts'

/**
 * I10: there is one open task for each thing and kind, each has its cause, and each cause that asks for a person
 * has its task.
 */
export const tasksStand: Check = async (world) => {
  const all = await Promise.all(
    world.tenants.map(async (tenant) => {
      const both = await bothBooks(world, tenant)
      const sentences = [
        ...twice(both),
        ...both.ours.tasks.flatMap((each) => stale(both, each)),
        ...unasked(both),
        ...paidInAdvance(both),
      ]
      return sentences.map((what) => ({ invariant: 'I10', tenant: tenant.tenant, what }))
    }),
  )
  return all.flat()
}

const text = (task: OurTask, key: string): string => {
  const value = task.context[key]
  return typeof value === 'string' ? value : ''
}

/** What a task is about, whatever key it was raised under. */
function aboutOf(task: OurTask): string {
  const about = ['entityType', 'entityId', 'externalKind', 'externalId', 'cause', 'connectionId']
  if (task.kind === 'accounting_sync_drift' || task.kind === 'accounting_sync_export_error')
    return `${task.kind} ${text(task, 'entityType')} ${text(task, 'entityId')}`
  return [task.kind, ...about.map((each) => text(task, each))].join(' ')
}

function twice({ ours }: Both): string[] {
  const counts = new Map<string, number>()
  for (const each of ours.tasks) counts.set(aboutOf(each), (counts.get(aboutOf(each)) ?? 0) + 1)
  return [...counts].flatMap(([about, count]) =>
    count > 1 ? [`${count} open tasks are about the same: ${about}`] : [],
  )
}

function stale({ ours, links }: Both, task: OurTask): string[] {
  const { kind } = task
  const entityId = text(task, 'entityId')
  const cause = text(task, 'cause')
  const isHeld = ours.operations.some((each) => each.status === 'pending' && each.waitsFor.includes(cause))
  const isObserved = ours.observations.some(
    (each) =>
      each.kind === text(task, 'externalKind') &&
      each.externalId === text(task, 'externalId') &&
      each.decision !== 'left',
  )
  const link = links.get(`${text(task, 'entityType')}:${entityId}`)
  const hasCause: Record<string, boolean> = {
    accounting_sync_drift: link?.status === 'drift' && link.accepted === null,
    accounting_sync_export_error: ours.operations.some(
      (each) => each.status === 'failed' && each.entityId === entityId,
    ),
    accounting_sync_unmapped_item: isHeld,
    accounting_sync_unmapped_tax: isHeld,
    accounting_sync_customer_unlinked: isHeld,
    accounting_sync_closed_period: isHeld,
    accounting_sync_unmapped_payment: isObserved,
    accounting_sync_customer_gone: isObserved,
    accounting_sync_unreadable: isObserved,
    accounting_connection_expired: ours.connection.status === 'expired',
  }
  return hasCause[kind] === false
    ? [`${kind} about ${cause || entityId || text(task, 'externalId')} is open, and its cause is gone`]
    : []
}

/** What asks for a person and has no task. */
function unasked({ ours }: Both): string[] {
  const isAsked = (kind: string, about: Record<string, string>) =>
    ours.tasks.some(
      (task) =>
        task.kind === kind && Object.entries(about).every(([key, value]) => text(task, key) === value),
    )
  const drifted = ours.links.filter((each) => each.status === 'drift' && each.accepted === null)
  const isGoingAgain = (entityId: string) =>
    ours.operations.some(
      (each) => each.entityId === entityId && ['pending', 'in_progress', 'failed'].includes(each.status),
    )
  const observed = ours.observations.filter((each) => each.decision === null)
  return [
    ...drifted.flatMap(({ entityType, entityId, number }) =>
      isAsked('accounting_sync_drift', { entityType, entityId }) || isGoingAgain(entityId)
        ? []
        : [`${entityType} ${number ?? entityId} differs there, and no task says so`],
    ),
    ...observed.flatMap(({ kind, externalId }) =>
      ours.tasks.some(
        (task) => text(task, 'externalKind') === kind && text(task, 'externalId') === externalId,
      )
        ? []
        : [`${kind} ${externalId} waits to be applied, and no task says so`],
    ),
  ]
}

/** What is paid in advance never follows anything over there: whoever took it is told, or it is left out by somebody. */
function paidInAdvance({ ours, documents }: Both): string[] {
  const inAdvance = ours.receipts.filter(({ provider, isReversed, on }) => {
    const paid = Object.keys(on).map((each) => documents.get(each)?.type)
    return (
      !isReversed &&
      provider !== 'quickbooks' &&
      paid.length > 0 &&
      paid.every((each) => each === 'prepayment')
    )
  })
  return inAdvance.flatMap(({ id }) => {
    const operation = ours.operations.findLast((each) => each.entityId === id)
    const isLeftOut = operation?.status === 'skipped' && !operation.isSkippedByPerson
    return isLeftOut ? [`payment ${operation.number} was taken in advance, and no task says so`] : []
  })
}
