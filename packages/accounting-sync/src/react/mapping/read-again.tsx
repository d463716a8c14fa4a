'use client'

import { Button, RelativeTime } from '@tieout/ui'
import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { listMappings, refreshCompany, type MappingKind } from '../../contract/index.ts'
import { useAsked, useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

export interface Reading {
  isReading: boolean
  /** It takes longer than anybody watches. */
  isSlow: boolean
  begin: () => void
  error: unknown
}

const EVERY = 2_000
const PATIENCE = 90_000

/** Reads the lists anew in the background, and shows them as soon as they are there. */
export function useReading(
  connectionId: string,
  kind: MappingKind,
  readAt: string | null,
  refetch: () => unknown,
): Reading {
  const [since, setSince] = useState<{ at: number; readAt: string | null } | null>(null)
  const refresh = useCommand(refreshCompany, { onSuccess: () => setSince({ at: Date.now(), readAt }) })
  const isNew = (seen: string | null | undefined) => since !== null && !!seen && seen !== since.readAt
  const isLate = (at: number) => since !== null && at - since.at > PATIENCE
  const probe = useAsked(
    listMappings,
    { connectionId, kind, limit: 1 },
    {
      enabled: since !== null,
      staleTime: 0,
      refetchInterval: ({ state }) =>
        since === null || isNew(state.data?.catalogue?.readAt) || isLate(state.dataUpdatedAt) ? false : EVERY,
    },
  )
  const isDone = isNew(probe.data?.catalogue?.readAt)
  const isSlow = !isDone && isLate(probe.dataUpdatedAt)
  useEffect(() => {
    if (isDone) void refetch()
  }, [isDone, refetch])
  return {
    isReading: refresh.isPending || (since !== null && !isDone && !isSlow),
    isSlow,
    begin: () => refresh.mutate({ connectionId }),
    error: refresh.error,
  }
}

export function ReadAgain({ reading, readAt }: { reading: Reading; readAt?: string }) {
  const t = useTranslations('accounting.mapping')
  const { may, explain } = useScreensHost()
  return (
    <span className="flex flex-wrap items-center gap-2 text-xs text-ink-muted">
      <span role="status">
        {reading.error !== null
          ? explain(reading.error).message
          : reading.isReading
            ? t('reading')
            : reading.isSlow
              ? t('readingSlow')
              : readAt !== undefined && t.rich('readAt', { at: () => <RelativeTime at={readAt} /> })}
      </span>
      <Button
        size="sm"
        variant="ghost"
        icon={RefreshCw}
        busy={reading.isReading}
        disabledReason={may('manage') ? undefined : t('mayNot')}
        onClick={reading.begin}
      >
        {t('readAgain')}
      </Button>
    </span>
  )
}
