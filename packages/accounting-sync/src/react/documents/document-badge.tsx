'use client'

import { Badge, cx, RelativeTime, Tooltip, VisuallyHidden, type Tone } from '@tieout/ui'
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Clock,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { BadgeView } from '../../contract/index.ts'
import { useAcceptedWords } from './accepted-note.tsx'
import { useBadgeSentence } from './badge-words.ts'

type Shown = BadgeView['state'] | 'kept_out'

const LOOK: Record<Shown, { tone: Tone; icon: LucideIcon }> = {
  not_synced: { tone: 'neutral', icon: CircleDashed },
  queued: { tone: 'accent', icon: Clock },
  synced: { tone: 'success', icon: CircleCheck },
  drift: { tone: 'warning', icon: TriangleAlert },
  error: { tone: 'danger', icon: CircleAlert },
  voided: { tone: 'neutral', icon: Ban },
  kept_out: { tone: 'neutral', icon: CircleSlash },
}

export interface DocumentBadgeProps {
  badge: BadgeView
  /** What the document is called here. */
  document: string
  system: string
  className?: string
}

/** Whether a document is over there and agrees: a word with an icon, a tick once it was checked, the rest on hover. */
export function DocumentBadge({ badge, document, system, className }: DocumentBadgeProps) {
  const t = useTranslations('accounting.documents')
  const shown = shownState(badge)
  const isVerified = badge.state === 'synced' && badge.verified
  const { tone, icon } = LOOK[shown]
  return (
    <Tooltip content={<Explanation badge={badge} document={document} system={system} />}>
      <Place href={badge.deepLink} className={className}>
        <Badge tone={tone} icon={isVerified ? CircleCheck : icon}>
          {t(`state.${shown}`)}
          {badge.accepted !== null && ` · ${t('accepted.short')}`}
          {isVerified && (
            <>
              <span aria-hidden>✓</span>
              <VisuallyHidden> {t('verified')}</VisuallyHidden>
            </>
          )}
        </Badge>
        {badge.deepLink !== null && <VisuallyHidden>{t('opens', { system })}</VisuallyHidden>}
      </Place>
    </Tooltip>
  )
}

export const shownState = ({ state, excludedBecause }: BadgeView): Shown =>
  excludedBecause !== null && (state === 'not_synced' || state === 'queued') ? 'kept_out' : state

/** A way to where it stands over there; else something that the keyboard reaches, for what it says. */
function Place({
  href,
  className,
  children,
  ...rest
}: {
  href: string | null
  className?: string
  children: ReactNode
}) {
  const look = cx('inline-flex rounded-md', className)
  if (href === null) {
    return (
      <span {...rest} tabIndex={0} className={look}>
        {children}
      </span>
    )
  }
  return (
    <a {...rest} href={href} target="_blank" rel="noreferrer" className={look}>
      {children}
    </a>
  )
}

function Explanation({ badge, document, system }: DocumentBadgeProps) {
  const t = useTranslations('accounting.documents')
  const sentence = useBadgeSentence()
  const acceptedWords = useAcceptedWords()
  const { number, sentAt, verifiedAt, operation, accepted } = badge
  return (
    <span className="flex flex-col gap-0.5">
      <span>{sentence(badge, document, system)}</span>
      {number !== null && <span className="tabular-nums">{t('numberThere', { system, number })}</span>}
      {accepted !== null && (
        <>
          <span>{acceptedWords(accepted)}</span>
          <span>
            {t('accepted.reason', { reason: accepted.reason })} <RelativeTime at={accepted.at} />
          </span>
        </>
      )}
      {verifiedAt !== null ? (
        <When word={t('checked')} at={verifiedAt} />
      ) : (
        sentAt !== null && <When word={t('sent')} at={sentAt} />
      )}
      {operation !== null && operation.nextAttemptAt !== null && badge.state === 'queued' && (
        <When word={t('next')} at={operation.nextAttemptAt} />
      )}
      {badge.deepLink !== null && <span>{t('click', { system })}</span>}
    </span>
  )
}

const When = ({ word, at }: { word: string; at: string }) => (
  <span>
    {word} <RelativeTime at={at} />
  </span>
)
