'use client'

import { useApiQuery } from '@tieout/platform/web'
import type { InputOf, ResultOf } from '@tieout/platform/contract'
import { previewDraft } from '../../contract/index.ts'
import { useSettled } from '../use-settled.ts'
import { placeMistakes, type DraftMistake, type ReadDraft } from './draft-form.ts'

export interface Preview {
  data: ResultOf<typeof previewDraft> | undefined
  /** What each line comes to, by its key. */
  nets: ReadonlyMap<string, number>
  mistakes: readonly DraftMistake[]
  /** The amounts are those of a moment ago. */
  stale: boolean
}

/** Asked once typing rests: totals as the server works them out, with the rates of client and day. */
export function usePreview({ draft, sentKeys }: ReadDraft): Preview {
  const now = draft ? JSON.stringify({ draft, sentKeys }) : ''
  const settled = useSettled(now, 300)
  const asked =
    settled === ''
      ? null
      : (JSON.parse(settled) as { draft: InputOf<typeof previewDraft>; sentKeys: string[] })
  const query = useApiQuery(previewDraft, asked?.draft ?? NOTHING, {
    enabled: asked !== null,
    placeholderData: (previous) => previous,
  })
  const keys = asked?.sentKeys ?? []
  const data = asked ? query.data : undefined
  return {
    data,
    nets: new Map(
      query.isPlaceholderData ? [] : (data?.lines.map((line, at) => [keys[at] ?? '', line.netMinor]) ?? []),
    ),
    mistakes: now === settled ? placeMistakes(query.error?.problem.fields ?? [], keys) : [],
    stale: now !== settled || query.isPlaceholderData || query.isError,
  }
}

const NOTHING: InputOf<typeof previewDraft> = { clientId: '', lines: [] }
