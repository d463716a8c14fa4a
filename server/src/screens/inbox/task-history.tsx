'use client'

import { commentOnTask, type TaskEventName } from '@tieout/platform/contract'
import { useApiCommand, useMay, useProblemText } from '@tieout/platform/web'
import { Button, Card, Field, TextArea, Timeline, useInstantText, type Tone } from '@tieout/ui'
import {
  AlarmClock,
  BellRing,
  CircleCheck,
  CircleSlash,
  Hand,
  MessageSquare,
  Plus,
  Repeat,
  Undo2,
  UserPlus,
  type LucideIcon,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { FormError } from '../form-error.tsx'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'
import { useTaskWords } from './task-words.ts'

const LOOK: Record<TaskEventName, { icon: LucideIcon; tone?: Tone }> = {
  raised: { icon: Plus },
  repeated: { icon: Repeat },
  assigned: { icon: UserPlus },
  claimed: { icon: Hand },
  released: { icon: Undo2 },
  snoozed: { icon: AlarmClock },
  woken: { icon: BellRing },
  commented: { icon: MessageSquare, tone: 'accent' },
  resolved: { icon: CircleCheck, tone: 'success' },
  closed: { icon: CircleSlash },
}

type TaskEvent = TaskDetail['history'][number]

export function TaskHistory({ task }: { task: TaskDetail }) {
  const t = useTranslations('inbox.history')
  const mayComment = useMay('inbox:update')
  const describe = useEventWords(task)
  return (
    <Card title={t('title')}>
      <Timeline
        label={t('title')}
        items={task.history.map((event, at) => ({
          id: String(at),
          who: event.actorKind === 'system' ? t('system') : event.actorName,
          what: describe(event),
          when: event.happenedAt,
          ...LOOK[event.event],
          detail: event.event === 'commented' ? <Comment event={event} /> : undefined,
        }))}
      />
      {mayComment && <CommentForm taskId={task.taskId} />}
    </Card>
  )
}

function Comment({ event }: { event: TaskEvent }) {
  const text = event.details.text
  return <p className="text-sm whitespace-pre-line text-ink">{typeof text === 'string' ? text : ''}</p>
}

function useEventWords(task: TaskDetail) {
  const t = useTranslations('inbox.history')
  const words = useTaskWords()
  const instant = useInstantText()
  return ({ event, details }: TaskEvent): string => {
    if (event === 'resolved' && typeof details.action === 'string') {
      return t('resolvedWith', {
        action: words.action(`inbox.${task.kind}.${details.action}`, task.title.params),
      })
    }
    if (event === 'snoozed' && typeof details.until === 'string')
      return t('snoozedUntil', { at: instant(details.until) })
    return t(event)
  }
}

export function CommentForm({ taskId }: { taskId: string }) {
  const t = useTranslations('inbox.history')
  const problemText = useProblemText()
  const [text, setText] = useState('')
  const command = useApiCommand(commentOnTask, {
    onSuccess() {
      setText('')
      command.reset()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') command.mutate({ taskId, text: text.trim() })
  }
  return (
    <form noValidate onSubmit={submit} className="mt-4 flex flex-col gap-2 border-t border-line pt-4">
      <FormError>{problemText(command.error)}</FormError>
      <Field label={t('comment')} hideLabel>
        <TextArea
          rows={2}
          maxLength={4000}
          placeholder={t('comment')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      <Button
        type="submit"
        size="sm"
        busy={command.isPending}
        disabledReason={text.trim() === '' ? t('commentEmpty') : undefined}
        className="self-start"
      >
        {t('addComment')}
      </Button>
    </form>
  )
}
