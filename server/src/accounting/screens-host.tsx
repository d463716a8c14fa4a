'use client'

import { ScreensHostProvider, type ScreensHost } from '@tieout/accounting-sync/react'
import { getClient, listClients } from '@tieout/billing/contract'
import { ApiError, type InputOf } from '@tieout/platform/contract'
import { api, useProblemText, useSession } from '@tieout/platform/web'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useMemo, type ReactNode } from 'react'
import { addresses } from './addresses.ts'
import { PERMISSION_FOR, asUseCase } from './as-use-case.ts'

/** What this host gives the screens of the sync: its API, its people, its addresses. */
export function AccountingScreens({ children }: { children: ReactNode }) {
  const router = useRouter()
  const pathname = usePathname()
  const query = useSearchParams()
  const cache = useQueryClient()
  const { permissions } = useSession()
  const explain = useExplain()
  const host = useMemo<ScreensHost>(
    () => ({
      ask: (route, input, sending) => api(asUseCase(route), input as InputOf<never>, sending) as never,
      may: (need) => permissions.includes(PERMISSION_FOR[need]),
      explain,
      href: addresses,
      clients: CLIENTS,
      go: (href) => router.push(href),
      here: () => window.location.pathname + window.location.search,
      address: {
        query: new URLSearchParams(query),
        set(next, how) {
          const place = next === '' ? pathname : `${pathname}?${next}`
          // Next takes part in the browser's own history, and no page has to come from the server for it.
          if (how === 'push') window.history.pushState(null, '', place)
          else window.history.replaceState(null, '', place)
        },
      },
      leave: (url) => window.location.assign(url),
      changed() {
        for (const key of ['inbox', 'invoice', 'notification']) {
          void cache.invalidateQueries({ queryKey: [key] })
        }
      },
    }),
    [cache, explain, pathname, permissions, query, router],
  )
  return <ScreensHostProvider value={host}>{children}</ScreensHostProvider>
}

const CLIENTS: ScreensHost['clients'] = {
  async find(search) {
    const { items } = await api(listClients, { ...(search === '' ? {} : { search }), limit: 20 })
    return items.map(({ clientId, displayName }) => ({ id: clientId, name: displayName }))
  },
  async named(clientId) {
    try {
      return (await api(getClient, { clientId })).displayName
    } catch (error) {
      if (error instanceof ApiError) return null
      throw error
    }
  },
}

function useExplain(): ScreensHost['explain'] {
  const problemText = useProblemText()
  const t = useTranslations('problems')
  return useMemo(
    () => (error) =>
      error instanceof ApiError
        ? { message: problemText(error) ?? error.message, requestId: error.problem.requestId }
        : { message: t('unexpected') },
    [problemText, t],
  )
}
