'use client'

import { ERRORS, mappingKind, type ErrorCode } from '@tieout/accounting-sync/contract'
import { ExportErrorPanel, MissingLinkPanel, TaskPicker } from '@tieout/accounting-sync/react'
import { TextInput } from '@tieout/ui'
import { z } from 'zod'
import type { TaskDetail, TaskFieldProps } from '../../plugins/screen-plugin.ts'
import { AccountingScreens } from '../screens-host.tsx'

const missingLink = z
  .object({
    connectionId: z.uuid(),
    cause: z.string(),
    entityId: z.string(),
    currency: z.string().nullish(),
  })
  .transform(({ connectionId, cause, entityId, currency }, ctx) => {
    const kind = mappingKind.safeParse(cause.slice(0, cause.indexOf(':')))
    if (kind.success) return { connectionId, entityId, kind: kind.data, currency: currency ?? null }
    ctx.addIssue({ code: 'custom', message: 'is about nothing that is linked' })
    return z.NEVER
  })

const param = (task: TaskDetail, name: string): string => String(task.title.params[name] ?? '')

/** What waits, who is alike over there, and for a client the way to create it. */
export function MissingLinkTask({ task }: { task: TaskDetail }) {
  const about = missingLink.safeParse(task.context)
  if (!about.success) return null
  const { connectionId, kind, entityId } = about.data
  return (
    <AccountingScreens>
      <MissingLinkPanel
        connectionId={connectionId}
        kind={kind}
        entityId={entityId}
        company={param(task, 'company')}
        name={param(task, 'name')}
        isOpen={task.status === 'open'}
      />
    </AccountingScreens>
  )
}

/** The field that asks for a counterpart: it searches instead of asking for an id. */
export function CounterpartField({ task, id, value, onChange }: TaskFieldProps) {
  const about = missingLink.safeParse(task.context)
  if (!about.success) {
    return <TextInput id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  }
  return (
    <AccountingScreens>
      <TaskPicker id={id} {...about.data} value={value} onChange={onChange} />
    </AccountingScreens>
  )
}

const refusal = z.object({
  connectionId: z.uuid(),
  entityId: z.uuid(),
  code: z.string().refine((code): code is ErrorCode => Object.hasOwn(ERRORS, code)),
  detail: z.string().nullish(),
  trace: z.string().nullish(),
})

/** A refused document: what happened, why and what to do, with everything it names where that may be the cause. */
export function ExportErrorTask({ task }: { task: TaskDetail }) {
  const about = refusal.safeParse(task.context)
  if (!about.success) return null
  const { connectionId, entityId, code, detail, trace } = about.data
  return (
    <AccountingScreens>
      <ExportErrorPanel
        connectionId={connectionId}
        documentId={entityId}
        number={param(task, 'number')}
        company={param(task, 'company')}
        code={code}
        detail={detail ?? null}
        trace={trace ?? null}
        isOpen={task.status === 'open'}
      />
    </AccountingScreens>
  )
}
