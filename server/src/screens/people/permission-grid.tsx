'use client'

import { listPermissions, type RoleView } from '@tieout/platform/contract'
import { useApiQuery, useProblemText, useSession } from '@tieout/platform/web'
import { Checkbox, ErrorState, Skeleton } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { usePermissionWords } from './people-words.ts'

export interface PermissionGridProps {
  audience: RoleView['audience']
  chosen: readonly string[]
  /** What the role allows already: one may always leave it. */
  stored: readonly string[]
  readOnly: boolean
  onChange: (permissions: string[]) => void
}

/** Everything a role can allow, a row for each resource. Nobody gives away what they do not have. */
export function PermissionGrid({ audience, chosen, stored, readOnly, onChange }: PermissionGridProps) {
  const t = useTranslations('people.roles')
  const words = usePermissionWords()
  const problemText = useProblemText()
  const { permissions: mine } = useSession()
  const catalogue = useApiQuery(listPermissions, {}, { staleTime: Infinity })
  if (catalogue.error) {
    return (
      <ErrorState message={problemText(catalogue.error) ?? ''} onRetry={() => void catalogue.refetch()} />
    )
  }
  if (!catalogue.data) return <Skeleton className="h-64 w-full" />
  const mayGive = (permission: string) =>
    audience === 'portal' || mine.includes(permission) || stored.includes(permission)
  const toggle = (permission: string, on: boolean) =>
    onChange(on ? [...chosen, permission] : chosen.filter((each) => each !== permission))
  return (
    <div className="divide-y divide-line rounded-md border border-line">
      {catalogue.data.items
        .filter((entry) => entry.audience === audience)
        .map(({ resource, actions }) => (
          <fieldset key={resource} className="grid gap-x-4 gap-y-2 px-3 py-2 sm:grid-cols-[9rem_1fr]">
            <legend className="sr-only">{words.resource(resource)}</legend>
            <span aria-hidden className="min-w-0 text-sm font-medium break-words hyphens-auto">
              {words.resource(resource)}
            </span>
            <div className="grid min-w-0 gap-x-4 gap-y-1.5 sm:grid-cols-3">
              {actions.map((action) => {
                const permission = `${resource}:${action}`
                const given = mayGive(permission)
                return (
                  <Checkbox
                    key={action}
                    label={words.action(action, resource)}
                    hint={given || readOnly ? undefined : t('notHeld')}
                    disabled={readOnly || !given}
                    checked={chosen.includes(permission)}
                    onCheckedChange={(checked) => toggle(permission, checked)}
                  />
                )
              })}
            </div>
          </fieldset>
        ))}
    </div>
  )
}
