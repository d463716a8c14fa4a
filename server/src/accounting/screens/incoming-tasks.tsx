'use client'

import { getObservation } from '@tieout/accounting-sync/contract'
import { DriftPanel, ObservationPanel, PaymentRest } from '@tieout/accounting-sync/react'
import { z } from 'zod'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'
import { AccountingScreens } from '../screens-host.tsx'

const ours = z.object({ entityId: z.uuid() })

const param = (task: TaskDetail, name: string): string => String(task.title.params[name] ?? '')

/** A document that is not the same over there. */
export function DriftTask({ task }: { task: TaskDetail }) {
  const about = ours.safeParse(task.context)
  if (!about.success) return null
  return (
    <AccountingScreens>
      <DriftPanel
        documentId={about.data.entityId}
        document={param(task, 'number')}
        company={param(task, 'company')}
      />
    </AccountingScreens>
  )
}

/** Something that came in and cannot be applied, or not all of it. */
export function ObservationTask({ task }: { task: TaskDetail }) {
  const about = getObservation.input.safeParse(task.context)
  if (!about.success) return null
  return (
    <AccountingScreens>
      <ObservationPanel about={about.data} company={param(task, 'company')} />
    </AccountingScreens>
  )
}

const parts = z.object({
  rest: z.array(z.object({ documentId: z.uuid(), number: z.string(), amountMinor: z.int() })),
})

/** A payment of ours that stands over there in part as credit. */
export function PaymentRestTask({ task }: { task: TaskDetail }) {
  const about = parts.safeParse(task.context)
  if (!about.success || task.money === null) return null
  return (
    <AccountingScreens>
      <PaymentRest rest={about.data.rest} currency={task.money.currency} />
    </AccountingScreens>
  )
}
