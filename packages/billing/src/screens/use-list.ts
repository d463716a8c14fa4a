'use client'

import type { UseCase } from '@tieout/platform/contract'
import { useApiPages } from '@tieout/platform/web'
import { useRefusalText } from './words.ts'

/** A keyset list as `DataTable` wants it; pages only where there are several. */
export function useList<Row>(useCase: UseCase, input: Record<string, unknown>) {
  const refusalText = useRefusalText()
  const { rows, loading, error, refetch, paging } = useApiPages<Row>(useCase, input)
  return {
    rows,
    loading,
    error: error && {
      message: refusalText(error) ?? '',
      requestId: error.problem.requestId,
      onRetry: () => void refetch(),
    },
    paging: paging.hasNext || paging.hasPrevious ? paging : undefined,
  }
}
