import type { auditSearch, InputOf } from '@tieout/platform/contract'
import { useAddressFilters } from '../address-filters.ts'
import { readWallTime, toInstant } from '../inbox/zoned-time.ts'

export const AUDIT_FILTERS = ['actor', 'action', 'entity', 'from', 'to'] as const
export type AuditFilter = (typeof AUDIT_FILTERS)[number]

export const useAuditFilters = () => useAddressFilters(AUDIT_FILTERS)
export type AuditFilters = ReturnType<typeof useAuditFilters>

/** Beginnings of actions, each for all that happens to one kind of thing. */
export const ACTION_GROUPS = [
  'client',
  'user',
  'role',
  'session',
  'profile',
  'task',
  'task_definition',
  'settings',
  'job',
  'schedule',
  'mail',
  'notification',
] as const

export const ENTITIES = [
  'client',
  'user',
  'role',
  'task',
  'task_definition',
  'settings',
  'job',
  'schedule',
  'mail',
  'notification',
] as const

/** The filters as the API takes them. Both days are meant with all their hours, in the company's time zone. */
export function toInput(values: Record<AuditFilter, string>, timeZone: string): InputOf<typeof auditSearch> {
  const group = ACTION_GROUPS.find((each) => each === values.action)
  return {
    limit: 40,
    actorId: values.actor || undefined,
    action: group && `${group}.`,
    entityType: values.entity || undefined,
    from: startOf(values.from, 0, timeZone),
    to: startOf(values.to, 1, timeZone),
  }
}

function startOf(day: string, daysLater: number, timeZone: string): string | undefined {
  const wall = readWallTime(`${day}T00:00`)
  return wall ? toInstant({ ...wall, day: wall.day + daysLater }, timeZone).toISOString() : undefined
}
