'use client'

import { assignTask } from '@tieout/platform/contract'
import { useApiCommand, useProblemText } from '@tieout/platform/web'
import { Button, Dialog, toast } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FormError } from '../form-error.tsx'
import { PeoplePicker, type ChosenPeople } from './people-picker.tsx'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'

export function AssignDialog({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const t = useTranslations('inbox.assign')
  const ui = useTranslations('ui')
  const problemText = useProblemText()
  const [people, setPeople] = useState<ChosenPeople>(() => ({
    roleIds: task.assignees.filter((each) => each.kind === 'role').map((each) => each.id),
    users: task.assignees.filter((each) => each.kind === 'user').map(({ id, name }) => ({ id, name })),
  }))
  const command = useApiCommand(assignTask, {
    onSuccess() {
      toast.success(t('done'))
      onClose()
    },
  })
  const save = () =>
    command.mutate({
      taskId: task.taskId,
      roleIds: people.roleIds,
      userIds: people.users.map((each) => each.id),
    })
  const nobody = people.roleIds.length === 0 && people.users.length === 0
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      description={t('description')}
      footer={
        <>
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <Button variant="primary" busy={command.isPending} onClick={save}>
            {nobody ? t('saveForEveryone') : t('save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError>{problemText(command.error)}</FormError>
        <PeoplePicker value={people} onChange={setPeople} />
      </div>
    </Dialog>
  )
}
