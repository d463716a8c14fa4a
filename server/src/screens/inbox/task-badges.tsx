'use client'

import type { TaskPriority, TaskSummary } from '@tieout/platform/contract'
import { Badge, Money, RelativeTime, type Tone } from '@tieout/ui'
import {
  AlarmClock,
  ArrowDown,
  ArrowUp,
  ChevronsUp,
  CircleCheck,
  CircleDot,
  CircleSlash,
  Minus,
  type LucideIcon,
} from 'lucide-react'
import { useTranslations } from 'next-intl'

const PRIORITY: Record<TaskPriority, { tone: Tone; icon: LucideIcon }> = {
  urgent: { tone: 'danger', icon: ChevronsUp },
  high: { tone: 'warning', icon: ArrowUp },
  normal: { tone: 'neutral', icon: Minus },
  low: { tone: 'neutral', icon: ArrowDown },
}

export function PriorityBadge({ priority }: { priority: TaskPriority }) {
  const t = useTranslations('inbox.priority')
  return (
    <Badge tone={PRIORITY[priority].tone} icon={PRIORITY[priority].icon}>
      {t(priority)}
    </Badge>
  )
}

type State = Pick<TaskSummary, 'status' | 'overdue' | 'snoozedUntil'>

/** The one state that matters most: an overdue task that sleeps is still said to be asleep. */
export function StatusBadge({ task }: { task: State }) {
  const t = useTranslations('inbox.status')
  if (task.status === 'done')
    return (
      <Badge tone="success" icon={CircleCheck}>
        {t('done')}
      </Badge>
    )
  if (task.status === 'cancelled') return <Badge icon={CircleSlash}>{t('cancelled')}</Badge>
  if (isAsleep(task)) return <Badge icon={AlarmClock}>{t('snoozed')}</Badge>
  if (task.overdue) return <Badge tone="danger">{t('overdue')}</Badge>
  return (
    <Badge tone="accent" icon={CircleDot}>
      {t('open')}
    </Badge>
  )
}

/** The server keeps the moment until somebody wakes the task, so a past one is no sleep. */
export const isAsleep = (task: Pick<TaskSummary, 'snoozedUntil'>) =>
  task.snoozedUntil !== null && Date.parse(task.snoozedUntil) > Date.now()

export function DueText({ task }: { task: Pick<TaskSummary, 'dueAt' | 'overdue'> }) {
  if (!task.dueAt) return <span className="text-ink-faint">–</span>
  return (
    <RelativeTime at={task.dueAt} className={task.overdue ? 'whitespace-nowrap text-danger' : undefined} />
  )
}

export function TaskMoney({ money }: { money: TaskSummary['money'] }) {
  return money ? <Money minor={money.minor} currency={money.currency} /> : null
}

/** Who has it: whoever claimed it before whomever it was given to. */
export function TaskHolder({ task }: { task: Pick<TaskSummary, 'claimedBy' | 'assignees'> }) {
  const t = useTranslations('inbox')
  if (task.claimedBy) return <>{task.claimedBy.displayName}</>
  const [first, ...others] = task.assignees
  if (!first) return <span className="text-ink-faint">{t('everyone')}</span>
  return <>{others.length === 0 ? first.name : t('andOthers', { name: first.name, count: others.length })}</>
}
