'use client'

import { Badge, Button, Card, Skeleton } from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { ConnectionView, MappingRow } from '../../contract/index.ts'
import { useScreensHost } from '../screens-host.tsx'
import { useCompany } from '../use-company.ts'
import { Counterpart } from './counterpart.tsx'
import { LinkControl } from './link-control.tsx'
import { useSums } from './mapping-words.ts'
import { actionsOf, type RowAction } from './row-actions.ts'
import { RowDialogs, type RowDialog } from './row-dialogs.tsx'
import { useAskedRow } from './task-picker.tsx'

/** On a client's own page: which customer it is, or that it is left out; with what can be done about it. */
export function ClientPanel({ clientId }: { clientId: string }) {
  const { may } = useScreensHost()
  const { connection, name } = useCompany()
  if (!may('watch') || connection === null || connection.status === 'disconnected') return null
  return <Standing clientId={clientId} connection={connection} company={name} />
}

interface StandingProps {
  clientId: string
  connection: ConnectionView
  company: string
}

function Standing({ clientId, connection, company }: StandingProps) {
  const t = useTranslations('accounting.mapping')
  const { connectionId, settings } = connection
  const row = useAskedRow({ connectionId, kind: 'client', entityId: clientId })
  const [dialog, setDialog] = useState<RowDialog | null>(null)
  const [changing, setChanging] = useState(false)
  const place = { connectionId, company, kind: 'client' } as const
  return (
    <Card
      level={2}
      title={t('panel.title', { company })}
      actions={
        row && (
          <Buttons
            row={row}
            company={company}
            createsAll={settings.createCustomers}
            onOpen={setDialog}
            onChange={() => setChanging(true)}
          />
        )
      }
    >
      {row === undefined ? (
        <Skeleton className="h-8 w-64" />
      ) : (
        <div className="flex max-w-xl flex-col gap-2 text-sm">
          {row.tab === 'ignored' && (
            <p className="flex flex-wrap items-center gap-2">
              <Badge icon={null}>{t('isLeftOut')}</Badge>
              <span className="break-words">{row.excludedBecause}</span>
            </p>
          )}
          {row.linked !== null && !changing ? (
            <Counterpart kind="client" linked={row.linked} company={company} />
          ) : (
            row.tab !== 'ignored' && (
              <>
                {!changing && (
                  <NoCustomer row={row} company={company} createsAll={settings.createCustomers} />
                )}
                <LinkControl
                  key={row.suggestion?.externalId}
                  {...place}
                  row={row}
                  onDone={changing ? () => setChanging(false) : undefined}
                />
              </>
            )
          )}
          {row.holdsUp !== null && <Waiting row={row} onOpen={() => setDialog('held')} />}
        </div>
      )}
      {dialog && row && <RowDialogs {...place} dialog={dialog} row={row} onClose={() => setDialog(null)} />}
    </Card>
  )
}

/** Whether its documents wait, or bring it a customer. */
function NoCustomer({ row, company, createsAll }: Pick<ButtonsProps, 'row' | 'company' | 'createsAll'>) {
  const t = useTranslations('accounting.mapping')
  const isNewcomer = createsAll || row.tab === 'first_export'
  return (
    <p className="text-ink-muted">
      {t(isNewcomer ? 'firstExport.one.panel' : 'panel.noCustomer', { company })}
    </p>
  )
}

function Waiting({ row, onOpen }: { row: MappingRow; onOpen: () => void }) {
  const t = useTranslations('accounting.mapping')
  const sums = useSums()
  const { operations = 0, money = [] } = row.holdsUp ?? {}
  return (
    <button
      type="button"
      className="self-start rounded-sm text-accent underline-offset-2 hover:underline"
      onClick={onOpen}
    >
      {t('panel.waits', { count: operations, money: sums(money) })}
    </button>
  )
}

interface ButtonsProps {
  row: MappingRow
  company: string
  createsAll: boolean
  onOpen: (dialog: RowDialog) => void
  onChange: () => void
}

function Buttons({ row, company, createsAll, onOpen, onChange }: ButtonsProps) {
  const t = useTranslations('accounting.mapping')
  const { may } = useScreensHost()
  const whyNot = may('manage') ? undefined : t('mayNot')
  const buttons: Partial<Record<RowAction, { label: string; onClick: () => void; whyNot?: string }>> = {
    change: { label: t('actions.change'), onClick: onChange },
    unlink: { label: t('actions.unlink'), onClick: () => onOpen('unlink') },
    create: { label: t('actions.create', { company }), onClick: () => onOpen('create') },
    first_export: {
      label: t('actions.firstExport'),
      onClick: () => onOpen('first_export'),
      ...(createsAll ? { whyNot: t('firstExport.one.all') } : {}),
    },
    end_first_export: { label: t('actions.endFirstExport'), onClick: () => onOpen('end_first_export') },
    leave_out: { label: t('actions.leaveOut'), onClick: () => onOpen('leave_out') },
    take_back: { label: t('actions.takeBack'), onClick: () => onOpen('take_back') },
  }
  return (
    <span className="flex flex-wrap gap-1.5">
      {actionsOf('client', row).map((each) => {
        const button = buttons[each]
        return (
          button && (
            <Button key={each} size="sm" disabledReason={whyNot ?? button.whyNot} onClick={button.onClick}>
              {button.label}
            </Button>
          )
        )
      })}
    </span>
  )
}
