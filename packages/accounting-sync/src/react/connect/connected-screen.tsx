'use client'

import { Button, Card, ProgressBar, toast } from '@tieout/ui'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { confirmOtherCompany, finishConsent, type ResultOf } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { OtherCompany } from './other-company.tsx'

type Consented = ResultOf<typeof finishConsent>
type Refused = Extract<Consented, { kind: 'refused' }>

/**
 * The way back from the consent page. What the address carries is good once, so it is taken out of the
 * address before anything is shown or asked.
 */
export function ConnectedScreen() {
  const t = useTranslations('accounting.connect.back')
  const { address, explain, go } = useScreensHost()
  const [refused, setRefused] = useState<Refused | null>(null)
  const arrive = (end: ResultOf<typeof confirmOtherCompany>) => {
    if (end.kind === 'refused') return setRefused(end)
    toast.success(t('done', { company: end.company }))
    go(end.returnTo)
  }
  const finish = useCommand(finishConsent, {
    onSuccess: (end) => end.kind !== 'other_company' && arrive(end),
  })
  const begun = useRef(false)
  useEffect(() => {
    // Development renders effects twice; the state is good once.
    if (begun.current) return
    begun.current = true
    const callbackUrl = window.location.href
    address.set('', 'replace')
    finish.mutate({ callbackUrl })
  })
  if (refused !== null) return <WasRefused refused={refused} />
  if (finish.error !== null) {
    return <NotFinished title={t('failed')} body={explain(finish.error).message} />
  }
  if (finish.data?.kind === 'other_company') {
    return <OtherCompany {...finish.data} onConfirmed={arrive} />
  }
  return (
    <Card title={t('title')}>
      <div className="flex max-w-md flex-col gap-2" role="status">
        <p className="text-sm text-ink-muted">{t('working')}</p>
        <ProgressBar label={t('title')} hideLabel />
      </div>
    </Card>
  )
}

function WasRefused({ refused: { reason, returnTo } }: { refused: Refused }) {
  const t = useTranslations('accounting.connect.refused')
  return <NotFinished title={t(`${reason}.title`)} body={t(`${reason}.body`)} returnTo={returnTo} />
}

function NotFinished(props: { title: string; body: string; returnTo?: string | null }) {
  const t = useTranslations('accounting.connect.back')
  const { go, href } = useScreensHost()
  const { returnTo } = props
  const isElsewhere = typeof returnTo === 'string' && returnTo !== href.settings()
  return (
    <Card title={props.title}>
      <div role="alert" className="flex max-w-xl flex-col gap-4">
        <p className="text-sm text-ink-muted">{props.body}</p>
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" onClick={() => go(href.settings())}>
            {t('again')}
          </Button>
          {isElsewhere && <Button onClick={() => go(returnTo)}>{t('return')}</Button>}
        </div>
      </div>
    </Card>
  )
}
