'use client'

import { Banner, Button, ConfirmDialog, toast } from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { changeSettings, type ConnectionView } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

/** Whether clients without a customer wait for a person, or get one with their first document. */
export function FirstExport({ connection, company }: { connection: ConnectionView; company: string }) {
  const t = useTranslations('accounting.mapping.firstExport')
  const { may, explain, href } = useScreensHost()
  const [asking, setAsking] = useState(false)
  const change = useCommand(changeSettings, {
    onSuccess() {
      setAsking(false)
      toast.success(t('done', { company }))
    },
  })
  if (connection.settings.createCustomers) {
    return (
      <p className="text-sm text-ink-muted">
        {t.rich('isOn', {
          company,
          settings: (words) => (
            <a className="text-accent underline-offset-2 hover:underline" href={href.settings()}>
              {words}
            </a>
          ),
        })}
      </p>
    )
  }
  return (
    <>
      <Banner
        action={
          <Button
            size="sm"
            disabledReason={may('manage') ? undefined : t('mayNot')}
            onClick={() => {
              change.reset()
              setAsking(true)
            }}
          >
            {t('turnOn')}
          </Button>
        }
      >
        {t('isOff', { company })}
      </Banner>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('title')}
        confirmLabel={t('turnOn')}
        tone="primary"
        busy={change.isPending}
        error={change.error === null ? undefined : explain(change.error).message}
        onConfirm={() => change.mutate({ connectionId: connection.connectionId, createCustomers: true })}
      >
        {t('body', { company })}
      </ConfirmDialog>
    </>
  )
}
