'use client'

import { listRoles, type RoleView } from '@tieout/platform/contract'
import { useApiQuery, useMay } from '@tieout/platform/web'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'

/** `billing_settings` → `Billing settings`: for what has no words of its own yet. */
export function humanised(name: string): string {
  const words = name.replaceAll(/[_.-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Roles that come with the product are called what the reader calls them; the others as somebody named them. */
export function useRoleName(): (role: Pick<RoleView, 'key' | 'name'>) => string {
  const t = useTranslations('people.builtIn')
  return useCallback(({ key, name }) => (key && t.has(key) ? t(key) : name), [t])
}

/** A user's roles come without their keys; whoever may see roles reads them by their proper names. */
export function useHeldRoleName(): (role: { roleId: string; name: string }) => string {
  const may = useMay('role:read')
  const roles = useApiQuery(listRoles, { limit: 200 }, { enabled: may })
  const nameOf = useRoleName()
  const known = roles.data?.items
  return useCallback(
    ({ roleId, name }) => nameOf(known?.find((role) => role.roleId === roleId) ?? { key: null, name }),
    [known, nameOf],
  )
}

export function usePermissionWords() {
  const t = useTranslations('people')
  const resource = useCallback(
    (name: string) => (t.has(`resources.${name}`) ? t(`resources.${name}`) : humanised(name)),
    [t],
  )
  const action = useCallback(
    (name: string, of: string) =>
      t.has(`permissions.${of}.${name}`) ? t(`permissions.${of}.${name}`) : humanised(name),
    [t],
  )
  return { resource, action }
}
