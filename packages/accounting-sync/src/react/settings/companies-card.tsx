'use client'

import { Badge, Button, Card, StatusDot, toast, type Tone } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { makeDefault, type ConnectionView } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { nameOf } from '../use-company.ts'

const TONES: Record<ConnectionView['status'], Tone> = {
  connected: 'success',
  expired: 'danger',
  disconnected: 'neutral',
}

/** For whoever has several: which one is shown, and which one is meant. */
export function CompaniesCard({ shown, all }: { shown: ConnectionView; all: readonly ConnectionView[] }) {
  const t = useTranslations('accounting.settings.companies')
  return (
    <Card title={t('title')} description={t('description')} flush>
      <ul aria-label={t('title')} className="divide-y divide-line text-sm">
        {all.map((each) => (
          <li key={each.connectionId} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
            <span className="min-w-40 flex-1 text-ink">{nameOf(each)}</span>
            <StatusDot tone={TONES[each.status]}>{t(`status.${each.status}`)}</StatusDot>
            {each.isDefault && <Badge>{t('default')}</Badge>}
            <CompanyActions connection={each} isShown={each.connectionId === shown.connectionId} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function CompanyActions({ connection, isShown }: { connection: ConnectionView; isShown: boolean }) {
  const t = useTranslations('accounting.settings.companies')
  const { address, explain, may } = useScreensHost()
  const { connectionId, isDefault, status } = connection
  const company = nameOf(connection)
  const choose = useCommand(makeDefault, {
    onSuccess: () => toast.success(t('chosen', { company })),
    onError: (error) => toast.error(explain(error).message),
  })
  return (
    <span className="flex gap-2">
      {!isDefault && status !== 'disconnected' && (
        <Button
          size="sm"
          variant="ghost"
          aria-label={`${t('makeDefault')}: ${company}`}
          busy={choose.isPending}
          disabledReason={may('manage') ? undefined : t('mayNot')}
          onClick={() => choose.mutate({ connectionId })}
        >
          {t('makeDefault')}
        </Button>
      )}
      <Button
        size="sm"
        aria-label={`${t('show')}: ${company}`}
        disabledReason={isShown ? t('isShown') : undefined}
        onClick={() => address.set(new URLSearchParams({ company: connectionId }).toString(), 'push')}
      >
        {t('show')}
      </Button>
    </span>
  )
}
