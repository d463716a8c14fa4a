'use client'

import { Button, Card } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { confirmOtherCompany, type finishConsent, type ResultOf } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

type Met = Extract<ResultOf<typeof finishConsent>, { kind: 'other_company' }>

interface OtherCompanyProps extends Met {
  onConfirmed: (end: ResultOf<typeof confirmOtherCompany>) => void
}

/** Another company than before was chosen. Nothing is connected until somebody says that it is meant. */
export function OtherCompany({ company, before, confirmation, returnTo, onConfirmed }: OtherCompanyProps) {
  const t = useTranslations('accounting.connect.other')
  const { explain, go } = useScreensHost()
  const confirm = useCommand(confirmOtherCompany, { onSuccess: onConfirmed })
  return (
    <Card title={t('title', { company, before })}>
      <div className="flex max-w-xl flex-col gap-4 text-sm">
        <p className="text-ink">{t('chosen', { company, before })}</p>
        <ul className="list-disc space-y-1 pl-4 text-ink-muted">
          <li>{t('new', { company })}</li>
          <li>{t('old', { before })}</li>
          <li>{t('mapping', { company })}</li>
        </ul>
        {confirm.error !== null && (
          <p role="alert" className="text-danger">
            {explain(confirm.error).message}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" busy={confirm.isPending} onClick={() => confirm.mutate({ confirmation })}>
            {t('confirm', { company })}
          </Button>
          <Button onClick={() => go(returnTo)}>{t('cancel', { before })}</Button>
        </div>
      </div>
    </Card>
  )
}
