'use client'

import { listRoles, type RoleView } from '@tieout/platform/contract'
import { useApiQuery, useMay, useProblemText, useSession } from '@tieout/platform/web'
import { Banner, Checkbox, ErrorState, Skeleton } from '@tieout/ui'
import { CircleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { usePermissionWords, useRoleName } from './people-words.ts'

export interface RoleChoiceProps {
  audience: RoleView['audience']
  chosen: readonly string[]
  /** What the person has already: one may always leave it. */
  held?: readonly string[]
  disabled?: boolean
  error?: string
  /** Where a heading says it already. */
  hideLegend?: boolean
  onChange: (roleIds: string[]) => void
}

/** The roles of one side. Nobody gives away more than they have, so some are shown with the reason. */
export function RoleChoice(props: RoleChoiceProps) {
  const { audience, chosen, held = [], disabled, error, hideLegend, onChange } = props
  const t = useTranslations('people')
  const may = useMay('role:read')
  const problemText = useProblemText()
  const nameOf = useRoleName()
  const reasonAgainst = useReasonAgainst()
  const errorId = useId()
  const roles = useApiQuery(listRoles, { audience, limit: 200 }, { enabled: may })
  if (!may) return <Banner>{t('mayNotSeeRoles')}</Banner>
  if (roles.error)
    return <ErrorState message={problemText(roles.error) ?? ''} onRetry={() => void roles.refetch()} />
  if (!roles.data) return <Skeleton className="h-24 w-full" />
  return (
    <fieldset className="flex flex-col gap-2" aria-describedby={error ? errorId : undefined}>
      <legend className={hideLegend ? 'sr-only' : 'mb-2 text-sm font-medium'}>{t('roles.title')}</legend>
      {roles.data.items.map((role) => {
        const reason = held.includes(role.roleId) ? undefined : reasonAgainst(role)
        return (
          <Checkbox
            key={role.roleId}
            label={nameOf(role)}
            hint={reason}
            disabled={disabled || reason !== undefined}
            checked={chosen.includes(role.roleId)}
            onCheckedChange={(checked) =>
              onChange(checked ? [...chosen, role.roleId] : chosen.filter((each) => each !== role.roleId))
            }
          />
        )
      })}
      {error && (
        <p id={errorId} role="alert" className="flex items-start gap-1 text-xs text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          {error}
        </p>
      )}
    </fieldset>
  )
}

/** Portal permissions reach no further than a client's own papers, so anyone who invites may give those. */
function useReasonAgainst(): (role: RoleView) => string | undefined {
  const t = useTranslations('people')
  const { permissions } = useSession()
  const words = usePermissionWords()
  return (role) => {
    const beyond = role.permissions.filter((permission) => !permissions.includes(permission))
    if (role.audience === 'portal' || beyond.length === 0) return undefined
    const [resource = '', action = ''] = beyond[0]?.split(':') ?? []
    const first = `${words.resource(resource)}: ${words.action(action, resource)}`
    return t('roles.grantsMore', { first, others: beyond.length - 1 })
  }
}
