'use client'

import { Card, Field, Switch } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { ConnectionView } from '../../contract/index.ts'
import { nameOf } from '../use-company.ts'
import { EntryChoice } from './entry-choice.tsx'
import { useSettings } from './use-settings.ts'

/** What happens where a document alone does not say it. */
export function ChoicesCard({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('accounting.settings.choices')
  const settings = useSettings(connection)
  const { createCustomers, fallbackItem, depositAccount } = connection.settings
  const company = nameOf(connection)
  const isFixed = settings.mayNot !== undefined || settings.isBusy
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-4">
        <Switch
          label={t('createCustomers')}
          hint={t('createCustomersHint', { company })}
          checked={createCustomers}
          disabled={isFixed}
          onCheckedChange={(on) => settings.change({ createCustomers: on })}
        />
        <Field label={t('fallbackItem')} hint={t('fallbackItemHint')} className="max-w-sm">
          <EntryChoice
            connectionId={connection.connectionId}
            entries="item"
            value={fallbackItem}
            disabled={isFixed}
            placeholder={t('noItem')}
            onChange={(id) => settings.change({ fallbackItemId: id })}
          />
        </Field>
        <Field label={t('depositAccount')} hint={t('depositAccountHint')} className="max-w-sm">
          <EntryChoice
            connectionId={connection.connectionId}
            entries="account"
            value={depositAccount}
            disabled={isFixed}
            placeholder={t('noAccount')}
            onChange={(id) => settings.change({ depositAccountId: id })}
          />
        </Field>
        {settings.mayNot !== undefined && <p className="text-xs text-ink-faint">{settings.mayNot}</p>}
      </div>
    </Card>
  )
}
