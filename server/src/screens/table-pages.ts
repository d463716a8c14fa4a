'use client'

import type { UseCase } from '@tieout/platform/contract'
import { useApiPages, useProblemText } from '@tieout/platform/web'

/** A keyset list as `DataTable` wants it: rows, what went wrong, and pages only where there are several. */
export function useTablePages<Row>(useCase: UseCase, input: Record<string, unknown>) {
  const problemText = useProblemText()
  const { rows, loading, error, refetch, paging } = useApiPages<Row>(useCase, input)
  return {
    rows,
    refetch,
    table: {
      rows,
      loading,
      error: error && {
        message: problemText(error) ?? '',
        requestId: error.problem.requestId,
        onRetry: () => void refetch(),
      },
      paging: paging.hasNext || paging.hasPrevious ? paging : undefined,
    },
  }
}
