'use client'

import { Skeleton } from '@tieout/ui'
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { getBadges, type BadgeView, type ResultOf } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { PRODUCT } from '../use-company.ts'
import { DocumentBadge, shownState } from './document-badge.tsx'

interface Known {
  /** Null: nobody is connected, or it is not known yet. */
  answer: ResultOf<typeof getBadges> | null
  loading: boolean
  byId: ReadonlyMap<string, BadgeView>
}

export const Badges = createContext<Known>({ answer: null, loading: false, byId: new Map() })

const LOOK_AGAIN_MS = 5000

/** Asks once for all rows on show, and again while something of theirs is under way. */
export function BadgesOfRows({
  documentIds,
  children,
}: {
  documentIds: readonly string[]
  children: ReactNode
}) {
  const query = useAsked(
    getBadges,
    { documentIds: [...documentIds] },
    {
      enabled: documentIds.length > 0,
      placeholderData: (previous) => previous,
      refetchInterval: ({ state }) => (state.data?.items.some(isMoving) ? LOOK_AGAIN_MS : false),
    },
  )
  const { data, isLoading } = query
  const known = useMemo(
    () => ({
      answer: data?.connected === true ? data : null,
      loading: isLoading,
      byId: new Map(data?.items.map((each) => [each.documentId, each])),
    }),
    [data, isLoading],
  )
  return <Badges.Provider value={known}>{children}</Badges.Provider>
}

/** It comes to an end by itself; what waits for a person does not. */
const isMoving = ({ state, operation, excludedBecause }: BadgeView) =>
  state === 'queued' &&
  excludedBecause === null &&
  !['unmapped', 'closed_period', 'paused', 'not_connected'].includes(operation?.waitReason ?? '')

export function BadgeHeading() {
  const t = useTranslations('accounting.documents')
  const { answer } = useContext(Badges)
  return answer === null ? null : t('column')
}

export function BadgeOfRow({ documentId, document }: { documentId: string; document: string }) {
  const { answer, loading, byId } = useContext(Badges)
  const badge = byId.get(documentId)
  if (loading) return <Skeleton className="h-5 w-16" />
  if (answer === null || badge === undefined) return null
  return <DocumentBadge badge={badge} document={document} system={nameOf(answer)} />
}

/** On a phone there is no room for the column, but what went wrong is still seen. */
export function MarkOfRow({ documentId, document }: { documentId: string; document: string }) {
  const { answer, byId } = useContext(Badges)
  const badge = byId.get(documentId)
  if (answer === null || badge === undefined) return null
  const shown = shownState(badge)
  if (shown !== 'error' && shown !== 'drift') return null
  return <DocumentBadge badge={{ ...badge, deepLink: null }} document={document} system={nameOf(answer)} />
}

const nameOf = ({ company }: ResultOf<typeof getBadges>) => company || PRODUCT
