'use client'

import { Banner, Button, Card, ConfirmDialog, DateText, RelativeTime, Switch } from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { pause, resume, type ConnectionView } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { nameOf } from '../use-company.ts'
import { GoLiveDialog } from './go-live-dialog.tsx'
import { useSettings } from './use-settings.ts'

/** Whether documents go out by themselves, from which day on, and whether they are held for the moment. */
export function GoingOutCard({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('accounting.settings.goingOut')
  const [isChoosing, setChoosing] = useState(false)
  const settings = useSettings(connection)
  const { autoSync, goLiveDate } = connection.settings
  const company = nameOf(connection)
  return (
    <Card title={t('title')} footer={<PauseFooter connection={connection} />}>
      {goLiveDate === null ? (
        <div className="flex flex-col items-start gap-3">
          <p className="text-sm text-ink-muted">{t('off', { company })}</p>
          <Button variant="primary" disabledReason={settings.mayNot} onClick={() => setChoosing(true)}>
            {t('goLive')}
          </Button>
        </div>
      ) : (
        <div className="flex flex-col items-start gap-3">
          <Switch
            label={t('switch')}
            hint={t.rich('since', { day: () => <DateText date={goLiveDate} /> })}
            checked={autoSync}
            disabled={settings.mayNot !== undefined || settings.isBusy}
            // Off is harmless and at once; on is said before it is done.
            onCheckedChange={(on) => (on ? setChoosing(true) : settings.change({ autoSync: false }))}
          />
          {settings.mayNot !== undefined && <p className="text-xs text-ink-faint">{settings.mayNot}</p>}
          <Button
            size="sm"
            variant="ghost"
            disabledReason={settings.mayNot}
            onClick={() => setChoosing(true)}
          >
            {t('change')}
          </Button>
        </div>
      )}
      {isChoosing && <GoLiveDialog connection={connection} onClose={() => setChoosing(false)} />}
    </Card>
  )
}

function PauseFooter({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('accounting.settings.pause')
  const { may } = useScreensHost()
  const [isAsking, setAsking] = useState(false)
  const { connectionId, paused } = connection
  const mayNot = may('manage') ? undefined : t('mayNot')
  if (paused !== null) return <Paused connectionId={connectionId} paused={paused} mayNot={mayNot} />
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="text-xs text-ink-faint">{t('hint')}</span>
      <Button size="sm" disabledReason={mayNot} onClick={() => setAsking(true)}>
        {t('button')}
      </Button>
      {isAsking && <PauseDialog connection={connection} onClose={() => setAsking(false)} />}
    </div>
  )
}

function Paused(props: {
  connectionId: string
  paused: NonNullable<ConnectionView['paused']>
  mayNot: string | undefined
}) {
  const t = useTranslations('accounting.settings.pause')
  const { explain } = useScreensHost()
  const { connectionId, paused, mayNot } = props
  const goOn = useCommand(resume)
  return (
    <Banner
      tone="warning"
      title={t('isPaused')}
      action={
        <Button
          size="sm"
          busy={goOn.isPending}
          disabledReason={mayNot}
          onClick={() => goOn.mutate({ connectionId })}
        >
          {t('resume')}
        </Button>
      }
    >
      <p>{paused.reason}</p>
      <p className="text-xs">
        {t.rich('by', { name: paused.byName ?? t('somebody'), at: () => <RelativeTime at={paused.at} /> })}
      </p>
      {goOn.error !== null && <p role="alert">{explain(goOn.error).message}</p>}
    </Banner>
  )
}

function PauseDialog({ connection, onClose }: { connection: ConnectionView; onClose: () => void }) {
  const t = useTranslations('accounting.settings.pause')
  const { explain } = useScreensHost()
  const { connectionId } = connection
  const stop = useCommand(pause, { onSuccess: onClose })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('dialogTitle', { company: nameOf(connection) })}
      confirmLabel={t('confirm')}
      reason={{ label: t('reason'), hint: t('reasonHint') }}
      busy={stop.isPending}
      error={stop.error === null ? undefined : explain(stop.error).message}
      onConfirm={(reason) => stop.mutate({ connectionId, reason })}
    >
      <ul className="list-disc space-y-1 pl-4">
        <li>{t('waits')}</li>
        <li>{t('onTheWay')}</li>
        <li>{t('resumes')}</li>
      </ul>
    </ConfirmDialog>
  )
}
