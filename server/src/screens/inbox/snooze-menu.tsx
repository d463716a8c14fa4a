'use client'

import { snoozeTask } from '@tieout/platform/contract'
import { useApiCommand, useProblemText } from '@tieout/platform/web'
import { Button, Dialog, Field, Menu, TextInput, toast, type MenuEntry } from '@tieout/ui'
import { AlarmClock, ChevronDown } from 'lucide-react'
import { useFormatter, useNow, useTimeZone, useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { isAsleep } from './task-badges.tsx'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'
import { readWallTime, snoozeChoices, toInstant } from './zoned-time.ts'

export function SnoozeMenu({ task }: { task: TaskDetail }) {
  const t = useTranslations('inbox.snooze')
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  const timeZone = useTimeZone() ?? 'UTC'
  const problemText = useProblemText()
  const [choosing, setChoosing] = useState(false)
  const moment = (at: Date) => format.dateTime(at, { weekday: 'short', hour: 'numeric', minute: '2-digit' })
  const command = useApiCommand(snoozeTask, {
    onSuccess: ({ snoozedUntil }) =>
      toast.success(snoozedUntil ? t('done', { at: moment(new Date(snoozedUntil)) }) : t('woken')),
    onError: (error) => toast.error(problemText(error) ?? ''),
  })
  const until = (at: Date | null) => command.mutate({ taskId: task.taskId, until: at?.toISOString() ?? null })
  const items: MenuEntry[] = [
    ...snoozeChoices(now, timeZone).map((each) => ({
      id: each.choice,
      label: t(each.choice),
      hint: moment(each.until),
      onSelect: () => until(each.until),
    })),
    { id: 'choose', label: t('choose'), onSelect: () => setChoosing(true) },
    ...(isAsleep(task)
      ? [
          { id: 'line', separator: true as const },
          { id: 'wake', label: t('wake'), onSelect: () => until(null) },
        ]
      : []),
  ]
  return (
    <>
      <Menu
        items={items}
        trigger={
          <Button icon={AlarmClock} busy={command.isPending}>
            {t('open')}
            <ChevronDown aria-hidden className="size-3.5" />
          </Button>
        }
      />
      {choosing && (
        <ChooseMoment
          timeZone={timeZone}
          onClose={() => setChoosing(false)}
          onChoose={(at) => {
            setChoosing(false)
            until(at)
          }}
        />
      )}
    </>
  )
}

interface ChooseMomentProps {
  timeZone: string
  onClose: () => void
  onChoose: (at: Date) => void
}

function ChooseMoment({ timeZone, onClose, onChoose }: ChooseMomentProps) {
  const t = useTranslations('inbox.snooze')
  const ui = useTranslations('ui')
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wall = readWallTime(text)
    const at = wall && toInstant(wall, timeZone)
    if (at && at.getTime() > Date.now()) onChoose(at)
    else setWrong(true)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={t('chooseTitle')}
      footer={
        <>
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <Button variant="primary" type="submit" form="snooze-until">
            {t('save')}
          </Button>
        </>
      }
    >
      <form id="snooze-until" noValidate onSubmit={submit}>
        <Field
          label={t('until')}
          hint={t('inZone', { timeZone })}
          error={wrong ? t('notLater') : undefined}
          required
        >
          <TextInput
            type="datetime-local"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </Field>
      </form>
    </Dialog>
  )
}
