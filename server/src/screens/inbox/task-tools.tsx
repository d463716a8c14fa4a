'use client'

import { claimTask, releaseTask } from '@tieout/platform/contract'
import { useApiCommand, useMay, useProblemText, useSession } from '@tieout/platform/web'
import { Button, toast } from '@tieout/ui'
import { Hand, Undo2, UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AssignDialog } from './assign-dialog.tsx'
import { SnoozeMenu } from './snooze-menu.tsx'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'

/** Who works on it and when, apart from what it asks for. */
export function TaskTools({ task }: { task: TaskDetail }) {
  const mayUpdate = useMay('inbox:update')
  if (task.status !== 'open' || !mayUpdate) return null
  return (
    <>
      <ClaimButton task={task} />
      <SnoozeMenu task={task} />
      <AssignButton task={task} />
    </>
  )
}

function ClaimButton({ task }: { task: TaskDetail }) {
  const t = useTranslations('inbox.tools')
  const { who } = useSession()
  const mayManage = useMay('inbox:manage')
  const problemText = useProblemText()
  const onError = (error: Parameters<typeof problemText>[0]) => toast.error(problemText(error) ?? '')
  const claim = useApiCommand(claimTask, { onSuccess: () => toast.success(t('claimed')), onError })
  const release = useApiCommand(releaseTask, { onSuccess: () => toast.success(t('released')), onError })
  const { taskId, claimedBy } = task
  if (!claimedBy) {
    return (
      <Button icon={Hand} busy={claim.isPending} onClick={() => claim.mutate({ taskId })}>
        {t('claim')}
      </Button>
    )
  }
  const mine = claimedBy.userId === who.id
  return (
    <Button
      icon={Undo2}
      busy={release.isPending}
      disabledReason={mine || mayManage ? undefined : t('claimedByOther', { name: claimedBy.displayName })}
      onClick={() => release.mutate({ taskId })}
    >
      {mine ? t('release') : t('releaseFrom', { name: claimedBy.displayName })}
    </Button>
  )
}

function AssignButton({ task }: { task: TaskDetail }) {
  const t = useTranslations('inbox.tools')
  const [open, setOpen] = useState(false)
  const mayManage = useMay('inbox:manage')
  if (!mayManage) return null
  return (
    <>
      <Button icon={UserPlus} onClick={() => setOpen(true)}>
        {t('assign')}
      </Button>
      {open && <AssignDialog task={task} onClose={() => setOpen(false)} />}
    </>
  )
}
