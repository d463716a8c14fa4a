'use client'

import { Button, Card, TextLink } from '@tieout/ui'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useScreensHost } from '../screens-host.tsx'
import { Likeness } from './counterpart.tsx'
import { CreateCustomerDialog } from './create-customer.tsx'
import { HeldList, useHeld } from './held-list.tsx'
import { useSums } from './mapping-words.ts'
import { useAskedRow, type Asked } from './task-picker.tsx'

export interface MissingLinkPanelProps extends Asked {
  company: string
  /** Of the thing, as the task calls it. */
  name: string
  /** Closed tasks show what they were about, and ask nothing. */
  isOpen: boolean
}

/** What a task about a missing link is about: who is alike over there, and every document that waits. */
export function MissingLinkPanel({ company, name, isOpen, ...asked }: MissingLinkPanelProps) {
  const t = useTranslations('accounting.mapping')
  const { may, href } = useScreensHost()
  if (!may('watch')) return null
  return (
    <>
      {isOpen && <Alike {...asked} company={company} name={name} />}
      <Card
        flush
        level={2}
        title={t('held.label')}
        description={<HeldSum {...asked} />}
        actions={
          <TextLink href={href.mapping(asked.kind, name === '' ? undefined : name)}>
            {t('toMapping')}
          </TextLink>
        }
      >
        <HeldList {...asked} />
      </Card>
    </>
  )
}

function HeldSum(asked: Asked) {
  const t = useTranslations('accounting.mapping')
  const sums = useSums()
  const { data } = useHeld(asked)
  if (data === undefined || data.documents === 0) return null
  return t('held.sum', { count: data.documents, money: sums(data.money) })
}

/** Why the one in the picker is proposed; and for clients the way without looking for anybody. */
function Alike({ company, name, ...asked }: Asked & { company: string; name: string }) {
  const t = useTranslations('accounting.mapping')
  const { may } = useScreensHost()
  const [creating, setCreating] = useState(false)
  const row = useAskedRow(asked)
  const isClient = asked.kind === 'client'
  if (row === undefined && !isClient) return null
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      {row?.suggestion && (
        <span>{t('alike', { name: row.suggestion.name ?? row.suggestion.externalId, company })}</span>
      )}
      {row && <Likeness row={row} />}
      {isClient && (
        <Button
          size="sm"
          icon={UserPlus}
          disabledReason={may('manage') ? undefined : t('mayNot')}
          onClick={() => setCreating(true)}
        >
          {t('actions.create', { company })}
        </Button>
      )}
      {creating && (
        <CreateCustomerDialog
          connectionId={asked.connectionId}
          company={company}
          clientId={asked.entityId}
          name={row?.name ?? name}
          onClose={() => setCreating(false)}
        />
      )}
    </div>
  )
}
