'use client'

import type { AuditEvent } from '@tieout/platform/contract'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { humanised } from '../people/people-words.ts'

/** Where the thing can be looked at, as far as there is a screen for it. */
const PLACES: Record<string, (id: string) => string> = {
  client: (id) => `/clients/${id}`,
  user: (id) => `/people/${id}`,
  role: () => '/people/roles',
  task: (id) => `/inbox/${id}`,
  task_definition: () => '/inbox/definitions',
  settings: (id) => (id === 'company' ? '/settings' : `/settings/${id}`),
  job: (id) => `/jobs?search=${id}`,
  schedule: () => '/jobs/schedules',
  mail: () => '/mail',
}

export const placeOf = ({ entityType, entityId }: AuditEvent): string | undefined =>
  PLACES[entityType]?.(encodeURIComponent(entityId))

export function useAuditWords() {
  const t = useTranslations('audit')
  return useMemo(() => {
    const or = (key: string, other: string) => (t.has(key) ? t(key) : other)
    return {
      /** Continues the name of whoever did it: "Ana Ruiz" + "changed a client". */
      deed: (action: string) => or(`actions.${action}`, action),
      entity: (type: string) => or(`entities.${type}`, humanised(type)),
      field: (name: string) =>
        or(`fields.${name}`, humanised(name.replaceAll(/([A-Z])/g, ' $1').toLowerCase())),
      subject: (event: AuditEvent) =>
        event.entityType === 'settings' ? or(`sections.${event.entityId}`, event.entityId) : subjectOf(event),
      /** Parts of the product act under names of their own. */
      actor: ({ kind, name }: AuditEvent['actor']) => (kind === 'system' ? or(`parts.${name}`, name) : name),
    }
  }, [t])
}

/** What the thing is called, where the event says so; else the last letters of its id. */
function subjectOf({ actor, before, after, entityId }: AuditEvent): string {
  if (entityId === actor.id) return actor.name
  for (const key of ['displayName', 'name', 'title', 'kind']) {
    const value = after?.[key] ?? before?.[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return /^[0-9a-f-]{36}$/.test(entityId) ? entityId.slice(-8) : entityId
}
